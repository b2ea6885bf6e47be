import { getHeader } from '../../http/header-list.ts';
import { whoAnswered } from '../answerers.ts';
import { allowOriginFor, answererName, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'rate-limited',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Too many requests',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { origin, stage, status }, exchange }) => {
    if (stage === 'preflight' || status !== 429) return null;
    const wait = getHeader(exchange.response?.headers ?? [], 'Retry-After');
    return {
      headline: `${answererName(whoAnswered(exchange))} refused the request with ${code('429')}: too many requests.`,
      explanation: `The rate limiter responds before your application does, without its CORS headers, so the browser hides the response from ${code(origin)} and reports a CORS error.${wait === null ? '' : ` The response asks you to wait: ${code(`Retry-After: ${wait}`)}.`}`,
      fix: `Send fewer requests, or raise the limit; then send ${allowOriginFor(origin)} on error responses too, so that your code can wait and try again.`,
      evidence: [
        { in: 'response', header: ':status', value: `${status}` },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 429 Too Many Requests
      Retry-After: 30`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 429 Too Many Requests
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
