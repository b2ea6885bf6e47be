import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-mismatch',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'A different origin is allowed',
  names: {
    chrome: [
      'AllowOriginMismatch',
      'InvalidAllowOriginValue',
      'PreflightAllowOriginMismatch',
      'PreflightInvalidAllowOriginValue',
    ],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) =>
    mismatchFinding(cause, {
      explanation:
        'The server allows one origin, and it is not yours. The browser compares the two values character by character.',
      fix: `Add ${code(cause.origin)} to the origins that the server allows, and send back the one that is asking: \`Access-Control-Allow-Origin: ${cause.origin}\` with \`Vary: Origin\`.`,
    }),
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://shop.example.org`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
