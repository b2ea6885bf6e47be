import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'server-unreachable',
  explains: ['connection-refused'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: nothing listens there',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => ({
    headline: `Nothing listens at ${code(originOf(exchange.url) ?? exchange.url)}: the connection was refused.`,
    explanation:
      'The request reached the machine, and no server took it, so there is no answer in which CORS headers could be missing. Firefox calls this CORS all the same.',
    fix: 'Start the server, or check the port in the URL; then try again.',
    evidence: [],
  }),
  example: {
    broken: `
      GET /health HTTP/1.1
      Host: api.example.com:8999

      net::ERR_CONNECTION_REFUSED`,
    fixed: `
      GET /health HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
