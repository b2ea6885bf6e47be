/** What is asked of the servers in `cause-answers.ts`, and which rule has to speak then. */

/** A request that fails, or passes, for a reason of its own; made by a script in the page. */
export interface CauseCase {
  readonly id: string;
  /** The rule that has to speak; null where none may. Undefined where the engine shows nothing of it. */
  readonly chromium: string | null | undefined;
  readonly firefox: string | null | undefined;
  /** Runs in the page; may fail. Ends when the request has. */
  readonly script: string;
  /** Part of the URL by which its flow is known. */
  readonly url: string;
}

/** Cases that need a page of their own. */
export interface CausePage {
  readonly page: string;
  readonly cases: readonly CauseCase[];
}

export function casesOf(api: number, secure: number, nginx: number, dead: number): readonly CauseCase[] {
  const at = (port: number, path: string): string => `http://api.example.com:${port}${path}`;
  const get = (url: string, options = '{}'): string => `fetch('${url}', ${options})`;
  const made = (
    id: string,
    chromium: string | null,
    firefox: string | null | undefined,
    url: string,
    options?: string,
  ): CauseCase => ({
    id,
    chromium,
    firefox,
    url,
    script: get(url, options),
  });
  return [
    made('nginx before a dead server', 'gateway-error', 'gateway-error', at(nginx, '/gateway/dead')),
    made('nginx before a slow server', 'gateway-error', 'gateway-error', at(nginx, '/gateway/slow/hang')),
    made(
      'nginx before a failing server',
      'error-response-without-allow-origin',
      'error-response-without-allow-origin',
      at(nginx, '/gateway/live/fails'),
    ),
    made(
      'nginx with a small limit',
      'request-too-large',
      'request-too-large',
      at(nginx, '/gateway/small'),
      `{ method: 'POST', body: 'more than ten bytes' }`,
    ),
    {
      id: 'nginx with few requests',
      chromium: 'rate-limited',
      firefox: 'rate-limited',
      url: '/gateway/few/second',
      script: `fetch('${at(nginx, '/gateway/few/first')}').catch(() => 0).then(() => ${get(at(nginx, '/gateway/few/second'))})`,
    },
    made(
      'a cache with another page’s response',
      'cached-for-another-origin',
      'cached-for-another-origin',
      at(nginx, '/gateway/cached/echo'),
    ),
    made(
      'a cache with nobody’s response',
      'cached-without-origin',
      'cached-without-origin',
      at(nginx, '/gateway/cached/only-with-origin'),
    ),
    made(
      'a certificate that nobody signed',
      'certificate-not-trusted',
      'no-answer',
      `https://api.example.com:${secure}/echo`,
    ),
    made(
      'https to a port that speaks http',
      'tls-handshake-failed',
      'no-answer',
      `https://api.example.com:${nginx}/echo`,
    ),
    made('a name that leads nowhere', 'host-not-found', 'no-answer', 'http://nowhere.example.com/echo'),
    made('a port on which nothing listens', 'server-unreachable', 'no-answer', at(dead, '/echo')),
    made('a server that hangs up', 'connection-broken', 'no-answer', at(api, '/hangs-up')),
    made('a port that is never used', 'port-blocked', 'port-blocked', at(6000, '/echo')),
    made('a redirect in a circle', 'redirect-loop', undefined, at(api, '/circle')),
    made('a redirect to a file', 'redirect-to-other-scheme', undefined, at(api, '/to-file')),
    made(
      'a redirect that the code does not want',
      'redirect-not-followed',
      undefined,
      at(api, '/to-echo'),
      `{ redirect: 'error' }`,
    ),
    {
      id: 'a request that the page gives up',
      chromium: 'request-aborted',
      firefox: undefined,
      url: '/abandoned',
      script: `(() => { const stop = new AbortController(); fetch('${at(api, '/is-abandoned')}').then(() => stop.abort()); return fetch('${at(api, '/abandoned')}', { signal: stop.signal }); })()`,
    },
    made('no-cors', null, null, at(api, '/plain?no-cors'), `{ mode: 'no-cors' }`),
    {
      id: 'an image that may not be embedded',
      chromium: 'embedding-forbidden',
      firefox: 'embedding-forbidden',
      url: '/corp',
      script: image(at(api, '/corp')),
    },
    {
      id: 'data in place of an image',
      chromium: 'opaque-response-blocked',
      firefox: undefined,
      url: '/orb',
      script: image(at(api, '/orb')),
    },
    {
      id: 'an image first, then a fetch',
      chromium: 'answer-from-browser-cache',
      firefox: 'allow-origin-missing',
      url: '/cacheable',
      script: `${image(at(api, '/cacheable'))}.then(() => fetch('${at(api, '/cacheable')}'))`,
    },
    {
      id: 'a worker',
      chromium: 'answer-hidden',
      firefox: 'allow-origin-missing',
      url: '/plain?worker',
      script: `new Promise((done) => { const worker = new Worker('/worker.js?' + encodeURIComponent('${at(api, '/plain?worker')}')); worker.onmessage = done; })`,
    },
    made('a passing request', null, null, at(api, '/echo')),
  ];
}

export function extensionCasesOf(api: number): readonly CauseCase[] {
  const made = (id: string, chromium: string, firefox: string, end: string): CauseCase => {
    const url = `http://api.example.com:${api}/rewriter/${end}`;
    return { id, chromium, firefox, url, script: `fetch('${url}')` };
  };
  return [
    made(
      'an extension that takes the header away',
      'headers-rewritten',
      'headers-rewritten',
      'strips/echo-with-credentials',
    ),
    made('an extension that adds the header', 'bypass-extension', 'bypass-extension', 'adds'),
    made('an extension that blocks', 'blocked-by-extension', 'blocked-by-extension', 'blocks'),
  ];
}

/** What the worker does with a request is the end of its address. */
export function workerCasesOf(api: number): readonly CauseCase[] {
  const one = (id: string, end: string, chromium: string | null, firefox: string | null): CauseCase => {
    const url = `http://api.example.com:${api}/${end}`;
    return { id, chromium, firefox, url: end, script: `fetch('${url}')` };
  };
  return [
    one('a service worker that answers', 'plain?answered', null, null),
    one('a service worker that passes on what is allowed', 'echo?passed-on', null, null),
    one(
      'a service worker that rejects',
      'plain?rejected',
      'blocked-by-service-worker',
      'blocked-by-service-worker',
    ),
    one(
      'a service worker that fetches without CORS',
      'plain?opaque',
      'blocked-by-service-worker',
      'blocked-by-service-worker',
    ),
    // Firefox lists nothing of what the worker fetched.
    one(
      'a service worker that passes on what is refused',
      'plain?passed-on',
      'allow-origin-missing',
      'blocked-by-service-worker',
    ),
  ];
}

export function pagesOf(
  api: number,
  secureApi: number,
  securePage: number,
  page: string,
  file: string,
): readonly CausePage[] {
  const http = `http://api.example.com:${api}`;
  const one = (
    id: string,
    chromium: string | null | undefined,
    firefox: string | null | undefined,
    url: string,
    script: string,
  ): CauseCase => ({ id, chromium, firefox, url, script });
  const data = new URL('data.json', file).href;
  const stopped = 'blocked-before-sending';
  return [
    {
      page: `https://app.example.com:${securePage}/`,
      cases: [
        one(
          'http from an https page',
          'mixed-content',
          'mixed-content',
          '/echo?mixed',
          `fetch('${http}/echo?mixed')`,
        ),
        one(
          'a script over http for an https page',
          'mixed-content',
          'mixed-content',
          '/mixed.js',
          scriptFrom(`${http}/mixed.js`),
        ),
        one(
          'this machine over http from an https page',
          null,
          null,
          '/echo?own',
          `fetch('http://127.0.0.1:${api}/echo?own')`,
        ),
      ],
    },
    {
      page: `https://app.example.com:${securePage}/coep.html`,
      cases: [
        // Firefox lists the response as one that was used, and the page's own header not at all.
        one(
          'an image for a page that wants consent',
          'embedding-forbidden',
          undefined,
          '/plain?coep',
          image(`https://api.example.com:${secureApi}/plain?coep`),
        ),
        one(
          'no-cors on a page that wants consent',
          'embedding-forbidden',
          undefined,
          '/plain?coep-fetch',
          `fetch('https://api.example.com:${secureApi}/plain?coep-fetch', { mode: 'no-cors' })`,
        ),
      ],
    },
    {
      page: `${page}/csp.html`,
      cases: [
        one(
          'a fetch that the page’s policy forbids',
          undefined,
          stopped,
          '/echo?csp',
          `fetch('${http}/echo?csp')`,
        ),
        one(
          'an image that the page’s policy forbids',
          stopped,
          stopped,
          '/csp.svg',
          image(`${http}/csp.svg`),
        ),
      ],
    },
    {
      page: file,
      cases: [
        one(
          'a page that is a file',
          'origin-null',
          'origin-null',
          '/echo-with-credentials?file',
          `fetch('${http}/echo-with-credentials?file')`,
        ),
        one(
          'a page that is a file asks for another',
          'file-requested',
          undefined,
          '/data.json',
          `fetch('${data}')`,
        ),
      ],
    },
  ];
}

export function unreachableOf(api: number, silent: number): readonly CauseCase[] {
  const made = (
    id: string,
    chromium: string | undefined,
    firefox: string | undefined,
    url: string,
  ): CauseCase => ({
    id,
    chromium,
    firefox,
    url,
    script: `fetch('${url}')`,
  });
  return [
    made('a proxy that refuses', 'proxy-failed', 'no-answer', `https://api.example.com:${api}/echo?proxied`),
    // Chromium gives up a handshake after half a minute, Firefox after five.
    made(
      'a handshake without an end',
      'no-answer-in-time',
      undefined,
      `https://silent.example.com:${silent}/tls`,
    ),
  ];
}

function image(url: string): string {
  return `new Promise((done) => { const image = new Image(); image.onload = image.onerror = done; image.src = '${url}'; })`;
}

function scriptFrom(url: string): string {
  return `new Promise((done) => { const script = document.createElement('script'); script.onload = script.onerror = done; script.src = '${url}'; document.head.append(script); })`;
}
