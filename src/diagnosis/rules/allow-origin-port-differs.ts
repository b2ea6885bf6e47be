import { bothOrigins, mismatchFinding } from '../origin-mismatch.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-port-differs',
  explains: ['allow-origin-mismatch'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Allowed origin has a different port',
  names: {
    chrome: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: ['CORSAllowOriginNotMatchingOrigin'],
  },
  find: ({ cause }) => {
    const both = bothOrigins(cause);
    if (both === null) return null;
    const { page, allowed } = both;
    if (page.scheme !== allowed.scheme || page.host !== allowed.host || page.port === allowed.port)
      return null;
    return mismatchFinding(cause, {
      explanation: `The port is part of the origin: ${portOf(page.port)} is not ${portOf(allowed.port)}. The usual reason is a development server that moved to another port, or a list written for production.`,
    });
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:3000`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

function portOf(port: string): string {
  return port === '' ? 'the default port' : `port ${code(port)}`;
}
