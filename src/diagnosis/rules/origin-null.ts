import { mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'origin-null',
  explains: ['allow-origin-mismatch'],
  spec: 'origin-header',
  severity: 'error',
  title: 'The page has no origin of its own',
  leads: true,
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause, verdict }) => {
    if (cause.origin !== 'null' || verdict.origin !== 'null') return null;
    return mismatchFinding(cause, {
      headline: `Your page has no origin: the browser sent ${code('null')}, and the server allows ${code(cause.value)}.`,
      explanation: `A file, a \`data:\` URL and a frame with \`sandbox\` but without \`allow-same-origin\` have an opaque origin, which is sent as ${code('null')} and matches no allowed origin.`,
      fix: 'Serve the page over http or https, or add `allow-same-origin` to the frame. Do not allow `null` on the server: any page can send it.',
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: null

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
