import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-service-worker',
  explains: ['unknown'],
  spec: 'http-fetch',
  severity: 'error',
  title: 'A service worker may have answered',
  leads: true,
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict, surroundings, flow }) => {
    const isSilent = exchange.response === null && exchange.netError === 'net::ERR_FAILED';
    if (!isSilent || !(surroundings.hasServiceWorker || flow.viaWorker !== null)) return null;
    return {
      headline: `The request to ${code(exchange.url)} failed, and your page has a service worker that answers requests.`,
      explanation: `A service worker that rejects, or returns a response that the page may not read (an opaque one), looks like a CORS error: ${code(verdict.origin ?? 'the page')} gets an error, and DevTools shows no headers.`,
      fix: "Tick “Bypass for network” in the Application panel and try again; if it then works, fetch with `mode: 'cors'` in the worker, and let it answer only the requests it knows.",
      evidence: [],
      confidence: 'likely',
    };
  },
  example: {
    broken: `
      GET /config HTTP/1.1
      Referer: http://app.example.com:5173/

      HTTP/1.1 200 OK (service worker)

      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_FAILED`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
