import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'mixed-content',
  explains: ['blocked-silently'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: mixed content (http from https)',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    if (!verdict.origin?.startsWith('https:') || !exchange.url.startsWith('http:')) return null;
    return {
      headline: `Your page uses https and requests ${host} over http.`,
      explanation:
        'Browsers do not let a secure page load what anyone on the network could change. The request was not sent.',
      fix: `Use ${code(exchange.url.replace(/^http:/, 'https:'))}, and have the server support https.`,
      evidence: [],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: https://app.example.com/

      net::`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
