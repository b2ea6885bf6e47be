import { originHeader } from '../../cors/flow.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-service-worker',
  explains: ['unknown'],
  spec: 'http-fetch',
  severity: 'error',
  title: 'A service worker may have answered',
  leads: true,
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict, surroundings, flow }) => {
    const url = code(exchange.url);
    const common = { evidence: [], confidence: 'likely' } as const;
    if (flow.viaWorker !== null && exchange.response !== null) {
      const isOpaque = originHeader(exchange) === null;
      return {
        ...common,
        headline: isOpaque
          ? `Your page’s service worker fetched ${url} without CORS, so your page may not read the response.`
          : `Your page’s service worker got a response from ${url}, and your page got an error.`,
        explanation: isOpaque
          ? "With `mode: 'no-cors'` the worker gets an opaque response, and the browser passes that on only to a page that also requested it without CORS."
          : 'The worker rejected after that, or returned a response that the page may not read. The server’s headers are not the reason.',
        fix: "Pass the page’s own request on with `fetch(event.request)`, or fetch with `mode: 'cors'` in the worker.",
      };
    }
    const { response, netError, unsent, readable } = exchange;
    // Of what Firefox itself stops before sending, a page's timing tells nothing.
    const isFirefoxs = unsent === 'blocked' && readable === false;
    const isSilent = response === null && netError === 'net::ERR_FAILED';
    if (!isFirefoxs && !isSilent) return null;
    if (!surroundings.hasServiceWorker && flow.viaWorker === null) return null;
    return {
      ...common,
      headline: `The request to ${url} failed, and your page has a service worker that answers requests.`,
      explanation: `A service worker that rejects, or returns a response that the page may not read (an opaque one), looks like a CORS error: ${code(verdict.origin ?? 'the page')} gets an error, and DevTools shows no headers.${isFirefoxs ? ' What the worker itself fetched, Firefox does not show here.' : ''}`,
      fix: `${isFirefoxs ? 'Unregister the worker in the Application panel' : 'Tick “Bypass for network” in the Application panel'} and try again; if it then works, fetch with \`mode: 'cors'\` in the worker, and let it answer only the requests it knows.`,
    };
  },
});

export const example = {
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
} satisfies Example;
