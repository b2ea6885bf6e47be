import { methodOf } from '../../cors/flow.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-status-not-ok',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Preflight status is not OK',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status }, flow }) => {
    const method = methodOf(flow);
    return {
      headline: `The server answered the preflight with ${code(`${status}`)}; only 200 to 299 counts as OK.`,
      explanation: `The browser asked with ${code('OPTIONS')} whether it may send ${code(method)}. Whatever headers the response has, this status refuses the request.`,
      fix: 'Answer `OPTIONS` with `204` and the CORS headers.',
      evidence: [{ in: 'response', header: ':status', value: `${status}` }],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 400 Bad Request
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
