import { describe, expect, it } from 'vitest';
import { readConsoleLine, type ConsoleLine } from '../../../src/diagnosis/console-lines.ts';
import { explainConsoleLine } from '../../../src/diagnosis/console.ts';

const PAGE = 'http://app.example.com:5173';
const API = 'http://api.example.com:8000/orders';
const CHROME = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: `;
const PREFLIGHT = `${CHROME}Response to preflight request doesn't pass access control check: `;
const firefox = (reason: string, rest = ''): string =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${API}. (Reason: ${reason}).${rest}`;

/** Each line as the browser writes it, what is read in it, and a piece of what is said about it. */
const LINES: readonly (readonly [line: string, read: Partial<ConsoleLine>, told: string])[] = [
  [
    `${CHROME}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { browser: 'Chrome', kind: 'allow-origin-missing', stage: 'response', url: API, origin: PAGE },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` on the response.`,
  ],
  [
    `app.js:12 ${PREFLIGHT}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', stage: 'preflight' },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` on the preflight and on the response itself.`,
  ],
  [
    `(index):1 Access to XMLHttpRequest at '${API}' (redirected from 'http://a.example/') from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', url: API, redirectedFrom: 'http://a.example/', origin: 'null' },
    `The server redirects \`http://a.example/\` to another host: \`${API}\`.`,
  ],
  [
    `Access to fetch at 'https://idp.example/authorize?x' (redirected from '${API}') from origin '${PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', redirectedFrom: API },
    `\`${API}\` redirected to a page where a person logs in.`,
  ],
  [
    `Access to fetch at '${API}' (redirected from 'somewhere') from origin '${PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', redirectedFrom: 'somewhere' },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` on the response.`,
  ],
  [
    `Access to fetch at 'http://c.example/' (redirected from '${API}') from origin 'null' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '${PAGE}' that is not equal to the supplied origin.`,
    { kind: 'allow-origin-mismatch', origin: 'null' },
    'Request `http://c.example/` directly',
  ],
  [
    `Access to fetch at '${API}' from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', origin: 'null' },
    'Do not allow `null`: any page can send it.',
  ],
  [
    `${CHROME}The 'Access-Control-Allow-Origin' header has a value '${PAGE}/' that is not equal to the supplied origin. Have the server send the header with a valid value.`,
    { kind: 'allow-origin-mismatch', value: `${PAGE}/` },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\`, without the slash.`,
  ],
  [
    `${PREFLIGHT}The 'Access-Control-Allow-Origin' header contains multiple values '*, ${PAGE}', but only one is allowed.`,
    { kind: 'allow-origin-mismatch', value: `*, ${PAGE}`, stage: 'preflight' },
    `\`*, ${PAGE}\``,
  ],
  [
    `${CHROME}The 'Access-Control-Allow-Origin' header contains the invalid value 'app.example.com'.`,
    { kind: 'allow-origin-mismatch', value: 'app.example.com' },
    '`app.example.com`',
  ],
  [
    `${CHROME}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.`,
    { kind: 'allow-origin-wildcard', value: '*' },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` with \`Access-Control-Allow-Credentials: true\``,
  ],
  [
    `${PREFLIGHT}The value of the 'Access-Control-Allow-Credentials' header in the response is 'True' which must be 'true' when the request's credentials mode is 'include'.`,
    { kind: 'allow-credentials-not-true', value: 'True' },
    '`Access-Control-Allow-Credentials: True`; only `true` counts',
  ],
  [
    `${CHROME}The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.`,
    { kind: 'allow-credentials-not-true', value: null },
    'has no `Access-Control-Allow-Credentials`',
  ],
  [
    `${PREFLIGHT}It does not have HTTP ok status.`,
    { kind: 'preflight-status-not-ok', status: null },
    'outside 200 to 299',
  ],
  [
    `${PREFLIGHT}Redirect is not allowed for a preflight request.`,
    { kind: 'preflight-redirected' },
    `\`${API}\` answered the preflight with a redirect.`,
  ],
  [
    `${CHROME}Cannot parse Access-Control-Allow-Methods response header field in preflight response.`,
    { kind: 'allow-methods-malformed' },
    'such as `Access-Control-Allow-Methods: GET, PUT`',
  ],
  [
    `${CHROME}Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.`,
    { kind: 'method-not-allowed', name: 'PATCH', stage: 'preflight' },
    'Add `PATCH` to `Access-Control-Allow-Methods`',
  ],
  [
    `${CHROME}Request header field x-request-id is not allowed by Access-Control-Allow-Headers in preflight response.`,
    { kind: 'header-not-allowed', name: 'x-request-id', stage: 'preflight' },
    'Add `x-request-id` to `Access-Control-Allow-Headers`',
  ],
  [
    `${CHROME}Redirect location '' contains a username and password, which is disallowed for cross-origin requests.`,
    { kind: 'redirect-with-url-credentials' },
    'without `user:password@`',
  ],
  [
    `${CHROME}Permission was denied for this request to access the \`loopback\` address space.`,
    { kind: 'local-network-access' },
    'on your own machine or network',
  ],
  [
    `Access to XMLHttpRequest at 'file:///C:/x.json' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, data, http, https.`,
    { kind: 'scheme', url: 'file:///C:/x.json' },
    'Serve the files by a local web server',
  ],
  [
    `Fetch API cannot load ${API}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${PAGE}.`,
    { kind: 'mode', url: API },
    'Leave out `mode`',
  ],
  [
    `Connecting to '${API}' violates the following Content Security Policy directive: "connect-src 'self'". The action has been blocked.`,
    { kind: 'policy', url: API },
    '`connect-src`',
  ],
  [
    `Mixed Content: The page at 'https://a.example/' was loaded over HTTPS, but requested an insecure resource '${API}'. This request has been blocked; the content must be served over HTTPS.`,
    { kind: 'mixed-content', url: API },
    'Use https for the API too',
  ],
  [
    `GET ${API} net::ERR_CONNECTION_REFUSED`,
    { browser: 'Chrome', kind: 'connection-refused', url: API },
    'No server is listening at `http://api.example.com:8000`',
  ],
  [`GET ${API} net::ERR_FAILED 200 (OK)`, { kind: 'unnamed', url: API }, 'Explain the other line'],
  [
    'Failed to load resource: net::ERR_CONNECTION_REFUSED',
    { kind: 'connection-refused', url: null },
    'No server is listening at that address: the connection was refused.',
  ],
  [
    'Failed to load resource: net::ERR_EMPTY_RESPONSE',
    { kind: 'empty-response', url: null },
    'The server closed the connection before it responded.',
  ],
  [
    'Not allowed to load local resource: file:///C:/x.json',
    { browser: 'Chrome', kind: 'scheme', url: 'file:///C:/x.json' },
    'Serve the files by a local web server',
  ],
  [
    'Uncaught (in promise) TypeError: Failed to fetch',
    { browser: 'Chrome', kind: 'script-error' },
    'keep the reason from scripts on purpose',
  ],
  [
    `No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { browser: 'Chrome', kind: 'allow-origin-missing', url: null, origin: null, stage: null },
    'does not allow your page: it has no `Access-Control-Allow-Origin`',
  ],
  [
    `XMLHttpRequest cannot load ${API}. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${PAGE}' is therefore not allowed access.`,
    { browser: 'Chrome', kind: 'allow-origin-missing', url: API, origin: PAGE },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` on the response.`,
  ],
  [
    `Response to preflight request doesn't pass access control check: It does not have HTTP ok status.`,
    { browser: 'Chrome', kind: 'preflight-status-not-ok', stage: 'preflight' },
    'outside 200 to 299',
  ],
  [
    'Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.',
    { browser: 'Chrome', kind: 'header-not-allowed', name: 'x-a' },
    'Add `x-a`',
  ],
  [
    `Response to preflight request doesn't pass access control check`,
    { browser: 'Chrome', kind: 'unfinished', stage: 'preflight' },
    'does not tell at which check',
  ],

  // As Chrome wrote them until 2018, with what to read at the end
  [
    `XMLHttpRequest cannot load ${API}. Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${PAGE}' is therefore not allowed access. The response had HTTP status code 404.`,
    { kind: 'allow-origin-missing', stage: 'preflight', url: API, origin: PAGE, status: 404 },
    'The server has no route for `OPTIONS /orders`',
  ],
  [
    `XMLHttpRequest cannot load ${API}. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${PAGE}' is therefore not allowed access. The response had HTTP status code 500.`,
    { kind: 'allow-origin-missing', stage: null, status: 500 },
    `\`${API}\` answered \`500\`, and the response does not allow \`${PAGE}\``,
  ],
  [
    `Failed to load ${API}: Response for preflight has invalid HTTP status code 405.`,
    { browser: 'Chrome', kind: 'preflight-status-not-ok', stage: 'preflight', url: API, status: 405 },
    'Before your request the browser asks with `OPTIONS`',
  ],
  [
    `Failed to load ${API}: Response for preflight is invalid (redirect)`,
    { kind: 'preflight-redirected', stage: 'preflight', url: API },
    `\`${API}\` answered the preflight with a redirect.`,
  ],
  [
    `XMLHttpRequest cannot load ${API}. The request was redirected to '${API}/', which is disallowed for cross-origin requests that require preflight.`,
    { browser: 'Chrome', kind: 'redirect-refused', url: API },
    'Request the final address directly',
  ],
  [
    `XMLHttpRequest cannot load ${API}. Redirect from '${API}' to 'https://idp.example/login' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${PAGE}' is therefore not allowed access.`,
    { kind: 'allow-origin-missing', url: 'https://idp.example/login', redirectedFrom: API, origin: PAGE },
    `\`${API}\` redirected to a page where a person logs in.`,
  ],
  [
    `GET ${API} net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep 200 (OK)`,
    { kind: 'blocked-by-response', url: API },
    'Your page sends `Cross-Origin-Embedder-Policy`',
  ],
  [
    `${CHROME}Request header field baggage is not allowed by Access-Control-Allow-Headers in preflight response.`,
    { kind: 'header-not-allowed', name: 'baggage' },
    '`tracePropagationTargets`',
  ],
  [
    `Access to fetch at '${API}?a=b' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    { kind: 'allow-origin-missing', origin: 'http://localhost:5173' },
    'write the path alone in your code: `/orders`',
  ],
  [
    `XHR failed loading: GET "${API}".`,
    { browser: 'Chrome', kind: 'unnamed', url: API },
    'Explain the other line',
  ],
  [
    `XMLHttpRequest cannot load ${API}. A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true. Origin '${PAGE}' is therefore not allowed access.`,
    { kind: 'allow-origin-wildcard', url: API, origin: PAGE },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\` with \`Access-Control-Allow-Credentials: true\``,
  ],
  [
    `XMLHttpRequest cannot load ${API}. Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is ''. It must be 'true' to allow credentials. Origin '${PAGE}' is therefore not allowed access.`,
    { kind: 'allow-credentials-not-true', value: null, origin: PAGE },
    'has no `Access-Control-Allow-Credentials`',
  ],
  [
    'XMLHttpRequest cannot load file:///C:/x.json. Cross origin requests are only supported for HTTP.',
    { browser: 'Chrome', kind: 'scheme', url: 'file:///C:/x.json' },
    'Serve the files by a local web server',
  ],
  [
    `Access to fetch at 'localhost:8000/x' from origin '${PAGE}' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, data, http, https.`,
    { kind: 'scheme', url: 'localhost:8000/x' },
    'Write the whole URL: `http://localhost:8000/x`',
  ],
  [
    `from origin '${PAGE}' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
    { kind: 'allow-origin-wildcard', url: null, origin: PAGE },
    `Send \`Access-Control-Allow-Origin: ${PAGE}\``,
  ],
  [
    `${CHROME}Request header field Access-Control-Allow-Origin is not allowed by Access-Control-Allow-Headers in preflight response.`,
    { kind: 'header-not-allowed', name: 'Access-Control-Allow-Origin' },
    'Remove `access-control-allow-origin` from your code',
  ],
  [
    `${CHROME}The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one is allowed.`,
    { kind: 'allow-origin-mismatch', value: '*, *' },
    'The response has `Access-Control-Allow-Origin` twice, as `*`.',
  ],
  [
    `POST ${API} net::ERR_FAILED 400 (Bad Request)`,
    { kind: 'unnamed', url: API, status: 400 },
    'Find out on the server why it answers `400`',
  ],
  [
    `The FetchEvent for "${API}" resulted in a network error response: an "opaque" response was used for a request whose type is not no-cors`,
    { browser: 'Chrome', kind: 'worker', url: API },
    'fetch(event.request)',
  ],
  [
    `The FetchEvent for "${API}" resulted in a network error response: the promise was rejected.`,
    { browser: 'Chrome', kind: 'worker', url: API },
    'Explain the other line',
  ],
  [
    `Failed to load ‘${API}’. A ServiceWorker passed an opaque Response to FetchEvent.respondWith() while handling a ‘cors’ FetchEvent. Opaque Response objects are only valid when the RequestMode is ‘no-cors’.`,
    { browser: 'Firefox', kind: 'worker', url: API },
    'fetch(event.request)',
  ],

  [
    firefox('CORS header ‘Access-Control-Allow-Origin’ missing', ' Status code: 502.'),
    { browser: 'Firefox', kind: 'allow-origin-missing', url: API, origin: null, status: 502 },
    'Find out on the server why it answers `502`',
  ],
  [
    firefox(`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${PAGE}/’`),
    { kind: 'allow-origin-mismatch', value: `${PAGE}/` },
    `allows \`${PAGE}/\`, and that is not the origin of your page`,
  ],
  [
    firefox('Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed'),
    { kind: 'allow-origin-mismatch', value: null },
    'Let only one of them send the header',
  ],
  [
    firefox('Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’').replace(
      API,
      `‘${API}’`,
    ),
    { kind: 'allow-origin-wildcard', url: API },
    'allows `*`, and your request sends credentials',
  ],
  [
    firefox('expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'),
    { kind: 'allow-credentials-not-true' },
    'Send `Access-Control-Allow-Credentials: true`',
  ],
  [
    firefox('CORS preflight response did not succeed', ' Status code: 404.'),
    { kind: 'preflight-status-not-ok', status: 404 },
    '`404`',
  ],
  [
    firefox('CORS request external redirect not allowed'),
    { kind: 'preflight-redirected' },
    'answer `OPTIONS` before redirecting',
  ],
  [
    firefox('invalid token ‘GET; PUT’ in CORS header ‘Access-Control-Allow-Methods’'),
    { kind: 'allow-methods-malformed', value: 'GET; PUT' },
    'can’t be parsed: `GET; PUT`',
  ],
  [
    firefox('Did not find method in CORS header ‘Access-Control-Allow-Methods’'),
    { kind: 'method-not-allowed', name: null },
    'Add the method of your request',
  ],
  [
    firefox(
      'header ‘x-a’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response',
    ),
    { kind: 'header-not-allowed', name: 'x-a' },
    'Add `x-a` to `Access-Control-Allow-Headers`',
  ],
  [
    firefox('CORS request did not succeed', ' Status code: (null).'),
    { kind: 'network', status: null },
    'There was no header to check',
  ],
  [firefox('CORS request not http'), { kind: 'scheme' }, 'not an http or https URL'],
  [firefox('CORS disabled'), { kind: 'switched-off' }, '`content.cors.disable`'],
  [
    'TypeError: NetworkError when attempting to fetch resource.',
    { browser: 'Firefox', kind: 'script-error' },
    'whycors check',
  ],
  [
    'CORS header ‘Access-Control-Allow-Origin’ missing',
    { browser: 'Firefox', kind: 'allow-origin-missing', url: null },
    'it has no `Access-Control-Allow-Origin`',
  ],
  [
    'Reason: CORS preflight response did not succeed). Status code: 404.',
    { browser: 'Firefox', kind: 'preflight-status-not-ok' },
    'outside 200 to 299',
  ],
  [
    `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${API}.`,
    { browser: 'Firefox', kind: 'unfinished', url: API },
    `CORS refused the request to \`${API}\``,
  ],
  [
    `Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at ${API} because it violates the following directive: “connect-src 'self'”`,
    { browser: 'Firefox', kind: 'policy', url: API },
    '`connect-src`',
  ],
  [
    `Blocked loading mixed active content “${API}”`,
    { browser: 'Firefox', kind: 'mixed-content', url: API },
    'Use https for the API too',
  ],
  [
    `The resource at “${API}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/`,
    { browser: 'Firefox', kind: 'blocked-by-response', url: API },
    'Cross-Origin-Resource-Policy: cross-origin',
  ],
  [
    `The resource at “${API}” was blocked by OpaqueResponseBlocking. Reason: “after sniff”.`,
    { browser: 'Firefox', kind: 'blocked-by-orb', url: API },
    'The browser dropped this response unread',
  ],
  [
    `[SOP] Security Error: Content at ${PAGE}/ may not load data from ${API}.`,
    { browser: 'Firefox', kind: 'mode', url: API },
    'Leave out `mode`',
  ],

  [
    firefox('CORS header ‘Access-Control-Allow-Origin’ does not match ‘*, *’'),
    { kind: 'allow-origin-mismatch', value: '*, *' },
    'sends more than one value in `Access-Control-Allow-Origin`: `*, *`',
  ],
  [
    firefox(
      'missing token ‘x-requested-with’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel',
    ),
    { kind: 'header-not-allowed', name: 'x-requested-with', stage: 'preflight' },
    'Add `x-requested-with`',
  ],
  [
    firefox('CORS preflight channel did not succeed'),
    { kind: 'preflight-status-not-ok', status: null },
    'outside 200 to 299',
  ],
  [
    firefox('CORS header ‘Access-Control-Allow-Origin’ missing', '[Learn More]'),
    { browser: 'Firefox', kind: 'allow-origin-missing', url: API, status: null },
    'does not allow your page',
  ],
  [firefox('CORS request failed'), { kind: 'network' }, 'got no response'],

  [
    `XMLHttpRequest cannot load ${API}. Origin ${PAGE} is not allowed by Access-Control-Allow-Origin.`,
    { browser: 'Safari', kind: 'allow-origin-missing', url: API, origin: PAGE, status: null },
    'has no `Access-Control-Allow-Origin`, or a different one',
  ],
  [
    `[Error] Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load ${API} due to access control checks.`,
    { browser: 'Safari', kind: 'allow-origin-missing', origin: PAGE, url: API, status: 200 },
    'has no `Access-Control-Allow-Origin`, or a different one',
  ],
  [
    `[Error] Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load ${PAGE}/me due to access control checks.`,
    { kind: 'allow-origin-missing', url: `${PAGE}/me`, origin: PAGE },
    'so the request was redirected to another one',
  ],
  [
    'Preflight response is not successful. Status code: 405',
    { browser: 'Safari', kind: 'preflight-status-not-ok', status: 405 },
    '`405`',
  ],
  [
    'Request header field X-A is not allowed by Access-Control-Allow-Headers.',
    { browser: 'Safari', kind: 'header-not-allowed', name: 'X-A' },
    'Add `X-A`',
  ],
  [
    'Method DELETE is not allowed by Access-Control-Allow-Methods.',
    { browser: 'Safari', kind: 'method-not-allowed', name: 'DELETE' },
    'Add `DELETE`',
  ],
  [
    'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
    { browser: 'Safari', kind: 'allow-credentials-not-true' },
    '`Access-Control-Allow-Credentials: true`',
  ],
  [
    'Header Access-Control-Allow-Headers has an invalid value: x foo',
    { browser: 'Safari', kind: 'allow-headers-malformed', value: 'x foo' },
    'can’t be parsed: `x foo`',
  ],
  [
    `Refused to connect to ${API} because it does not appear in the connect-src directive of the Content Security Policy.`,
    { browser: 'Safari', kind: 'policy', url: API },
    '`connect-src`',
  ],
  [
    `[blocked] The page at https://a.example/ was not allowed to display insecure content from ${API}.`,
    { browser: 'Safari', kind: 'mixed-content', url: API },
    'Use https for the API too',
  ],
  ['TypeError: Load failed', { browser: 'Safari', kind: 'script-error' }, 'on purpose'],
];

describe('a line of a console', () => {
  it.each(LINES)('is read and explained: %s', (text, read, told) => {
    const line = readConsoleLine(`  ${text}\n`);
    expect(line).toMatchObject(read);
    const { headline, explanation, fix } = explainConsoleLine(line ?? expect.fail());
    expect([headline, explanation, fix].join(' ')).toContain(told);
    expect(headline).not.toMatch(/undefined|null`? does/);
    // An address that nobody named.
    expect([headline, explanation, fix].join(' ')).not.toContain('unknown.invalid');
  });

  it('is not taken for a server without the header where the line does not tell the status', () => {
    const line = readConsoleLine(LINES[0]?.[0] ?? '');
    const { explanation, rules } = explainConsoleLine(line ?? expect.fail());
    expect(explanation).toContain('a status from 400 on');
    expect(rules.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'allow-origin-missing',
        'error-response-without-allow-origin',
        'gateway-error',
      ]),
    );
  });

  it('advises a page that has https to have no more than the permission for the local network', () => {
    const fixFor = (page: string): string | undefined => {
      const text = `Access to fetch at '${API}' from origin '${page}' has been blocked by CORS policy: Permission was denied for this request to access the \`loopback\` address space.`;
      return explainConsoleLine(readConsoleLine(text) ?? expect.fail()).fix;
    };
    expect(fixFor('https://app.example.com')).toMatch(/^Allow access to the local network/);
    expect(fixFor(PAGE)).toMatch(/^Serve the page over https, and allow access to the local network/);
  });

  it('is not seen in any other text', () => {
    for (const text of [
      '',
      'CORS',
      'Access to the office',
      'allow-origin-missing',
      'Uncaught ReferenceError: x',
      'The data of this page could not be fetched: Load failed',
      'The reason: CORS',
      'the local network is slow',
      `(Report-Only policy) The page’s settings would block the loading of a resource (connect-src) at ${API} because it violates the following directive: “connect-src 'self'”`,
      'GET https://a.example/ 404 (Not Found)',
    ]) {
      expect(readConsoleLine(text)).toBeNull();
    }
  });

  it('is looked for in a moment in a text that almost holds one', () => {
    const almost = `Access to fetch at '${"' from origin '".repeat(20_000)}`;
    expect(readConsoleLine(almost)).toBeNull();
    expect(readConsoleLine('Access to fetch at '.repeat(20_000))).toBeNull();
    expect(readConsoleLine(`${'GET https://a '.repeat(5000)}net:`)).toBeNull();
    expect(readConsoleLine(`Reason: ${'Reason: CORS '.repeat(5000)}`)).toBeNull();
    expect(readConsoleLine('Security Error: Content at '.repeat(5000))).toBeNull();
  });
});
