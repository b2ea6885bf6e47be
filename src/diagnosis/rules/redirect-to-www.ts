import { redirectOf } from '../redirect.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-to-www',
  explains: ['allow-origin-missing', 'allow-origin-mismatch', 'preflight-redirected'],
  spec: 'http-redirect-fetch',
  severity: 'error',
  title: 'Redirected to or from www',
  leads: true,
  names: {
    chrome: [
      'MissingAllowOriginHeader',
      'AllowOriginMismatch',
      'PreflightDisallowedRedirect',
      'PreflightMissingAllowOriginHeader',
    ],
    firefox: ['CORSMissingAllowOrigin', 'CORSAllowOriginNotMatchingOrigin', 'CORSExternalRedirectNotAllowed'],
  },
  find: (context) => {
    const redirect = redirectOf(context);
    if (redirect?.kind !== 'www') return null;
    const { from, to } = redirect;
    return {
      headline: `The server redirects ${code(from)} to ${code(to)}.`,
      explanation:
        'The two differ only by `www.`, and are different origins to the browser. A preflight may not be redirected at all, and a redirect without CORS headers blocks any other request.',
      fix: `Write ${code(to)} in your code.`,
      evidence: redirect.evidence,
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Host: api.example.com:8000
      Origin: http://app.example.com:5173

      HTTP/1.1 301 Moved Permanently
      Location: http://www.api.example.com:8000/orders`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
