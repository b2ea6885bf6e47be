import { methodOf } from '../../cors/flow.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-not-found',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'No route for the preflight',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status }, flow, exchange }) => {
    if (status !== 404 && status !== 410) return null;
    const method = methodOf(flow);
    return {
      headline: `The server has no route for ${code(`OPTIONS ${pathOf(exchange.url)}`)}: it answered ${code(`${status}`)}.`,
      explanation: `Before ${code(method)} the browser asks with ${code('OPTIONS')} at the same address, and needs a status from 200 to 299. Either no route answers ${code('OPTIONS')} there, or the address is wrong.`,
      fix: 'Check the URL; then answer `OPTIONS` with `204` and the CORS headers, using your framework’s CORS middleware before the routes.',
      evidence: [{ in: 'response', header: ':status', value: `${status}` }],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 404 Not Found
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

function pathOf(url: string): string {
  return new URL(url).pathname;
}
