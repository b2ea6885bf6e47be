import { mismatchFinding } from '../origin-mismatch.ts';
import { allowOriginFor, code, codeList, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-conflicting',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Two different Access-Control-Allow-Origin values',
  leads: true,
  names: {
    chrome: ['MultipleAllowOriginValues', 'PreflightMultipleAllowOriginValues'],
    firefox: ['CORSMultipleAllowOriginNotAllowed', 'CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const { origin, value, lines } = cause;
    if (lines.length < 2) return null;
    return mismatchFinding(cause, {
      headline: `The server sends ${codeList(lines)}; only one value is allowed.`,
      explanation: `The browser joins them into ${code(value)}, which is not a valid origin. Two layers add the header with different values: your application and the proxy in front of it, or two CORS middlewares.`,
      fix: `Decide which of the two keeps CORS, and let it send ${allowOriginFor(origin)}. Remove the header from the other.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
