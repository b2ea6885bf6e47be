import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';

async function explain(
  words: readonly string[],
  input: string | null = null,
): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await run(['explain', ...words], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    read: () => Promise.resolve(input ?? ''),
    hasInput: input !== null,
    paint: (_, text) => text,
  });
  return { status, out, err };
}

describe('whycors explain', () => {
  it.each(catalogue.map(({ id }) => id))('%s', async (id) => {
    const { status, out } = await explain([id]);
    expect(status).toBe(0);
    expect(out).toContain(`(${id})\n\nFor example:\n`);
    expect(out).toContain('\nMended:\n');
  });

  it.each([...new Set(catalogue.flatMap(({ names }) => [...names.chrome, ...names.firefox]))])(
    'knows %s, as a browser calls it',
    async (name) => {
      const { status, out } = await explain([name]);
      expect(status).toBe(0);
      const ids = catalogue
        .filter(({ names }) => [...names.chrome, ...names.firefox].includes(name))
        .map(({ id }) => id);
      for (const id of ids) expect(out).toContain(id);
    },
  );

  it.each([
    ['CORSMissingAllowOrigin2', 'allow-origin-missing'],
    ['Network.CorsError.PreflightDisallowedRedirect', 'preflight-redirected'],
    ['corsmissingalloworigin', 'allow-origin-missing'],
    ['net::ERR_CONNECTION_REFUSED', 'server-unreachable'],
    ['ERR_CERT_DATE_INVALID', 'certificate-not-trusted'],
    ['LocalNetworkAccessPermissionDenied', 'local-network-access'],
    ['DisallowedByMode', 'Leave out `mode`'],
    ['CORSDisabled', 'content.cors.disable'],
  ])('knows %s too', async (name, told) => {
    const { status, out } = await explain([name]);
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining(told) as string });
  });

  const line = `Access to fetch at 'http://api.example.com/x' from origin 'http://a.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.`;

  it.each([
    ['in quotes', [line], null],
    ['as words', line.split(' '), null],
    ['from the standard input', [], `${line}\n`],
  ])('explains a line of a console %s', async (_, words, input) => {
    expect(await explain(words, input)).toEqual({
      status: 0,
      out: `Method not allowed by the preflight (Chrome)

  \`http://api.example.com/x\` does not list \`PUT\` in \`Access-Control-Allow-Methods\`.
  Only \`GET\`, \`HEAD\` and \`POST\` are allowed without being listed. Capitals count, and with credentials \`*\` is no wildcard.
  → Add \`PUT\` of your request to \`Access-Control-Allow-Methods\` on the preflight’s response.

What lies behind it is one of: method-case-differs, method-wildcard-with-credentials, method-not-allowed.
A recording tells which: whycors check FILE.har.
`,
      err: '',
    });
  });

  it.each([
    ['allow-orign-missing', 'did you mean allow-origin-missing'],
    ['CORSMissingAlowOrigin', 'did you mean CORSMissingAllowOrigin'],
    ['trailing-slash', 'did you mean allow-origin-trailing-slash?'],
    ['the answer to everything', 'is no rule, no name and no line from a console'],
    ['', 'explain wants a rule'],
    ['\u001b[2J', '\\u001b[2J'],
  ])('says of %j what it may have been', async (text, told) => {
    const { status, out, err } = await explain([text]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^whycors: [^\n]+\n$/);
    expect(err).toContain(told);
    expect(err).not.toContain('\u001b');
  });

  it('lists the rules', async () => {
    const { out } = await explain(['--list']);
    expect(out.trimEnd().split('\n')).toHaveLength(catalogue.length);
  });

  it('shows control characters of a pasted line in place of obeying them', async () => {
    const { out } = await explain([line.replace('/x', '/\u001b[2J')]);
    expect(out).toContain('\\u001b[2J');
    expect(out).not.toContain('\u001b');
  });
});
