import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-null',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin is null',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    if (cause.value !== 'null') return null;
    return mismatchFinding(cause, {
      explanation: `${code('null')} stands for pages without an origin of their own: files, sandboxed frames, some redirects. It never matches a real page, and it lets in any page that hides its origin.`,
      fix: `Send \`Access-Control-Allow-Origin: ${cause.origin}\`, and never \`null\`: look for an empty setting, or a list in which your origin is missing.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: null`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
