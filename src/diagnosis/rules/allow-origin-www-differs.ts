import { bothOrigins, mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-www-differs',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin differs by www',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const both = bothOrigins(cause);
    if (both === null) return null;
    const { page, allowed } = both;
    if (page.host === allowed.host || withoutWww(page.host) !== withoutWww(allowed.host)) return null;
    return mismatchFinding(cause, {
      explanation: `${code(page.host)} and ${code(allowed.host)} are different hosts to the browser, even if both show the same site. An origin has to match as a whole.`,
      fix: `Send \`Access-Control-Allow-Origin: ${cause.origin}\`, and redirect one of the two hosts to the other, so that only one is in use.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://www.app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}
