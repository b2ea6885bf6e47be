import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-to-other-scheme',
  explains: ['unsafe-redirect'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: redirected to a non-HTTP address',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} redirects to an address that a page may not load.`,
      explanation:
        'A request may be redirected only to `http:` and `https:` addresses, not to files, data or applications.',
      fix: 'Have the server redirect to an http or https URL.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_UNSAFE_REDIRECT`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
