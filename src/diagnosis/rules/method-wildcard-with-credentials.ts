import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'method-wildcard-with-credentials',
  explains: ['method-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Wildcard methods with credentials',
  names: { chrome: ['MethodDisallowedByPreflightResponse'], firefox: ['CORSMethodNotFound'] },
  find: ({ cause: { method, allowed } }) => {
    if (!allowed.includes('*')) return null;
    return {
      headline: `The server allows methods with ${code('*')}, and your ${code(method)} sends credentials.`,
      explanation: `With credentials, ${code('*')} is not a wildcard but a method of that name. So ${code(method)} is not allowed.`,
      fix: `Name the methods: \`Access-Control-Allow-Methods: ${method}\`, on the preflight.`,
      evidence: [
        { in: 'response', header: 'Access-Control-Allow-Methods', value: allowed.join(', ') },
        { in: 'request', header: 'Access-Control-Request-Method', value: method },
      ],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Access-Control-Allow-Methods: *

      PUT /orders/7 HTTP/1.1
      Cookie: session=1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1
      Cookie: session=1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true`,
} satisfies Example;
