import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exchangesOfExample } from '../../../src/diagnosis/example.ts';
import type { Report } from '../../../src/report/report.ts';

const slash = catalogue.find(({ id }) => id === 'allow-origin-trailing-slash')!.example;

function harOf(
  source: string,
  outcome: 'refused' | 'read',
): { log: { creator: object; entries: unknown[] } } {
  const rows = (headers: readonly (readonly [string, string])[]): object[] =>
    headers.map(([name, value]) => ({ name, value }));
  const entries = exchangesOfExample(source, outcome).map(
    ({ startedAt, duration, method, url, requestHeaders, response, netError }) => ({
      startedDateTime: new Date(startedAt).toISOString(),
      time: duration,
      request: { method, url, headers: rows(requestHeaders) },
      response: { status: response?.status ?? 0, headers: rows(response?.headers ?? []), _error: netError },
    }),
  );
  return { log: { creator: { name: 'WebInspector' }, entries } };
}

async function whycors(
  args: readonly string[],
  file: string | Error = '',
): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const read = (): Promise<string> =>
    typeof file === 'string' ? Promise.resolve(file) : Promise.reject(file);
  const status = await run(args, { out: (text) => (out += text), err: (text) => (err += text), read });
  return { status, out, err };
}

const blocked = JSON.stringify(harOf(slash.broken, 'refused'));
const passing = JSON.stringify(harOf(slash.fixed, 'read'));

describe('whycors check', () => {
  it('tells in text what was blocked, and exits with 1', async () => {
    const { status, out } = await whycors(['check', 'x.har'], blocked);
    expect(status).toBe(1);
    expect(out).toContain(
      'The server allows `http://app.example.com:5173/`. Your page is `http://app.example.com:5173`.',
    );
    expect(out).toContain('+ Access-Control-Allow-Origin: http://app.example.com:5173');
    expect(out).toContain('1 request: 1 blocked.');
  });

  it('exits with 0 where nothing was blocked', async () => {
    expect(await whycors(['check', 'x.har'], passing)).toEqual({
      status: 0,
      out: '1 request: 1 allowed.\n',
      err: '',
    });
  });

  it('prints the report of version 1', async () => {
    const { out } = await whycors(['check', 'x.har', '--format', 'json'], blocked);
    const report = JSON.parse(out) as Report;
    expect(report).toMatchObject({
      version: 1,
      summary: { flows: 1, allowed: 0, blocked: 1, failed: 0, unknown: 0, exempt: 0 },
      flows: [
        {
          entries: [0],
          method: 'GET',
          url: 'http://api.example.com:8000/orders',
          origin: 'http://app.example.com:5173',
          credentials: 'unknown',
          verdict: 'blocked',
          failure: {
            kind: 'allow-origin-mismatch',
            stage: 'response',
            chrome: 'AllowOriginMismatch',
            parameter: 'http://app.example.com:5173/',
            firefox: 'CORSAllowOriginNotMatchingOrigin',
          },
          reason: null,
          unknown: [],
          engines: { chromium: 'blocked', firefox: 'blocked', webkit: 'blocked' },
          remedy: {
            preflight: null,
            response: {
              set: [
                ['Access-Control-Allow-Origin', 'http://app.example.com:5173'],
                ['Vary', 'Origin'],
              ],
              remove: [],
            },
            verified: true,
          },
        },
      ],
    });
    expect(report.flows[0]?.diagnoses[0]).toMatchObject({
      rule: 'allow-origin-trailing-slash',
      severity: 'error',
      spec: 'https://fetch.spec.whatwg.org/#concept-cors-check',
    });
  });

  it('reads what it can of a file with one broken entry', async () => {
    const har = harOf(slash.broken, 'refused');
    har.log.entries.unshift({ nothing: true });
    const { status, out, err } = await whycors(['check', 'x.har', '--format', 'json'], JSON.stringify(har));
    expect(status).toBe(1);
    expect((JSON.parse(out) as Report).rejected).toEqual([{ entry: 0, why: 'it has no request' }]);
    expect(err).toBe('whycors: x.har: entry 0: it has no request\n');
  });

  const failing = (code: string): Error => Object.assign(new Error(code), { code });
  it.each([
    [['check', 'x.har'], 'no json', 'x.har: it is not JSON'],
    [['check', 'x.har'], '', 'x.har: it is empty'],
    [['check', 'x.har'], '{}', 'x.har: it is JSON, but no HAR'],
    [['check', 'x.har'], failing('ENOENT'), 'x.har: there is no such file'],
    [['check', 'x.har'], failing('EISDIR'), 'x.har: it is a directory'],
    [['check'], '', 'check wants a file'],
    [['check', 'a', 'b'], '', 'check takes one file, not 2'],
    [['check', 'x.har', '--format', 'xml'], '', '--format is text or json, not "xml"'],
    [['check', 'x.har', '--colour'], '', "Unknown option '--colour'"],
    [['cure', 'x.har'], '', 'there is no command "cure"'],
  ])('%j says in one line what is wrong and exits with 2', async (args, file, message) => {
    const { status, out, err } = await whycors(args, file);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^whycors: [^\n]+\n$/);
    expect(err).toContain(message);
  });

  it('shows control characters of the wire in place of obeying them', async () => {
    const hostile = blocked.replaceAll(
      'http://api.example.com:8000/orders',
      'http://api.example.com:8000/\\u001b[2J',
    );
    expect((await whycors(['check', 'x.har'], hostile)).out).not.toContain('\u001b');
  });
});
