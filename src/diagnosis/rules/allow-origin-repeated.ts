import { mismatchFinding } from '../origin-mismatch.ts';
import { allowOriginFor, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-repeated',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Access-Control-Allow-Origin sent twice',
  leads: true,
  names: {
    chrome: ['MultipleAllowOriginValues', 'PreflightMultipleAllowOriginValues'],
    firefox: ['CORSMultipleAllowOriginNotAllowed', 'CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const { origin, value } = cause;
    const values = value.split(',').map((one) => one.trim());
    const [first = ''] = values;
    if (values.length < 2 || values.some((one) => one !== first)) return null;
    return mismatchFinding(cause, {
      headline: `The response has \`Access-Control-Allow-Origin\` ${values.length === 2 ? 'twice' : `${values.length} times`}, as ${code(first)}. Only one is allowed.`,
      explanation: `The browser joins them into ${code(value)}, which is not a valid origin. Usually two layers add it: your application and the proxy in front of it, or two CORS middlewares.`,
      fix:
        first === origin || first === '*'
          ? 'Decide which of the two keeps CORS, and remove `Access-Control-Allow-Origin` from the other.'
          : `Decide which of the two keeps CORS, and let it send ${allowOriginFor(origin)}. Remove the header from the other.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
