import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'connection-broken',
  explains: ['connection-reset', 'empty-response'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: connection closed early',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} closed the connection before it responded.`,
      explanation:
        'The server took the request and sent nothing back, so there is no response for CORS to check. It crashed on the request, or expects https where you use http, or a proxy dropped it.',
      fix: 'Read the server log for this request, and check whether the port serves http or https.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Host: api.example.com:8002

      net::ERR_EMPTY_RESPONSE`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
