import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-headers-malformed',
  explains: ['allow-headers-malformed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Access-Control-Allow-Headers is malformed',
  names: { chrome: ['InvalidAllowHeadersPreflightResponse'], firefox: ['CORSInvalidAllowHeader'] },
  find: ({ cause: { value, token } }) => ({
    headline: `The server sends an \`Access-Control-Allow-Headers\` that can’t be parsed: ${code(value)}.`,
    explanation: `${code(token)} is not a valid header name, and one invalid name makes the browser reject the whole list. Separate names with commas, without quotes, semicolons or brackets.`,
    fix: `Send names separated by commas, such as \`Access-Control-Allow-Headers: content-type, x-request-id\`.`,
    evidence: [{ in: 'response', header: 'Access-Control-Allow-Headers', value }],
  }),
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: content-type; x-request-id

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: content-type, x-request-id

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
