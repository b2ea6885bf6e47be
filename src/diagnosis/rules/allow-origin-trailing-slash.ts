import { mismatchFinding } from '../origin-mismatch.ts';
import { defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-trailing-slash',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin ends with a slash',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    if (cause.value !== `${cause.origin}/`) return null;
    return mismatchFinding(cause, {
      explanation:
        'An origin has no path, so it does not end with a slash. The browser compares the two character by character, and the slash is one character too many.',
      fix: `Send \`Access-Control-Allow-Origin: ${cause.origin}\`, without the slash.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173/`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
