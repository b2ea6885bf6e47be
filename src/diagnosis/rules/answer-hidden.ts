import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'answer-hidden',
  explains: ['unknown'],
  spec: 'http-fetch',
  severity: 'error',
  title: 'The browser hides what happened',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    if (exchange.response !== null || exchange.netError !== 'net::ERR_FAILED') return null;
    return {
      headline: `The request to ${code(exchange.url)} failed, and the browser shows no answer to it.`,
      explanation: `DevTools show nothing of the answers to a worker's requests, and nothing of a preflight that was answered before they were opened. So it is not known at which header ${code(verdict.origin ?? 'the page')} was refused.`,
      fix: 'Make the same request from the page itself, for instance in the console with `fetch`: then its answer is shown here and explained.',
      evidence: [],
      confidence: 'possible',
    };
  },
  example: {
    broken: `
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
