import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/cors/types.ts';
import { checklistOf, type Check } from '../../../src/report/checklist.ts';
import { examine } from '../../../src/report/examine.ts';
import { API, exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const ORIGIN = 'Access-Control-Allow-Origin';

function get(
  status: number,
  answer: Readonly<Record<string, string | readonly string[]>>,
  cookie = false,
): Flow {
  const request = { Origin: PAGE, ...(cookie && { Cookie: 'a=1' }) };
  const passes = !cookie && answer[ORIGIN] === PAGE;
  return flowOf(exchange({ status, answer, request, rest: passes ? {} : REFUSED }));
}

function put(status: number, answer: Readonly<Record<string, string>>): Flow {
  return flowOf(exchange({ method: 'PUT', rest: REFUSED }), preflight('PUT', 'x-id', { status, answer }));
}

const down = flowOf(
  exchange({ request: { Origin: PAGE }, rest: { netError: 'net::ERR_CONNECTION_REFUSED' } }),
);
const redirected: Flow = {
  hops: [
    {
      preflight: null,
      actual: exchange({
        status: 302,
        request: { Origin: PAGE },
        answer: { [ORIGIN]: PAGE, Location: 'https://login.example/' },
      }),
    },
    {
      preflight: null,
      actual: exchange({
        url: 'https://login.example/',
        status: 200,
        request: { Origin: 'null' },
        rest: REFUSED,
      }),
    },
  ],
  viaWorker: null,
};

/** id, state, and words that the finding has to hold. */
type Expected = readonly [Check['id'], Check['state'], ...string[]];

const TABLE: readonly (readonly [what: string, Flow, readonly Expected[]])[] = [
  [
    'an answer that is allowed',
    get(200, { [ORIGIN]: PAGE }),
    [
      ['message', 'passed'],
      ['error', 'passed', '`200`'],
      ['headers', 'passed'],
      ['preflight', 'not-applicable'],
      ['origin', 'passed', PAGE],
      ['doubled', 'passed'],
      ['redirect', 'passed'],
    ],
  ],
  [
    'an answer without the header',
    get(200, {}),
    [
      ['message', 'passed', 'MissingAllowOriginHeader', 'CORSMissingAllowOrigin'],
      ['error', 'passed'],
      ['headers', 'failed', 'The response has no'],
      ['origin', 'not-applicable'],
    ],
  ],
  [
    'an error without the header',
    get(500, {}),
    [
      ['error', 'failed', '`500`', 'log'],
      ['headers', 'failed'],
    ],
  ],
  ['an error that may be read', get(404, { [ORIGIN]: PAGE }), [['error', 'passed', 'your code may read it']]],
  [
    'a slash too many',
    get(200, { [ORIGIN]: `${PAGE}/` }),
    [
      ['headers', 'passed'],
      ['origin', 'failed', `The page is \`${PAGE}\`, the server allows \`${PAGE}/\`.`],
    ],
  ],
  [
    'cookies and a wildcard',
    get(200, { [ORIGIN]: '*' }, true),
    [
      ['credentials', 'failed'],
      ['origin', 'failed', 'the server allows `*`', 'has to name the origin'],
    ],
  ],
  [
    'a header that came twice',
    get(200, { [ORIGIN]: [PAGE, PAGE], Via: '1.1 proxy' }),
    [
      ['doubled', 'failed', 'more than once', 'Via: 1.1 proxy'],
      ['headers', 'passed'],
    ],
  ],
  ['a header that came twice in one line', get(200, { [ORIGIN]: `${PAGE}, *` }), [['doubled', 'failed']]],
  [
    'a preflight that is answered 405',
    put(405, {}),
    [
      ['preflight', 'failed', '`PUT` and `x-id`', 'got `405`. OPTIONS not allowed by the server.'],
      ['error', 'not-applicable', 'never sent'],
      ['headers', 'failed', 'preflight’s response', 'look at its status first'],
    ],
  ],
  ['a preflight that fails with 500', put(500, {}), [['error', 'failed', 'on the preflight']]],
  [
    'a preflight that lacks everything',
    put(204, { [ORIGIN]: PAGE }),
    [
      ['preflight', 'failed', 'Method not allowed', 'Header not allowed'],
      ['origin', 'passed'],
    ],
  ],
  [
    'a server that is down',
    down,
    [
      ['message', 'passed', 'net::ERR_CONNECTION_REFUSED', 'not CORS'],
      ['error', 'failed'],
      ['headers', 'not-applicable'],
      ['doubled', 'not-applicable'],
      ['redirect', 'not-applicable'],
    ],
  ],
  [
    'a redirect to a login',
    redirected,
    [
      ['error', 'failed', 'https://login.example/'],
      ['headers', 'not-applicable', 'The login came in between'],
      ['redirect', 'failed', '`https://login.example/`, a login page', '`401`'],
    ],
  ],
  [
    'a preflight that the recording lacks',
    flowOf(exchange({ method: 'PUT', status: 200, request: { Origin: PAGE }, answer: { [ORIGIN]: PAGE } })),
    [['preflight', 'unknown', 'needs one']],
  ],
  [
    'a page that is not known',
    flowOf(exchange({ status: 200, request: { 'Sec-Fetch-Mode': 'cors' }, rest: REFUSED })),
    [['origin', 'unknown']],
  ],
];

describe('checklistOf', () => {
  test.each(TABLE)('%s', (_, flow, expected) => {
    const checks = new Map(checklistOf(examine(flow)).map((check) => [check.id, check]));
    for (const [id, state, ...words] of expected) {
      const check = checks.get(id);
      expect([id, check?.state]).toEqual([id, state]);
      for (const word of words) expect(check?.finding).toContain(word);
    }
  });

  test('names as evidence the headers that came, or the one that did not', () => {
    const evidenceOf = (flow: Flow): unknown =>
      checklistOf(examine(flow))
        .find(({ id }) => id === 'headers')
        ?.evidence.map(({ header, value }) => [header, value]);
    expect(evidenceOf(get(200, { 'access-control-allow-origin': '*', Date: 'x' }))).toEqual([
      ['access-control-allow-origin', '*'],
    ]);
    expect(evidenceOf(get(200, {}))).toEqual([[ORIGIN, null]]);
  });

  test('has nothing to check where CORS does not apply', () => {
    const own = flowOf(exchange({ url: `${PAGE}/main.js`, status: 200, rest: { pageOrigin: PAGE } }));
    expect(checklistOf(examine(own))).toEqual([]);
  });

  test('keeps a hostile value within its code', () => {
    const flow = get(200, { [ORIGIN]: 'a`b\u202E\n<img>' });
    const finding = checklistOf(examine(flow)).find(({ id }) => id === 'origin')?.finding ?? '';
    expect(finding.split('`')).toHaveLength(5);
    expect(finding).not.toMatch(/[\u202E\n]/);
  });
});

test('the answers of one hop are what is looked at', () => {
  const flow = {
    hops: [
      {
        preflight: preflight('PUT', '', {
          answer: { [ORIGIN]: PAGE, 'Access-Control-Allow-Methods': 'PUT' },
        }),
        actual: exchange({ method: 'PUT', url: API, status: 200, request: { Origin: PAGE }, rest: REFUSED }),
      },
    ],
    viaWorker: null,
  };
  const headers = checklistOf(examine(flow)).find(({ id }) => id === 'headers');
  expect(headers?.finding).toMatch(/^The response has no/);
});
