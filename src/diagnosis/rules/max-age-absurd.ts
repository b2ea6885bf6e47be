import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, type Evidence, type Example } from '../rule.ts';

export default defineRule({
  id: 'max-age-absurd',
  explains: ['allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'warning',
  title: 'Access-Control-Max-Age is out of range',
  names: { chrome: [], firefox: [] },
  find: ({ flow, cause }) => {
    const { preflight } = flow.hops[cause.hop] ?? { preflight: null };
    const value = preflight?.response && getHeader(preflight.response.headers, 'Access-Control-Max-Age');
    if (!value || (/^\d+$/.test(value) && Number(value) <= 86_400)) return null;
    const isNumber = /^\d+$/.test(value);
    return {
      headline: `The server lets preflights be cached for ${code(value)}${isNumber ? ' seconds, longer than any browser does' : ', which is not a number of seconds'}.`,
      explanation: isNumber
        ? 'Chrome caches them for two hours at most, Firefox for a day, Safari for ten minutes, whatever the server says.'
        : 'Chrome then caches them for five seconds, Firefox not at all, so nearly every request needs a preflight.',
      fix: 'Send `Access-Control-Max-Age: 7200`, in seconds.',
      evidence: [
        { entry: preflight?.index ?? 0, in: 'response', header: 'Access-Control-Max-Age', value },
      ] as readonly Evidence[],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Max-Age: 31536000000

      PUT /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Max-Age: 7200

      PUT /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
