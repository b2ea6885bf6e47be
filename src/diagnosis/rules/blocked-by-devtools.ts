import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-devtools',
  explains: ['blocked-silently'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: request blocking in DevTools',
  names: { chrome: [], firefox: [] },
  // Chromium 156 lists no fetch that a Content Security Policy stopped, but images, scripts and the like.
  find: ({ exchange: { url, netError, resourceType } }) => {
    if (netError !== '' || !/^(?:fetch|xhr)$/.test(resourceType ?? '')) return null;
    return {
      headline: `DevTools itself blocked the request to ${code(originOf(url) ?? url)}.`,
      explanation:
        'The request was not sent. The recording gives no reason, and of the reasons that Chromium does not name, request blocking in DevTools is the one that fits.',
      fix: 'Open “Request conditions” (“Network request blocking”) in DevTools, and remove the pattern or switch blocking off. If there is none, the console names the reason.',
      evidence: [],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
