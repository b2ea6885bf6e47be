import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-loop',
  explains: ['too-many-redirects'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: redirect loop',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} keeps redirecting.`,
      explanation:
        'Browsers give up after twenty redirects. Two rules that undo each other cause this (http and https, with and without a slash, a login that is not remembered).',
      fix: 'Open the URL in a tab, follow where it leads, and remove one of the rules.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_TOO_MANY_REDIRECTS`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
