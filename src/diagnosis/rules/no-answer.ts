import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'no-answer',
  explains: ['network'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: no response',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange, cause }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The request to ${host} got no response.`,
      explanation: `There is no response for CORS to check${cause.netError ? `; the browser reports ${code(cause.netError)}` : ''}. The server may be down, its name unknown, its certificate not trusted, or the page cancelled the request: Firefox does not tell DevTools which.`,
      fix: 'Open the URL in a tab, which shows the reason.',
      evidence: [],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_SOMETHING_ELSE`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
