import { getHeader } from '../../http/header-list.ts';
import { originParts } from '../../http/origin.ts';
import { cacheHit } from '../cache.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'cached-for-another-origin',
  explains: ['allow-origin-mismatch'],
  spec: 'cors-protocol-and-http-caches',
  severity: 'error',
  title: 'Cached response for a different origin',
  leads: true,
  names: { chrome: ['AllowOriginMismatch'], firefox: ['CORSAllowOriginNotMatchingOrigin'] },
  find: ({ cause, exchange }) => {
    const headers = exchange.response?.headers ?? [];
    const hit = cacheHit(headers);
    const varies = /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(getHeader(headers, 'Vary') ?? '');
    if (cause.stage === 'preflight' || hit === null || varies || originParts(cause.value) === null)
      return null;
    return {
      headline: `A cache returned a response meant for another page: it allows ${code(cause.value)}, and yours is ${code(cause.origin)}.`,
      explanation: `The response came from a cache (${code(`${hit[0]}: ${hit[1]}`)}), and it has no \`Vary: Origin\`, so the cache keeps one response for all pages. Whichever page asked first decides who may read it.`,
      fix: 'Send `Vary: Origin` on every response from this address, including those to requests without an `Origin`, and clear the cache; or, if the data is public, always send `Access-Control-Allow-Origin: *`.',
      evidence: [
        { in: 'response', header: hit[0], value: hit[1] },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: cause.value },
        { in: 'request', header: 'Origin', value: cause.origin },
      ],
      compare: {
        needed: { label: 'page', value: cause.origin },
        found: { label: 'allowed', value: cause.value },
      },
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://admin.example.com:5173
      Cache-Control: public, max-age=600
      Age: 42
      X-Cache: HIT`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Cache-Control: public, max-age=600
      Vary: Origin
      Age: 42
      X-Cache: HIT`,
} satisfies Example;
