import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'server-unreachable',
  explains: ['connection-refused'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: connection refused',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => ({
    headline: `No server is listening at ${code(originOf(exchange.url) ?? exchange.url)}: the connection was refused.`,
    explanation:
      'The machine was reached, but no server accepted the connection, so there is no response for CORS to check. Firefox reports this as a CORS error anyway.',
    fix: 'Start the server, or check the port in the URL; then try again.',
    evidence: [],
  }),
});

export const example = {
  broken: `
      GET /health HTTP/1.1
      Host: api.example.com:8999

      net::ERR_CONNECTION_REFUSED`,
  fixed: `
      GET /health HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
