import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'port-blocked',
  explains: ['unsafe-port'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: this port is never used',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The browser opens no connections to ${host}: the port belongs to another protocol.`,
      explanation:
        "Some ports, such as 6000 or 25, are closed to pages, so that they can't speak to mail servers and the like. The request was not sent.",
      fix: 'Let the server listen on another port, such as `8080`.',
      evidence: [],
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Host: api.example.com:6000
      Referer: http://app.example.com:5173/

      net::ERR_UNSAFE_PORT`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
