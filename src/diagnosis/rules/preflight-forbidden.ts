import { methodOf } from '../../cors/flow.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-forbidden',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Preflight forbidden',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status }, flow }) => {
    if (status !== 403) return null;
    const method = methodOf(flow);
    return {
      headline: `The server refused the preflight with ${code('403')}.`,
      explanation: `Something rejects the ${code('OPTIONS')} request: a check for a login or token, a firewall, or a list of origins without yours. A preflight carries no cookies and no token, and your ${code(method)} was never sent.`,
      fix: 'Find the layer that answers `403`, let `OPTIONS` through, and add your origin to its list.',
      evidence: [{ in: 'response', header: ':status', value: `${status}` }],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 403 Forbidden
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
