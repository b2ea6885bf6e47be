import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-redirected',
  explains: ['preflight-redirected'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Preflight redirected',
  leads: true,
  names: {
    chrome: ['PreflightDisallowedRedirect'],
    firefox: ['CORSExternalRedirectNotAllowed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status, location }, exchange }) => ({
    headline: `The server answered the preflight with a redirect, from ${code(exchange.url)} to ${code(location ?? 'nowhere')}.`,
    explanation: `A preflight has to be answered at the same address, with a status from 200 to 299. The browser does not follow a ${code(`${status}`)} here, so your request was never sent.`,
    fix: location
      ? `Request ${code(location)} directly, or answer ${code('OPTIONS')} before redirecting.`
      : `Answer ${code('OPTIONS')} with \`204\` and the CORS headers, before redirecting.`,
    evidence: [
      { in: 'response', header: ':status', value: `${status}` },
      { in: 'response', header: 'Location', value: location },
    ],
  }),
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 308 Permanent Redirect
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://api.example.com:8000/v2/orders/7

      PUT /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /v2/orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /v2/orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
