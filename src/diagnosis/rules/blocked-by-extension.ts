import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-extension',
  explains: ['blocked-by-client'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked by an extension',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `An extension or ad blocker blocked the request to ${host}.`,
      explanation:
        'An extension in this browser blocks the address, so nothing was sent. The server never saw the request.',
      fix: 'Try in a window without extensions. If that works, allow the address in the blocker, or choose a path that blockers do not list (words such as `ads`, `track` and `analytics` are listed).',
      evidence: [],
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_CLIENT`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
