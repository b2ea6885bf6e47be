import { originParts } from '../../http/origin.ts';
import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-malformed',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin is not a valid origin',
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
    if (originParts(value) !== null) return null;
    const isEmpty = value === '';
    return mismatchFinding(cause, {
      headline: isEmpty
        ? 'The server sends an empty `Access-Control-Allow-Origin`.'
        : `The server allows ${code(value)}, which is not a valid origin. Your page is ${code(origin)}.`,
      explanation: `An origin is a scheme, \`://\` and a host, plus the port if it is not the default, and nothing else. ${isEmpty ? 'A setting on the server is probably empty.' : `${code(value)} does not have this form.`}`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
