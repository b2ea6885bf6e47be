import { redirectOf } from '../redirect.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-to-https',
  explains: ['allow-origin-missing', 'allow-origin-mismatch', 'preflight-redirected'],
  spec: 'http-redirect-fetch',
  severity: 'error',
  title: 'Redirected from http to https',
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
    if (redirect?.kind !== 'https') return null;
    const { from, to } = redirect;
    return {
      headline: `The server redirects ${code(from)} to https.`,
      explanation:
        'Your code requests http, and the server redirects everyone to https. A preflight may not be redirected at all, and a redirect without CORS headers blocks any other request.',
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
      Location: https://api.example.com:8443/orders`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
