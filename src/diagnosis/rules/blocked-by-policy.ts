import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-policy',
  explains: ['blocked-by-policy'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked by a policy',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `A policy of this browser or machine blocked the request to ${host}.`,
      explanation:
        'Nothing was sent. The policy comes from whoever manages this browser, or from the page itself.',
      fix: 'Look in the console, which names the policy; if the browser is managed, ask its administrator.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_ADMINISTRATOR`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
