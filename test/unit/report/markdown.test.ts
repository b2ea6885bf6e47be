import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { codeSpan, fence, markdownOf } from '../../../src/report/markdown.ts';
import { share } from '../../../src/report/share.ts';
import { API, exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const ORIGIN = 'Access-Control-Allow-Origin';

function blocked(answer: Readonly<Record<string, string>>, parts: { url?: string; cookie?: string } = {}) {
  const { url = API, cookie } = parts;
  const request = { Origin: PAGE, ...(cookie !== undefined && { Cookie: cookie }) };
  return examine(flowOf(exchange({ url, status: 200, request, answer, rest: REFUSED })));
}

describe('codeSpan', () => {
  test.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['`a', '`` `a ``'],
    [' a ', '`  a  `'],
    ['', '(empty)'],
    ['a\nb', '`a\\u000ab`'],
    ['\u202Etxt', '`\\u202etxt`'],
  ])('%j is %s', (value, expected) => expect(codeSpan(value)).toBe(expected));

  const hostile = fc.string({ unit: fc.constantFrom('`', ' ', 'a', '\n', '*', '<', '\\', '~') });

  test('nothing in it can end it', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const span = codeSpan(value);
        const [ticks = ''] = /^`*/.exec(span) ?? [];
        if (value.trim() === '') return;
        // A run as long as the fence is there twice: at the beginning and at the end.
        const runs = span.match(/`+/g)?.filter((run) => run.length === ticks.length) ?? [];
        expect([runs.length, span.startsWith(ticks), span.endsWith(ticks), span.includes('\n')]).toEqual([
          2,
          true,
          true,
          false,
        ]);
      }),
    );
  });

  test('nothing in a block can end it', () => {
    fc.assert(
      fc.property(fc.array(hostile), (lines) => {
        const [first = '', ...rest] = fence(lines, 'http');
        const ticks = first.replace('http', '');
        expect(rest.at(-1)).toBe(ticks);
        for (const line of rest.slice(0, -1)) expect(line).not.toMatch(new RegExp(`^ {0,3}${ticks}`));
        expect(rest).toHaveLength(lines.length + 1);
      }),
    );
  });
});

describe('markdownOf one flow', () => {
  const put = examine(
    flowOf(
      exchange({ method: 'PUT', rest: REFUSED }),
      preflight('PUT', 'x-id', { status: 405, answer: { [ORIGIN]: `${PAGE}/`, Server: 'nginx' } }),
    ),
  );

  test('has what the back end needs, in order', () => {
    const text = markdownOf(share([put]));
    const order = [
      `## \`PUT ${API}\`: blocked by CORS, at the preflight`,
      `- Page: \`${PAGE}\``,
      '### What is wrong',
      '1. **',
      '### What to send instead',
      'On the response to `OPTIONS` (`-` is sent now, `+` is needed):',
      '```diff\n- 405\n+ 204\n',
      `- ${ORIGIN}: ${PAGE}/\n+ ${ORIGIN}: ${PAGE}\n`,
      'Checked: with these headers',
      '### What went over the wire',
      '```http\nOPTIONS https://api.example/orders\n',
      'Written by Why CORS? Nothing had to be redacted.',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('takes secrets out, in all of its text, and names them', () => {
    const url = 'https://api.example/a?access_token=s3cret-s3cret-s3cret';
    const text = markdownOf(share([blocked({ [ORIGIN]: '*' }, { url, cookie: 'sid=s3cret' })]));
    expect(text).not.toContain('s3cret');
    expect(text).toContain('Redacted: `access_token in the address`, `Cookie`.');
  });

  test('values from the wire stay values', () => {
    const value = '```\n# Heading <img src=x> [a](b) @everyone';
    const text = markdownOf(share([blocked({ [ORIGIN]: value, 'X-A`': '~~~' })]));
    const outside = text
      .replace(/(?<!`)(`{3,})\w+\n.*?\n\1(?!`)/gs, '')
      .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/Heading|<img|@everyone/);
  });
});

describe('markdownOf several flows', () => {
  test('groups those of which the same is to be said', () => {
    const many = Array.from({ length: 12 }, (_, i) => blocked({}, { url: `${API}/${i}` }));
    const text = markdownOf(share([...many, blocked({ [ORIGIN]: `${PAGE}/` })]));
    expect(text).toContain('## 13 requests: 13 blocked by CORS');
    expect(text.match(/^### /gm)).toHaveLength(2);
    expect(text).toContain('- and 2 more');
  });

  test('has every problem of each, and the headers as they are and as they have to be', () => {
    const put = examine(
      flowOf(
        exchange({ method: 'PUT', rest: REFUSED }),
        preflight('PUT', 'x-id', { status: 200, answer: { [ORIGIN]: `${PAGE}/` } }),
      ),
    );
    const text = markdownOf(share([put, blocked({ [ORIGIN]: '*' }, { cookie: 'a=1' })]));
    expect(text).toContain('1. **Allowed origin ends with a slash** (in the preflight’s response).');
    expect(text).toContain('2. **Method not allowed by the preflight** (in the preflight’s response).');
    expect(text).toContain('3. **Header not allowed by the preflight** (in the preflight’s response).');
    expect(text).toContain(`\n- ${ORIGIN}: ${PAGE}/\n+ ${ORIGIN}: ${PAGE}\n`);
    expect(text).toContain(`\n- ${ORIGIN}: *\n+ ${ORIGIN}: ${PAGE}\n`);
  });

  test('does not say of one what holds for another', () => {
    const other = 'https://other.example';
    const text = markdownOf(
      share([
        blocked({ [ORIGIN]: 'https://a.example' }),
        blocked({ [ORIGIN]: 'https://a.example' }, { url: `${other}/1` }),
        blocked({ [ORIGIN]: 'https://b.example' }),
      ]),
    );
    expect(text.match(/^- https:.*|^- Access-Control.*/gm)).toEqual([
      `- ${ORIGIN}: https://a.example`,
      `- ${ORIGIN}: https://b.example`,
    ]);
  });

  test('says of what is unknown what is missing', () => {
    const unknown = examine(flowOf(exchange({ method: 'PUT' })));
    expect(unknown.verdict.missing).toEqual(['origin']);
    const text = markdownOf(share([unknown, unknown]));
    expect(text).toContain('### Unknown. Not recorded: the origin');
    expect(text).toContain(
      '- No `Origin` header was recorded, and nothing else shows which page made the request. Reload the page',
    );
    expect(markdownOf(share([unknown]))).toContain('### What is not known\n\n- No `Origin` header');
  });
});

test('what is shared is judged as before', () => {
  const flows = [blocked({ [ORIGIN]: '*' }, { cookie: 'a=1' }), blocked({})];
  const { flows: shared } = share(flows);
  expect(shared.map(({ verdict, lead }) => [verdict.outcome, verdict.credentials, lead?.rule])).toEqual(
    flows.map(({ verdict, lead }) => [verdict.outcome, verdict.credentials, lead?.rule]),
  );
});
