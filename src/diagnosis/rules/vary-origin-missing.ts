import { getHeader } from '../../http/header-list.ts';
import { cacheSign } from '../cache.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'vary-origin-missing',
  explains: ['allowed'],
  spec: 'cors-protocol-and-http-caches',
  severity: 'warning',
  title: 'Vary: Origin missing on a cacheable response',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const headers = exchange.response?.headers ?? [];
    const allowed = getHeader(headers, 'Access-Control-Allow-Origin');
    if (allowed === null || allowed === '*' || allowed !== verdict.origin) return null;
    const varies = /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(getHeader(headers, 'Vary') ?? '');
    const seen = varies ? null : cacheSign(headers);
    if (seen === null) return null;
    return {
      headline: `A cache may reuse this response, which allows only ${code(allowed)}, for other origins.`,
      explanation: `The response names one origin, has no \`Vary: Origin\`, and may be cached (${code(`${seen[0]}: ${seen[1]}`)}). A page from another origin then gets this response and is blocked.`,
      fix: 'Send `Vary: Origin` with it, if the server allows more than this one origin.',
      evidence: [
        { in: 'response', header: 'Vary', value: getHeader(headers, 'Vary') },
        { in: 'response', header: seen[0], value: seen[1] },
      ],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Cache-Control: public, max-age=600`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Cache-Control: public, max-age=600
      Vary: Origin`,
} satisfies Example;
