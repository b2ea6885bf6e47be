import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'proxy-failed',
  explains: ['proxy'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: the proxy failed',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The proxy between this machine and ${host} refused the request or failed.`,
      explanation: 'Your machine sends its requests through a proxy, and the proxy did not forward this one.',
      fix: 'Check the proxy settings of your system and your VPN; then try again.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_PROXY_CONNECTION_FAILED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
