import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'host-not-found',
  explains: ['name-not-resolved'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: no server by this name',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `There is no server by the name ${host}.`,
      explanation: 'The name could not be looked up, so nothing was sent and nothing answered.',
      fix: 'Check the host name in the URL for a typing error; if it is right, check your DNS, your VPN and the hosts file of this machine.',
      evidence: [],
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_NAME_NOT_RESOLVED`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
