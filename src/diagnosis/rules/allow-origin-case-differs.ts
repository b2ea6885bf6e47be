import { mismatchFinding } from '../origin-mismatch.ts';
import { defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-case-differs',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin differs in upper and lower case',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    if (cause.value.toLowerCase() !== cause.origin.toLowerCase()) return null;
    return mismatchFinding(cause, {
      explanation:
        'Browsers write scheme and host in lower case, and compare the two values character by character: a capital letter makes it a different origin.',
      fix: `Send \`Access-Control-Allow-Origin: ${cause.origin}\`, in lower case.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: HTTP://App.Example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
