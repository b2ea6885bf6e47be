import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'host-not-found',
  explains: ['name-not-resolved'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: host name not found',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The host name of ${host} was not found.`,
      explanation: 'DNS has no address for this name, so nothing was sent.',
      fix: 'Check the host name in the URL for a typo; if it is right, check your DNS, your VPN and this machine’s hosts file.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_NAME_NOT_RESOLVED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
