import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-list',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Several origins in one header',
  names: {
    chrome: ['MultipleAllowOriginValues', 'PreflightMultipleAllowOriginValues'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const { origin, value, lines } = cause;
    // A page without an origin is in no list.
    if (origin === 'null' || lines.length > 1 || !/[ ,]/.test(value)) return null;
    const isListed = value.split(/[ ,]+/).includes(origin);
    return mismatchFinding(cause, {
      headline: `The server sends several origins at once: ${code(value)}.`,
      explanation: `The header holds one origin, not a list, so the browser compares the whole text with ${code(origin)}. ${isListed ? 'That your origin is in the list does not help.' : 'Your origin is not in the list either.'}`,
      fix: `Keep the list on the server, look up the request’s \`Origin\` in it, and send only the match: \`Access-Control-Allow-Origin: ${origin}\` with \`Vary: Origin\`.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173, http://admin.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
