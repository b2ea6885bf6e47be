import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

export default defineRule({
  id: 'blocked-before-sending',
  explains: ['blocked-silently'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked before it was sent',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The browser blocked the request to ${host} before it was sent.`,
      explanation:
        'The recording does not say why. A Content Security Policy of your page, request blocking in DevTools, a port reserved for another protocol, or a service worker can do this.',
      fix: 'Look in the console, which names the reason; for a Content Security Policy, add the address to its `connect-src`.',
      evidence: [],
      confidence: 'possible',
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
