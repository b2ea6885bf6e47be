import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'port-blocked',
  explains: ['unsafe-port'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: port blocked by browsers',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `Browsers do not connect to ${host}: the port is reserved for another protocol.`,
      explanation:
        'Some ports, such as 6000 or 25, are blocked so that pages can’t talk to mail servers and the like. The request was not sent.',
      fix: 'Have the server listen on another port, such as `8080`.',
      evidence: [],
    };
  },
});

export const example = {
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
} satisfies Example;
