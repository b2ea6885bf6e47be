import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-methods-malformed',
  explains: ['allow-methods-malformed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Access-Control-Allow-Methods is malformed',
  names: { chrome: ['InvalidAllowMethodsPreflightResponse'], firefox: ['CORSInvalidAllowMethod'] },
  find: ({ cause: { value, token } }) => ({
    headline: `The server sends an \`Access-Control-Allow-Methods\` that can’t be parsed: ${code(value)}.`,
    explanation: `${code(token)} is not a valid method name, and one invalid name makes the browser reject the whole list. Separate names with commas, without quotes, semicolons or brackets.`,
    fix: `Send names separated by commas, such as \`Access-Control-Allow-Methods: GET, PUT\`.`,
    evidence: [{ in: 'response', header: 'Access-Control-Allow-Methods', value }],
  }),
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: GET; PUT

      PUT /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: GET, PUT

      PUT /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
