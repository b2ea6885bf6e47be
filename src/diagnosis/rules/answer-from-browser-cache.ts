import { code, defineRule, type Evidence, type Example } from '../rule.ts';

export default defineRule({
  id: 'answer-from-browser-cache',
  explains: ['unknown'],
  spec: 'cors-protocol-and-http-caches',
  severity: 'error',
  title: 'Cached from a request without CORS',
  leads: true,
  names: { chrome: [], firefox: [] },
  find: ({ exchange, surroundings }) => {
    const isSilent = exchange.response === null && exchange.netError === 'net::ERR_FAILED';
    const earlier = isSilent ? surroundings.earlierWithoutCors(exchange) : null;
    if (earlier === null) return null;
    return {
      headline: `The browser had cached ${code(exchange.url)} from a request without CORS.`,
      explanation:
        'An image, a script or a tab loaded this address before, without an `Origin`, and the server then sent no CORS headers. The browser reused that cached response, which does not allow any other origin to read it.',
      fix: 'Send the CORS headers and `Vary: Origin` on every response from this address; or put `crossorigin` on the element that loads it first.',
      evidence: [
        { entry: earlier.index, in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ] as readonly Evidence[],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /logo.svg HTTP/1.1
      Referer: http://app.example.com:5173/

      HTTP/1.1 200 OK
      Cache-Control: max-age=600

      GET /logo.svg HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_FAILED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
