import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'request-aborted',
  explains: ['aborted'],
  spec: 'concept-network-error',
  severity: 'note',
  title: 'Not an error: given up by the page',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The page gave the request to ${host} up before an answer came.`,
      explanation:
        'Your code cancelled it with an `AbortController`, or the page was left. That is no failure of the server, and no CORS.',
      fix: 'Nothing, if it was meant to be. Otherwise look for what cancels: a component that is taken down, a search that starts anew with each key, a link that is followed at the same time.',
      evidence: [],
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_ABORTED`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
