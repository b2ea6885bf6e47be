import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { exampleOf, exchangesOfExample } from '../../../src/diagnosis/example.ts';
import type { Report } from '../../../src/report/report.ts';

const slash = exampleOf('allow-origin-trailing-slash');

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
  /** The content of every file, or of each by its name. */
  file: string | Error | Readonly<Record<string, string | Error>> = '',
): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const read = (name: string): Promise<string> => {
    const content = typeof file === 'string' || file instanceof Error ? file : (file[name] ?? '');
    return typeof content === 'string' ? Promise.resolve(content) : Promise.reject(content);
  };
  const status = await run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    read,
    hasInput: typeof file === 'object' && '-' in file,
    paint: (_, text) => text,
  });
  return { status, out, err };
}

const blocked = JSON.stringify(harOf(slash.broken, 'refused'));
const passing = JSON.stringify(harOf(slash.fixed, 'read'));

const failing = (code: string): Error => Object.assign(new Error(code), { code });

describe('whycors', () => {
  it('says its version, which is that of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await whycors(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it.each(['check', 'explain', 'probe', 'recipe'])(
    '%s --help tells the options and the exit status',
    async (name) => {
      const { status, out } = await whycors([name, '--help']);
      expect(status).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: whycors ${name} `));
      expect(out).toContain('\nExit status: 0 ');
      expect((await whycors(['--help'])).out).toContain(`\n  ${name}`);
      expect((await whycors(['help', name])).out).toBe(out);
    },
  );
});

describe('whycors check', () => {
  it('tells in text what was blocked, and exits with 1', async () => {
    const { status, out } = await whycors(['check', 'x.har'], blocked);
    expect(status).toBe(1);
    expect(out).toContain(
      'The server allows `http://app.example.com:5173/`. Your page is `http://app.example.com:5173`.',
    );
    expect(out).toContain('+ Access-Control-Allow-Origin: http://app.example.com:5173');
    expect(out).toContain(
      'whycors recipe --server NAME --origin http://app.example.com:5173 --methods GET\n',
    );
    expect(out).toContain('1 request: 1 blocked.');
  });

  it('says of what is unknown how to learn it', async () => {
    const request = {
      method: 'PUT',
      url: 'http://api.example.com/1',
      headers: [{ name: 'Origin', value: 'null' }],
    };
    const log = {
      creator: { name: 'Charles' },
      entries: [{ request, response: { status: 0, headers: [] } }],
    };
    const { out } = await whycors(['check', 'x.har'], JSON.stringify({ log }));
    expect(out).toContain('? unknown  PUT http://api.example.com/1');
    expect(out).toMatch(/The response to the request was not recorded\.\n {2}→ /);
  });

  it('exits with 0 where nothing was blocked', async () => {
    expect(await whycors(['check', 'x.har'], passing)).toEqual({
      status: 0,
      out: '1 request: 1 allowed.\n',
      err: '',
    });
  });

  it('prints the fix as a difference: what is sent now goes', async () => {
    const { out } = await whycors(['check', 'x.har'], blocked);
    expect(out).toContain(`  On the response:
    - Access-Control-Allow-Origin: http://app.example.com:5173/
    + Access-Control-Allow-Origin: http://app.example.com:5173
    + Vary: Origin
`);
  });

  it('prints the status that a preflight needs, also where no header has to change', async () => {
    const source = `
      OPTIONS /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 405 Method Not Allowed
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /orders HTTP/1.1`;
    const { out } = await whycors(['check', 'x.har'], JSON.stringify(harOf(source, 'refused')));
    expect(out).toContain(`  On the preflight:
    - Status: 405
    + Status: 204

  On the response, once the preflight passes:`);
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
              now: [['Access-Control-Allow-Origin', 'http://app.example.com:5173/']],
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
    expect(err).toBe('whycors: x.har: log.entries[0]: it has no request\n');
  });

  it.each([
    [['check', 'x.har'], 'no json', 'x.har: it is not JSON'],
    [['check', 'x.har'], '', 'x.har: it is empty'],
    [['check', 'x.har'], '{}', 'x.har: it is JSON, but no HAR'],
    [['check', 'x.har'], failing('ENOENT'), 'x.har: there is no such file'],
    [['check', 'x.har'], failing('EISDIR'), 'x.har: it is a directory'],
    [['check'], '', 'check wants a file'],
    [
      ['check', 'x.har', '--format', 'xml'],
      '',
      '--format is text, json, markdown, sarif or github, not "xml"',
    ],
    [['check', 'x.har', '--fail-on', 'notes'], '', '--fail-on is error, warning or never, not "notes"'],
    [
      ['check', 'x.har', '--only', 'https://a.example/'],
      '',
      '--only is a host, such as a.example, not "https://a.example/"',
    ],
    [
      ['check', 'x.har', '--only', 'api.*.com'],
      '',
      '--only is a host, such as api.example.com, not "api.*.com"',
    ],
    [['check', 'x.har', '--only', 'a.example,'], '', '--only is a host, such as api.example.com, not ""'],
    [['chek', 'x.har'], '', 'there is no command "chek"; did you mean check?'],
    [['x.har'], '', 'there is no command "x.har"; did you mean whycors check x.har?'],
    [['http://a.example/'], '', 'did you mean whycors probe URL --origin ORIGIN?'],
    [['net::ERR_FAILED'], '', 'did you mean whycors explain "…"?'],
    [['Access to fetch at'], '', 'did you mean whycors explain "…"?'],
    [['help', 'chek'], '', 'did you mean check?'],
    [['--format', 'json', 'check', 'x.har'], '', '--format stands where a command has to be'],
    [['check', 'x.har', '--colour'], '', "Unknown option '--colour'; see whycors check --help"],
    [['check', 'x.har', '--formt', 'json'], '', "Unknown option '--formt'; did you mean --format?"],
    [['cure', 'x.har'], '', 'there is no command "cure"'],
  ])('%j says in one line what is wrong and exits with 2', async (args, file, message) => {
    const { status, out, err } = await whycors(args, file);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^whycors: [^\n]+\n$/);
    expect(err).toContain(message);
  });

  it('does not take a file for checked of which no entry could be read', async () => {
    const { status, out } = await whycors(['check', 'x.har'], '{"log":{"entries":[{}]}}');
    expect(status).toBe(2);
    expect(out).toContain('log.entries[0]: it has no request');
    expect((await whycors(['check', 'x.har'], '{"log":{"entries":[]}}')).status).toBe(0);
  });

  it('says that no file was named, where the standard input is empty', async () => {
    expect(await whycors(['check'], { '-': '' })).toEqual({
      status: 2,
      out: '',
      err: 'whycors: standard input: it is empty; no file was named: whycors check FILE.har\n',
    });
  });

  it.each(['text', 'github', 'markdown'])('cuts an address of a megabyte in %s', async (format) => {
    const long = blocked.replaceAll('/orders', `/${'x'.repeat(1_000_000)}`);
    const { out } = await whycors(['check', 'x.har', '--format', format], long);
    expect(out.length).toBeLessThan(20_000);
    expect(out).toMatch(/x… \(10000\d\d characters\)/);
  });

  it('reports several files as one, each request with its file', async () => {
    const files = { 'a.har': blocked, 'b.har': passing };
    const { status, out } = await whycors(['check', 'a.har', 'b.har', '--format', 'json'], files);
    expect(status).toBe(1);
    const { summary, flows } = JSON.parse(out) as Report;
    expect(summary).toMatchObject({ flows: 2, blocked: 1, allowed: 1 });
    expect(flows.map(({ file, entries, verdict }) => [file, entries, verdict])).toEqual([
      ['a.har', [0], 'blocked'],
      ['b.har', [0], 'allowed'],
    ]);
    expect((await whycors(['check', 'a.har', 'b.har'], files)).out).toMatch(/^In a\.har:\n/);
  });

  it('reports the files that it can read, and exits with 2 for the other', async () => {
    const files = { 'a.har': blocked, 'b.har': failing('ENOENT') };
    const { status, out, err } = await whycors(['check', 'a.har', 'b.har'], files);
    expect({ status, err }).toEqual({ status: 2, err: 'whycors: b.har: there is no such file\n' });
    expect(out).toContain('1 request: 1 blocked.');
  });

  it.each([[['check', '-']], [['check']]])('%j reads the standard input', async (args) => {
    expect((await whycors(args, { '-': blocked })).out).toContain('1 request: 1 blocked.');
  });

  const warned = JSON.stringify(harOf(exampleOf('vary-origin-missing').broken, 'read'));
  it.each([
    [blocked, 'error', 1],
    [blocked, 'warning', 1],
    [blocked, 'never', 0],
    [warned, 'error', 0],
    [warned, 'warning', 1],
    [passing, 'warning', 0],
  ])('exits as --fail-on says (%#)', async (file, failOn, status) => {
    expect((await whycors(['check', 'x.har', '--fail-on', failOn], file)).status).toBe(status);
  });

  it('reports only requests to the host of --only, with or without its port, or to those that end so', async () => {
    for (const host of ['api.example.com', 'api.example.com:8000', 'API.example.com', '*.example.com:8000']) {
      expect((await whycors(['check', 'x.har', '--only', host], blocked)).status).toBe(1);
    }
  });

  it('checks nothing where --only names no host of the recording, says which it has, and exits with 2', async () => {
    for (const only of ['example.com', 'api.example.com:80', '*.api.example.com', '*.ample.com']) {
      expect(await whycors(['check', 'x.har', '--only', only, '--fail-on', 'never'], blocked)).toEqual({
        status: 2,
        out: '',
        err: `whycors: no request goes to ${only}; there are requests to api.example.com:8000\n`,
      });
    }
    const none = await whycors(['check', 'x.har', '--only', 'a.example'], '{"log":{"entries":[]}}');
    expect(none.err).toBe('whycors: no request goes to a.example; there are no requests\n');
  });

  it('names the host of --only that has no requests, and checks the others', async () => {
    const only = 'api.example.com,api.exmaple.com';
    const { status, err } = await whycors(['check', 'x.har', '--only', only], passing);
    expect({ status, err }).toEqual({
      status: 0,
      err: 'whycors: no request goes to api.exmaple.com; there are requests to api.example.com:8000\n',
    });
  });

  it('writes Markdown of several files under the name of each', async () => {
    const files = { 'a.har': blocked, 'b_*.har': passing };
    const { out } = await whycors(['check', 'a.har', 'b_*.har', '--format', 'markdown'], files);
    expect(out.match(/^#{1,2} .*/gm)).toEqual([
      '# `a.har`',
      '## `GET http://api.example.com:8000/orders`: blocked by CORS',
      '# `b_*.har`',
      '## `GET http://api.example.com:8000/orders`: allowed',
    ]);
  });

  it('writes Markdown without secrets', async () => {
    const { out } = await whycors(
      ['check', 'x.har', '--format', 'markdown'],
      blocked.replace('/orders', '/orders?access_token=hunter2'),
    );
    expect(out).toContain('access_token=REDACTED');
    expect(out).toContain('+ Access-Control-Allow-Origin: http://app.example.com:5173');
    expect(out).not.toContain('hunter2');
  });

  it('paints where the terminal has colours', async () => {
    let out = '';
    await run(['check', 'x.har'], {
      out: (text) => (out += text),
      read: () => Promise.resolve(blocked),
      paint: (style, text) => `<${style}>${text}</${style}>`,
    });
    expect(out).toContain(
      '<blocked>✕ blocked</blocked>  <strong>GET http://api.example.com:8000/orders</strong>',
    );
    expect(out).toContain('<added>    + Access-Control-Allow-Origin: http://app.example.com:5173</added>');
  });

  it('says of an empty recording that nothing was checked, whatever the format', async () => {
    for (const format of ['text', 'json']) {
      const { status, err } = await whycors(['check', 'e.har', '--format', format], '{"log":{"entries":[]}}');
      expect({ status, err }).toEqual({
        status: 0,
        err: 'whycors: e.har: nothing was recorded, so nothing was checked\n',
      });
    }
  });

  it('shows control characters of the wire in place of obeying them', async () => {
    const hostile = blocked.replaceAll(
      'http://api.example.com:8000/orders',
      'http://api.example.com:8000/\\u001b[2J',
    );
    expect((await whycors(['check', 'x.har'], hostile)).out).not.toContain('\u001b');
  });
});
