import { bothOrigins, mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-scheme-differs',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin has a different scheme',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const both = bothOrigins(cause);
    if (both === null) return null;
    const { page, allowed } = both;
    if (page.scheme === allowed.scheme || page.host !== allowed.host) return null;
    return mismatchFinding(cause, {
      explanation: `${code(page.scheme)} and ${code(allowed.scheme)} make different origins, even on the same host. The browser compares the two values character by character.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: https://app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
