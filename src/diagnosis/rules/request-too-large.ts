import { whoAnswered } from '../answerers.ts';
import { allowOriginFor, answererName, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'request-too-large',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Request too large for the server',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { origin, stage, status }, exchange }) => {
    if (stage === 'preflight' || status !== 413) return null;
    const who = whoAnswered(exchange);
    const isNginx = who.some(({ id }) => id === 'nginx' || id === 'openresty');
    return {
      headline: `${answererName(who)} rejected the request as too large, with ${code('413')}.`,
      explanation: `A limit for request bodies was hit before your application saw the request, so the CORS headers are missing and the browser hides the response from ${code(origin)}. ${isNginx ? 'The default in nginx is one megabyte.' : 'Proxies and gateways have such limits too.'}`,
      fix: `Raise the limit${isNginx ? ' (`client_max_body_size 20m;`)' : ''} or send less; then send ${allowOriginFor(origin)} on error responses too.`,
      evidence: [
        { in: 'response', header: ':status', value: `${status}` },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 413 Content Too Large
      Server: nginx/1.22.1`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 413 Content Too Large
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
