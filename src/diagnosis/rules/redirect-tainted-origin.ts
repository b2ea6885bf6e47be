import { exchangeOf } from '../../cors/flow.ts';
import { originOf } from '../../http/origin.ts';
import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-tainted-origin',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-request-tainted-origin',
  severity: 'error',
  title: 'Redirected from one cross-origin server to another',
  leads: true,
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause, verdict, flow, exchange }) => {
    if (cause.origin !== 'null' || verdict.origin === 'null' || cause.hop === 0) return null;
    const before = flow.hops[cause.hop - 1];
    const from = before === undefined ? null : originOf(exchangeOf(before).url);
    return mismatchFinding(cause, {
      headline: `A redirect from ${code(from ?? '')} to ${code(originOf(exchange.url) ?? '')} made the browser send ${code('null')} as the origin.`,
      explanation: `After a redirect between two servers that are both cross-origin, the browser no longer vouches for your page and sends \`Origin: null\`. The second server allows ${code(cause.value)}, which does not match.`,
      fix: `Request ${code(exchange.url)} directly, so that the browser sends your page’s origin.`,
    });
  },
});

export const example = {
  broken: `
      GET /old HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://cdn.example.com:8001/new

      GET /new HTTP/1.1
      Host: cdn.example.com:8001
      Origin: null

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  fixed: `
      GET /new HTTP/1.1
      Host: cdn.example.com:8001
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
