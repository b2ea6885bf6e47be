import { bothOrigins, mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-localhost-alias',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'localhost allowed under a different name',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const both = bothOrigins(cause);
    if (both === null) return null;
    const { page, allowed } = both;
    if (page.host === allowed.host || !LOCAL.has(page.host) || !LOCAL.has(allowed.host)) return null;
    return mismatchFinding(cause, {
      explanation: `${code(page.host)} and ${code(allowed.host)} reach the same machine but are different origins: the browser compares host names, not addresses.`,
      fix: `Send \`Access-Control-Allow-Origin: ${cause.origin}\`, or open the page as ${code(cause.value)}.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://127.0.0.1:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://localhost:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://127.0.0.1:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://127.0.0.1:5173`,
} satisfies Example;

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);
