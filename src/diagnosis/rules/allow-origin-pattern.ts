import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-pattern',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin is a pattern',
  names: {
    chrome: [
      'AllowOriginMismatch',
      'InvalidAllowOriginValue',
      'PreflightAllowOriginMismatch',
      'PreflightInvalidAllowOriginValue',
    ],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const { origin, value } = cause;
    if (!/[*^$\\{}]/.test(value)) return null;
    return mismatchFinding(cause, {
      explanation: `Browsers do not support patterns here: ${code(value)} is compared character by character like any other text. Only ${code('*')} on its own has a meaning, and only without credentials.`,
      fix: `Match the request’s \`Origin\` on the server, anchored at both ends, and send the origin itself: \`Access-Control-Allow-Origin: ${origin}\` with \`Vary: Origin\`.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://*.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
