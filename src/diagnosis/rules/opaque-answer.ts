import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'opaque-answer',
  explains: ['no-cors'],
  spec: 'concept-filtered-response-opaque',
  severity: 'note',
  title: 'Sent with no-cors: response is unreadable',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    if (exchange.resourceType !== 'fetch' && exchange.resourceType !== 'xhr') return null;
    return {
      headline: `Your code requested ${code(exchange.url)} with ${code("mode: 'no-cors'")}: it can’t read the response.`,
      explanation:
        'The browser sends the request and gives your code an empty response with status 0, whatever the server sends. `no-cors` does not fix a CORS error: it gives up reading the response.',
      fix: "Remove `mode: 'no-cors'`, and have the server send `Access-Control-Allow-Origin`.",
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Sec-Fetch-Mode: no-cors

      HTTP/1.1 200 OK
      Content-Type: application/json`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
