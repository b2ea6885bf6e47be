/** What no bytes alone can produce: gateways, caches, certificates, service workers, extensions, and the browser's own refusals. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { selfSigned } from '../differential/certificate.ts';
import { startNginx } from './nginx.ts';
import { headerOf, listen, listenOn, type LabAnswer, type LabRequest, type Listening } from './server.ts';

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

export interface CauseLab {
  readonly page: string;
  /** A page that a service worker of its own serves; on a name that browsers trust without https. */
  readonly worker: CausePage;
  /** For a browser that takes any certificate. */
  readonly pages: readonly CausePage[];
  /** A proxy that refuses, for `api.example.com`. */
  readonly proxy: number;
  /** For a browser that asks `api.example.com` through that proxy. */
  readonly unreachable: readonly CauseCase[];
  /** For a browser with the extension in `rewriter`. */
  readonly rewritten: readonly CauseCase[];
  /** The API under an address that is plainly of this machine. */
  readonly loopback: string;
  readonly cases: readonly CauseCase[];
  close(): Promise<void>;
}

export async function startCauses(): Promise<CauseLab> {
  const page = await listen(0, ({ target }) => pageAnswer(target));
  const origin = `http://app.example.com:${page.port}`;
  const abandoned = createArrival();
  const api = await listen(0, (request) => apiAnswer(request, origin, abandoned));
  const secure = await listen(
    0,
    (request) => apiAnswer(request, origin, abandoned),
    selfSigned(['api.example.com']),
  );
  const securePage = await listen(0, ({ target }) => pageAnswer(target), selfSigned(['app.example.com']));
  const proxy = await listen(0, () => ({ status: 403, headers: [] }));
  const silent = await listenOn(createServer(), 0);
  const folder = await mkdtemp(join(tmpdir(), 'whycors-page-'));
  const file = join(folder, 'page.html');
  await writeFile(file, '<!doctype html><title>A page that is a file</title>');
  const dead = await freePort();
  const nginx = await startNginx(await freePort(), { dead, live: api.port });
  const servers: readonly Listening[] = [page, api, secure, nginx, securePage, proxy, silent];

  // Somebody else was here before: the cache keeps the answer to another page, and one to nobody's.
  const gateway = `http://127.0.0.1:${nginx.port}/gateway/cached`;
  await fetch(`${gateway}/echo`, { headers: { Origin: 'http://admin.example.com' } });
  await fetch(`${gateway}/only-with-origin`);

  return {
    page: `${origin}/`,
    worker: { page: `http://localhost:${page.port}/worker.html`, cases: workerCasesOf(api.port) },
    pages: pagesOf(api.port, secure.port, securePage.port, origin, pathToFileURL(file).href),
    proxy: proxy.port,
    rewritten: extensionCasesOf(api.port),
    unreachable: unreachableOf(api.port, silent.port),
    loopback: `http://127.0.0.1:${api.port}`,
    cases: casesOf(api.port, secure.port, nginx.port, dead),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function casesOf(api: number, secure: number, nginx: number, dead: number): readonly CauseCase[] {
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

function extensionCasesOf(api: number): readonly CauseCase[] {
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
function workerCasesOf(api: number): readonly CauseCase[] {
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

function pagesOf(
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

function unreachableOf(api: number, silent: number): readonly CauseCase[] {
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

async function freePort(): Promise<number> {
  const server = await listenOn(createServer(), 0);
  await server.close();
  return server.port;
}

function html(body: string, ...headers: readonly (readonly [string, string])[]): LabAnswer {
  return {
    status: 200,
    headers: [['Content-Type', 'text/html; charset=utf-8'], ...headers],
    body: `<!doctype html><link rel="icon" href="data:,">${body}`,
  };
}

function javascript(body: string): LabAnswer {
  return { status: 200, headers: [['Content-Type', 'text/javascript; charset=utf-8']], body };
}

function pageAnswer(target: string): LabAnswer {
  switch (target.split('?')[0]) {
    case '/worker.js':
      return javascript(
        `fetch(decodeURIComponent(location.search.slice(1))).catch(() => 0).then(() => postMessage(0));`,
      );
    case '/service-worker.js':
      return javascript(`
        addEventListener('install', () => skipWaiting());
        addEventListener('activate', (event) => event.waitUntil(clients.claim()));
        addEventListener('fetch', (event) => {
          const { url } = event.request;
          if (url.endsWith('answered')) event.respondWith(new Response('{}'));
          if (url.endsWith('rejected')) event.respondWith(Promise.reject(new Error('no')));
          if (url.endsWith('passed-on')) event.respondWith(fetch(event.request));
          if (url.endsWith('opaque')) event.respondWith(fetch(url, { mode: 'no-cors' }));
        });`);
    case '/worker.html':
      return html(`<script>
        globalThis.ready = navigator.serviceWorker.register('/service-worker.js').then(() => {
          if (navigator.serviceWorker.controller) return;
          return new Promise((done) => { navigator.serviceWorker.oncontrollerchange = done; });
        });
      </script>`);
    case '/coep.html':
      return html('', ['Cross-Origin-Embedder-Policy', 'require-corp']);
    case '/csp.html':
      return html('', ['Content-Security-Policy', "connect-src 'self'; img-src 'self'"]);
    default:
      return html('');
  }
}

/** Tells that the request has come which the page then gives up. */
function createArrival(): { readonly arrived: Promise<void>; readonly arrive: () => void } {
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  return { arrived, arrive: () => arrive() };
}

function apiAnswer(
  request: LabRequest,
  origin: string,
  abandoned: ReturnType<typeof createArrival>,
): LabAnswer | null | Promise<LabAnswer | null> {
  const allow = ['Access-Control-Allow-Origin', origin] as const;
  const ok = (...headers: readonly (readonly [string, string])[]): LabAnswer => ({
    status: 200,
    headers,
    body: '{}',
  });
  const redirect = (to: string): LabAnswer => ({ status: 302, headers: [allow, ['Location', to]] });
  const [path = ''] = request.target.split('?');
  if (path.startsWith('/fine/')) return fineAnswer(request, path);
  switch (path.replace(/^\/gateway\/\w+|^\/rewriter\/\w+/, '')) {
    case '/hang':
      return new Promise(() => {});
    case '/abandoned':
      abandoned.arrive();
      return new Promise(() => {});
    case '/is-abandoned':
      return abandoned.arrived.then(() => ok(allow));
    case '/hangs-up':
      return null;
    case '/fails':
      return { status: 500, headers: [] };
    case '/circle':
      return redirect('/circle');
    case '/to-file':
      return redirect('file:///etc/hostname');
    case '/to-echo':
      return {
        status: 302,
        headers: [allow, ['Access-Control-Allow-Credentials', 'true'], ['Location', '/echo']],
      };
    case '/corp':
      return {
        ...ok(['Content-Type', 'image/svg+xml'], ['Cross-Origin-Resource-Policy', 'same-origin']),
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      };
    case '/orb':
      return ok(['Content-Type', 'application/json'], ['X-Content-Type-Options', 'nosniff']);
    case '/cacheable':
      return {
        ...ok(['Content-Type', 'image/svg+xml'], ['Cache-Control', 'max-age=600']),
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      };
    case '/only-with-origin':
      return headerOf(request, 'Origin') === null ? ok() : ok(allow);
    case '/echo':
      return ok(['Access-Control-Allow-Origin', headerOf(request, 'Origin') ?? origin]);
    case '/echo-with-credentials':
      return ok(allow, ['Access-Control-Allow-Credentials', 'true']);
    default:
      return ok();
  }
}

/** Answers of a server that does everything right. */
function fineAnswer(request: LabRequest, path: string): LabAnswer {
  const origin = headerOf(request, 'Origin');
  const named = [
    ['Vary', 'Origin'],
    ...(origin === null
      ? []
      : ([
          ['Access-Control-Allow-Origin', origin],
          ['Access-Control-Allow-Credentials', 'true'],
        ] as const)),
  ] as const;
  if (request.method === 'OPTIONS') {
    const lists = [
      ['Access-Control-Allow-Methods', 'PUT, DELETE'],
      ['Access-Control-Allow-Headers', 'authorization, content-type'],
      ['Access-Control-Max-Age', '600'],
    ] as const;
    return { status: 204, headers: [...named, ...lists] };
  }
  switch (path) {
    case '/fine/public':
      return {
        status: 200,
        headers: [
          ['Access-Control-Allow-Origin', '*'],
          ['Cache-Control', 'public, max-age=60'],
        ],
        body: '{}',
      };
    case '/fine/missing':
      return { status: 404, headers: named, body: '{}' };
    case '/fine/moved':
      return { status: 307, headers: [...named, ['Location', '/fine/private']] };
    case '/fine/image':
      return {
        status: 200,
        headers: [...named, ['Content-Type', 'image/svg+xml']],
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      };
    default:
      return { status: 200, headers: [...named, ['Cache-Control', 'private']], body: '{}' };
  }
}

/** A script that makes so many requests of a page that works, some at once, ten kinds in turn. */
export function fineRequests(lab: CauseLab, count: number, atOnce: number): string {
  const api = new URL(
    lab.cases.find(({ id }) => id === 'a passing request')?.script.match(/http:[^']+/)?.[0] ?? '',
  ).origin;
  return `(async () => {
    const api = '${api}/fine/';
    const image = (crossOrigin, url) => new Promise((done) => {
      const element = new Image();
      if (crossOrigin) element.crossOrigin = crossOrigin;
      element.onload = element.onerror = done;
      element.src = url;
    });
    const json = { 'Content-Type': 'application/json' };
    const kinds = [
      (n) => fetch(api + 'public?' + n),
      (n) => fetch(api + 'private?' + n),
      (n) => fetch(api + 'private?' + n, { credentials: 'include' }),
      (n) => fetch(api + 'orders?' + n, { method: 'PUT', headers: json, body: '{}' }),
      (n) => fetch(api + 'orders?' + n, { method: 'DELETE', headers: { Authorization: 'Bearer x' }, credentials: 'include' }),
      (n) => fetch(api + 'missing?' + n),
      (n) => fetch(api + 'moved?' + n),
      (n) => image(null, api + 'image?' + n),
      (n) => image('anonymous', api + 'image?' + n),
      (n) => fetch('/own?' + n),
    ];
    for (let n = 0; n < ${count}; n += ${atOnce}) {
      await Promise.all(Array.from({ length: ${atOnce} }, (_, i) => kinds[(n + i) % kinds.length](n + i)));
    }
    return null;
  })()`;
}
