import { methodOf } from '../../cors/flow.ts';
import { LET_THROUGH } from '../redirect.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-unauthorized',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Preflight requires a login',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status }, flow }) => {
    if (status !== 401 && status !== 407) return null;
    const method = methodOf(flow);
    return {
      headline: `The server answered the preflight with ${code(`${status}`)}: it requires a login first.`,
      explanation: `A preflight never carries cookies or an \`Authorization\` header, so it can’t log in. The server checks the login before it handles CORS, and your ${code(method)} was never sent.`,
      fix: LET_THROUGH,
      evidence: [{ in: 'response', header: ':status', value: `${status}` }],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 401 Unauthorized
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
