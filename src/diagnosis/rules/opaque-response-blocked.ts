import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'opaque-response-blocked',
  explains: ['blocked-by-orb'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked by Opaque Response Blocking',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} responded with data where an image, script or style sheet was requested.`,
      explanation:
        'Without CORS, a page may embed only such files from other sites. The browser dropped this response unread, since its type is none of these.',
      fix: 'Check the URL and the `Content-Type` of the response, which may be an error page; to read data, use `fetch` with CORS.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_ORB`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
