import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-not-followed',
  explains: ['redirect-refused'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: redirect not followed',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `${host} redirects, and the browser did not follow.`,
      explanation:
        "The redirect itself is allowed. Your code asked with `redirect: 'error'`, or a service worker or the request’s mode does not allow following it.",
      fix: 'Request the final URL directly, or leave `redirect` at its default.',
      evidence: [],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Location: http://api.example.com:8000/orders/`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
