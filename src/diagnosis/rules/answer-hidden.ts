import { code, defineRule, type Example } from '../rule.ts';

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
      headline: `The request to ${code(exchange.url)} failed, and the browser shows no response.`,
      explanation: `DevTools does not show responses to a worker’s requests, nor a preflight that was answered before DevTools was opened. So it is not known which header refused ${code(verdict.origin ?? 'the page')}.`,
      fix: 'Make the same request from the page itself, for example with `fetch` in the console: its response is then shown and explained here.',
      evidence: [],
      confidence: 'possible',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_FAILED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
