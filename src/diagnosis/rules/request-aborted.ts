import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'request-aborted',
  explains: ['aborted'],
  spec: 'concept-network-error',
  severity: 'note',
  title: 'Not CORS: cancelled by the page',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The page cancelled the request to ${host} before a response arrived.`,
      explanation:
        'Your code aborted it with an `AbortController`, or the user left the page. That is neither a server failure nor a CORS error.',
      fix: 'Nothing, if it was intended. Otherwise look for what cancels it: a component that unmounts, a search that restarts with each key, a link that is followed at the same time.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_ABORTED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
