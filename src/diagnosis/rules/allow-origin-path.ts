import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-path',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin has a path',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const { origin, value } = cause;
    if (!value.startsWith(`${origin}/`) || /[\s,]/.test(value)) return null;
    return mismatchFinding(cause, {
      explanation: `An origin is scheme, host and port; ${code(value.slice(origin.length))} is a path. The browser compares the whole value character by character, so it never matches.`,
      fix: `Send \`Access-Control-Allow-Origin: ${origin}\`, without the path.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173/app`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
