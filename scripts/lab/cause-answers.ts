/** What the page's server and the API answer to the requests in `cause-cases.ts`. */
import { headerOf, type LabAnswer, type LabRequest } from './server.ts';

export function pageAnswer(target: string): LabAnswer {
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

/** Tells that the request has come which the page then gives up. */
export function createArrival(): { readonly arrived: Promise<void>; readonly arrive: () => void } {
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  return { arrived, arrive: () => arrive() };
}

export function apiAnswer(
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
