import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'blocked-by-extension',
  explains: ['blocked-by-client', 'unknown'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked by an extension',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange, cause, surroundings }) => {
    // Firefox does not say so. What it stopped itself has no timing in the page, and a service worker would have been seen.
    const isLikely =
      exchange.unsent === 'blocked' && exchange.readable === false && !surroundings.hasServiceWorker;
    if (cause.kind === 'unknown' && !isLikely) return null;
    const host = code(originOf(exchange.url) ?? exchange.url);
    const isCertain = cause.kind === 'blocked-by-client';
    return {
      headline: isCertain
        ? `An extension or ad blocker blocked the request to ${host}.`
        : `Something in this browser blocked the request to ${host}: most likely an extension or ad blocker.`,
      explanation: isCertain
        ? 'An extension in this browser blocks the address, so nothing was sent. The server never saw the request.'
        : 'The server never saw the request. Firefox does not say what blocked it: request blocking in its Network panel looks the same, and so does a service worker of your page that gave no response.',
      fix: 'Try in a window without extensions. If that works, allow the address in the blocker, or choose a path that blockers do not list (words such as `ads`, `track` and `analytics` are listed).',
      evidence: [],
      confidence: isCertain ? 'certain' : 'possible',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_CLIENT`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
