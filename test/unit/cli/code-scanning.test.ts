import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import addFormats from 'ajv-formats';
import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exampleOf, exchangesOfExample } from '../../../src/diagnosis/example.ts';
import { writeHar } from '../../../src/har/write.ts';

/** A recording with everything that there is a rule for. */
const everything = writeHar(
  catalogue
    .flatMap(({ id, severity }) =>
      exchangesOfExample(exampleOf(id).broken, severity === 'error' ? 'refused' : 'read'),
    )
    .map((exchange, index) => ({ ...exchange, index, startedAt: 1000 * index + exchange.startedAt })),
  '537.36',
);

/** What an attacker may put into a header: a command of GitHub's, a link and a placeholder of SARIF's, and a secret. */
const hostile = writeHar(
  exchangesOfExample(
    `GET /orders,100%:7?access_token=hunter2hunter2 HTTP/1.1
    Origin: http://app.example.com:5173

    HTTP/1.1 200 OK
    Access-Control-Allow-Origin: ::error::[click](http://evil.example) {0} a,b:c%0A`,
    'refused',
  ),
  '537.36',
);

async function check(har: string, format: string, file = 'some dir/x,1.har'): Promise<string> {
  let out = '';
  await run(['check', file, '--format', format], {
    out: (text) => (out += text),
    err: () => undefined,
    read: () => Promise.resolve(har),
  });
  return out;
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly {
          readonly physicalLocation: {
            readonly artifactLocation: { readonly uri: string };
            readonly region: { readonly startLine: number };
          };
          readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
        }[];
      }[];
    },
  ];
}

describe('whycors check --format sarif', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);

  it.each([
    ['every rule', everything, 'x.har'],
    ['hostile values', hostile, 'some dir/x,1.har'],
    ['an absolute path', hostile, '/x.har'],
    ['the standard input', hostile, '-'],
    ['a broken entry', '{"log":{"entries":[{}]}}', 'x.har'],
    ['nothing', '{"log":{"entries":[]}}', 'x.har'],
  ])('is valid by the schema of SARIF 2.1.0 for %s', async (_, har, file) => {
    validate(JSON.parse(await check(har, 'sarif', file)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has the rules that were found, and each result at its entry’s line', async () => {
    const [{ tool, results }] = (JSON.parse(await check(everything, 'sarif')) as Sarif).runs;
    const { rules } = tool.driver;
    expect(rules.length).toBeGreaterThan(50);
    const lines = everything.split('\n');
    const start = lines.findIndex((line) => line.includes('"entries": ['));
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      const [{ physicalLocation, logicalLocations } = expect.fail()] = locations;
      expect(physicalLocation.artifactLocation.uri).toBe('some%20dir/x%2C1.har');
      const entry = Number(
        /^log\.entries\[(\d+)\]$/.exec(logicalLocations[0]?.fullyQualifiedName ?? '')?.[1],
      );
      const { startLine } = physicalLocation.region;
      expect(lines[startLine - 1]?.trim()).toBe('{');
      const before = lines.slice(start, startLine).filter((line) => /^ {6}\{$/.test(line));
      expect(before).toHaveLength(entry + 1);
    }
  });

  it('makes no link and no placeholder of what comes from the wire, and holds no secret', async () => {
    const text = await check(hostile, 'sarif');
    const [{ results }] = (JSON.parse(text) as Sarif).runs;
    expect(results[0]?.level).toBe('error');
    expect(results[0]?.message.text).toContain('\\[click](http://evil.example) {{0}}');
    expect(text).not.toContain('hunter2');
  });
});

describe('whycors check --format github', () => {
  /** As the runner reads a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
  function readCommand(
    line: string,
  ): { command: string; properties: Record<string, string>; data: string } | null {
    const match = /^::([^ :]+)(?: (.*?))?::(.*)$/.exec(line);
    if (match === null) return null;
    const [, command = '', list = '', data = ''] = match;
    const unescape = (text: string): string =>
      text
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%');
    const pairs = list.split(',').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), unescape(pair.slice(equals + 1))];
    });
    return {
      command,
      properties: Object.fromEntries(pairs) as Record<string, string>,
      data: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
    };
  }

  it('writes one command a line, which the runner reads back as it was meant', async () => {
    const lines = (await check(hostile, 'github')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('whycors: 1 request, 1 blocked.');
    const read = readCommand(lines[0] ?? '');
    expect(read?.command).toBe('error');
    expect(hostile.split('\n').slice(19, 21)).toEqual(['    "entries": [', '      {']);
    expect(read?.properties).toEqual({
      file: 'some dir/x,1.har',
      line: '21',
      col: '7',
      title: 'Several origins in one header',
    });
    expect(read?.data).toContain('::error::[click](http://evil.example) {0} a,b:c%0A');
    expect(read?.data).toContain('\nGET http://api.example.com:8000/orders,100%:7?access_token=REDACTED');
  });

  it('says each cause once, with its requests', async () => {
    const lines = (await check(everything, 'github')).trimEnd().split('\n').slice(0, -1);
    for (const line of lines) {
      expect(['error', 'warning', 'notice']).toContain(readCommand(line)?.command);
    }
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('says every problem of a request, and points to the entry', async () => {
    const har = writeHar(
      ['allow-origin-trailing-slash', 'preflight-forbidden', 'server-unreachable'].flatMap((id, at) =>
        exchangesOfExample(
          exampleOf(id).broken.replace(
            'Access-Control-Request-Method: PUT',
            '$&\n    Access-Control-Request-Headers: x-id',
          ),
          'refused',
        ).map((exchange) => ({ ...exchange, startedAt: 1000 * at + exchange.startedAt })),
      ),
      '537.36',
    );
    const [, asked, down] = (await check(har, 'github')).split('\n').map(readCommand);
    expect(asked?.data).toContain('The server refused the preflight with `403`.\n\n1. Preflight forbidden\n');
    expect(asked?.data).toContain(
      '\n\n2. Also needed: Access-Control-Allow-Headers\nRefusals and redirects often have none',
    );
    const line = (at: number): number => Number([asked, down][at]?.properties['line']);
    const entry = (at: number): string =>
      har
        .split('\n')
        .slice(line(at), line(at) + 12)
        .join('\n');
    expect(entry(0)).toContain('"method": "OPTIONS"');
    expect(entry(1)).toContain('http://api.example.com:8999/health');
  });

  it('has no command for what passes, nor a file for the standard input', async () => {
    expect(await check('{"log":{"entries":[]}}', 'github')).toBe('whycors: 0 requests, 0 blocked.\n');
    expect(
      readCommand(await check(hostile, 'github', '-').then((text) => text.split('\n')[0] ?? ''))?.properties,
    ).not.toHaveProperty('file');
  });
});
