import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'no-answer-in-time',
  explains: ['timeout'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: timed out',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} did not respond in time.`,
      explanation: 'The wait ended before it came, so there is no response for CORS to check.',
      fix: 'Check the server: it may be overloaded, or a firewall may drop the packets. A wrong address inside a private network looks the same.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_CONNECTION_TIMED_OUT`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
