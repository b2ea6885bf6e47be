import { redirectOf } from '../redirect.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-to-other-host',
  explains: ['allow-origin-missing', 'allow-origin-mismatch', 'preflight-redirected'],
  spec: 'http-redirect-fetch',
  severity: 'error',
  title: 'Redirected to another host',
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
    if (redirect?.kind !== 'host') return null;
    const { from, to } = redirect;
    return {
      headline: `The server redirects ${code(from)} to another host: ${code(to)}.`,
      explanation:
        'Every response needs CORS headers, both the redirect and the one it leads to; and after a redirect between two cross-origin servers the browser sends `Origin: null`. A preflight may not be redirected at all.',
      fix: `Request ${code(to)} directly, and have that server send the CORS headers.`,
      evidence: redirect.evidence,
    };
  },
});

export const example = {
  broken: `
      GET /files/1 HTTP/1.1
      Host: api.example.com:8000
      Origin: http://app.example.com:5173

      HTTP/1.1 301 Moved Permanently
      Location: http://cdn.example.com:8001/files/1`,
  fixed: `
      GET /files/1 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
