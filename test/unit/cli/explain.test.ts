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

  it.each([
    ['ERR_FAILED', 'does not tell the reason'],
    ['(failed) net::ERR_FAILED', 'does not tell the reason'],
    ['(failed)', 'does not tell the reason'],
    ['CORS error', 'stands in the tooltip of the status'],
    ['(canceled)', 'request-aborted'],
    ['blocked:csp', 'add the origin to `connect-src`'],
    ['(blocked:mixed-content)', 'Your page uses https'],
    ['(blocked:devtools)', 'blocked-by-devtools'],
    ['(blocked:NotSameOrigin)', 'embedding-forbidden'],
    ['(blocked:other)', 'file-requested'],
    [
      '(blocked:integrity)',
      'Chrome blocked this request for a reason of its own, which it calls `integrity`',
    ],
    ['CORS Failed', 'Firefox says “CORS” here of everything'],
    ['CORS Missing Allow Origin', 'allow-origin-missing'],
    ['CORS Not HTTP', 'file-requested'],
    ['CORS No Allow Credentials', 'allow-origin-wildcard-with-credentials'],
    ['CORS Missing Allow Header', 'header-not-allowed'],
    ['Mixed Block', 'Your page uses https'],
    ['CSP Preload', '`connect-src`'],
    ['Blocked By Extension', 'blocked-by-extension'],
    ['NS_ERROR_DOM_BAD_URI', 'of requests that CORS refused, and of others'],
    ['NS_BINDING_ABORTED', 'request-aborted'],
    ['NS_ERROR_CONNECTION_REFUSED', 'server-unreachable'],
    ['NS_ERROR_DOM_CORP_FAILED', 'embedding-forbidden'],
    ['SSL_ERROR_BAD_CERT_DOMAIN', 'certificate-not-trusted'],
    ['SSL_ERROR_RX_RECORD_TOO_LONG', 'tls-handshake-failed'],
    ['ECONNREFUSED', 'server-unreachable'],
    ['Error: connect ECONNREFUSED 127.0.0.1:8000', 'server-unreachable'],
    ['Error: getaddrinfo ENOTFOUND api', 'host-not-found'],
    ['Cross-Origin Resource Sharing error: InvalidAllowMethodsPreflightResponse', 'allow-methods-malformed'],
  ])('knows %s, as a browser shows it elsewhere', async (name, told) => {
    const { status, out } = await explain([name]);
    expect({ status, out: out.toLowerCase() }).toMatchObject({
      status: 0,
      out: expect.stringContaining(told.toLowerCase()) as string,
    });
  });

  it.each([
    'TypeError: Failed to fetch',
    'TypeError: NetworkError when attempting to fetch resource.',
    'TypeError: Load failed',
    'Load failed',
    'Network Error',
    'AxiosError: Network Error',
    "AxiosError {message: 'Network Error', name: 'AxiosError', code: 'ERR_NETWORK', config: {…}, request: XMLHttpRequest, …}",
    'ERR_NETWORK',
    'Http failure response for (unknown url): 0 Unknown Error',
    'DioError [DioErrorType.response]: XMLHttpRequest error.',
    'DioException [connection error]: The connection errored: The XMLHttpRequest onError callback was called.',
    'Uncaught (in promise) ProgressEvent {isTrusted: true, lengthComputable: false}',
    'TypeError: Network request failed',
  ])('says that a script is told nothing by %s, and invents no cause', async (message) => {
    const { status, out } = await explain([message]);
    expect({ status, out }).toMatchObject({
      status: 0,
      out: expect.stringContaining('Browsers keep the reason from scripts on purpose') as string,
    });
    expect(out).toContain('A request failed, and this is all');
    expect(out).not.toMatch(/Send `|whycors explain \w+-\w+ tells/);
  });

  it.each([
    [
      'Http failure response for http://localhost:8080/a: 0 Unknown Error',
      '`http://localhost:8080/a` failed',
    ],
    [
      "HttpErrorResponse {headers: HttpHeaders, status: 0, url: 'http://localhost:8080/a'}",
      '`http://localhost:8080/a`',
    ],
    ['ClientException: XMLHttpRequest error., uri=http://localhost:8080/', '`http://localhost:8080/` failed'],
    [
      'Http failure response for http://localhost:8080/a: 403 Forbidden',
      '`http://localhost:8080/a` answered with the status `403`',
    ],
    ['GET https://a.example/x 502 (Bad Gateway)', '`https://a.example/x` answered with the status `502`'],
    [
      'XHRGEThttps://a.example/x[HTTP/1.1 404 Not Found 5ms]',
      '`https://a.example/x` answered with the status `404`',
    ],
    [
      'Failed to load resource: the server responded with a status of 500 ()',
      'The server answered with the status `500`',
    ],
    ['Request failed with status code 401', 'the status `401`'],
    ['Script error.', '`<script crossorigin="anonymous"'],
    [
      "SecurityError: Failed to execute 'toDataURL' on 'HTMLCanvasElement': Tainted canvases may not be exported.",
      '`image.crossOrigin',
    ],
    [
      "Failed to execute 'texImage2D' on 'WebGLRenderingContext': The cross-origin image at https://a.example/x.png may not be loaded.",
      '`image.crossOrigin',
    ],
    [
      'java.lang.IllegalArgumentException: When allowCredentials is true, allowedOrigins cannot contain the special value "*"',
      'Name the origins that you trust',
    ],
    [
      'The CORS protocol does not allow specifying a wildcard (any) origin and credentials at the same time.',
      'Name the origins that you trust',
    ],
    [
      'Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf http://a.example/. (Grund: CORS-Anfrage schlug fehl).',
      'The link at the end of Firefox’s line',
    ],
    [
      '已拦截跨源请求：同源策略禁止读取位于 http://a.example/ 的远程资源。（原因：CORS 请求未能成功）。',
      'The link at the end of Firefox’s line',
    ],
    ['Blocked a frame with origin "http://a.example" from accessing a cross-origin frame.', '`postMessage`'],
    ["WebSocket connection to 'ws://localhost:8080/' failed: ", 'CORS does not apply to WebSockets'],
    ['TypeError: fetch failed', 'CORS is a matter of browsers'],
    ['Referrer Policy: strict-origin-when-cross-origin', 'It has nothing to do with CORS'],
    ['Provisional headers are shown', 'No error'],
    ['has been blocked by CORS policy', 'does not tell at which check'],
  ])('explains %s, which is no line about CORS', async (message, told) => {
    const { status, out } = await explain([message]);
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining(told) as string });
  });

  it('says of what is no CORS error that it failed all the same, and what both browsers call it', async () => {
    const { out } = await explain(['NS_BINDING_ABORTED']);
    expect(out).toContain('\nChrome:   net::ERR_ABORTED\nFirefox:  NS_BINDING_ABORTED\n');
    expect(out).toContain('\nFailed, and not because of CORS:\n');
    expect((await explain(['server-unreachable'])).out).toContain('\nFailed, and not because of CORS:\n');
    expect((await explain(['answer-hidden'])).out).toContain('\nRefused:\n');
    expect((await explain(['max-age-absurd'])).out).toContain('\nPasses, and is worth a word:\n');
  });

  it('says what several rules have in common, before it lists them', async () => {
    const { out } = await explain(['PreflightAllowOriginMismatch']);
    expect(out).toMatch(/^A different origin is allowed \(PreflightAllowOriginMismatch\)\n/);
    expect(out).toContain('\n  allow-origin-trailing-slash  ');
    expect((await explain(['HeaderDisallowedByPreflightResponse'])).out).toContain(
      'Your request sends a header, and',
    );
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
  → Add \`PUT\` to \`Access-Control-Allow-Methods\` on the preflight’s response.

Behind it can be one of these; a recording tells which: whycors check FILE.har.

  method-case-differs               Method differs in upper and lower case
  method-wildcard-with-credentials  Wildcard methods with credentials
  method-not-allowed                Method not allowed by the preflight
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
