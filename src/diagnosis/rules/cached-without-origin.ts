import { cacheHit } from '../cache.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'cached-without-origin',
  explains: ['allow-origin-missing'],
  spec: 'cors-protocol-and-http-caches',
  severity: 'error',
  title: 'Cached response without CORS headers',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { origin, stage, status }, exchange }) => {
    const hit = cacheHit(exchange.response?.headers ?? []);
    if (stage === 'preflight' || hit === null || status >= 300) return null;
    return {
      headline: `A cache returned a response without CORS headers (${code(`${hit[0]}: ${hit[1]}`)}).`,
      explanation: `The cache may have stored the response to a request without an \`Origin\`, such as an image or a visit in a tab: many servers send CORS headers only if there is one. It now returns the same to ${code(origin)}.`,
      fix: 'Send the CORS headers and `Vary: Origin` on every response from this address, whether or not the request has an `Origin`, then clear the cache.',
      evidence: [
        { in: 'response', header: hit[0], value: hit[1] },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
      confidence: 'possible',
    };
  },
});

export const example = {
  broken: `
      GET /logo.svg HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Cache-Control: public, max-age=600
      Age: 42
      X-Cache: HIT`,
  fixed: `
      GET /logo.svg HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *
      Cache-Control: public, max-age=600
      Age: 42
      X-Cache: HIT`,
} satisfies Example;
