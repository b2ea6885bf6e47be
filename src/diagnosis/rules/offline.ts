import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'offline',
  explains: ['offline'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: this machine was offline',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `This machine was offline when it requested ${host}.`,
      explanation: 'The browser could not send the request at all.',
      fix: 'Reconnect, or switch off “Offline” in the Network panel; then try again.',
      evidence: [],
      // Firefox does not say so: the request looks as one for which no connection was tried.
      confidence: exchange.netError === null ? 'likely' : 'certain',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_INTERNET_DISCONNECTED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
