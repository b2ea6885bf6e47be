import { inCapitals } from '../../http/method.ts';
import { code, codeList, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'method-not-allowed',
  explains: ['method-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Method not allowed by the preflight',
  names: { chrome: ['MethodDisallowedByPreflightResponse'], firefox: ['CORSMethodNotFound'] },
  find: ({ cause: { method, allowed } }) => {
    const capitals = inCapitals(method);
    const line = `\`Access-Control-Allow-Methods: ${[...allowed, capitals].join(', ')}\``;
    return {
      headline:
        allowed.length === 0
          ? `The server lists no methods, and your request is ${code(method)}.`
          : `The server allows ${codeList(allowed)}. Your request is ${code(method)}.`,
      explanation: `Only ${code('GET')}, ${code('HEAD')} and ${code('POST')} are allowed without being listed. ${code(method)} has to be listed in \`Access-Control-Allow-Methods\` of the preflight’s response, and is not.`,
      fix:
        capitals === method
          ? `Send ${line} on the preflight.`
          : `Write \`method: '${capitals}'\` in your code, in capitals, and send ${line} on the preflight.`,
      evidence: [
        {
          in: 'response',
          header: 'Access-Control-Allow-Methods',
          value: allowed.length === 0 ? null : allowed.join(', '),
        },
        { in: 'request', header: 'Access-Control-Request-Method', value: method },
      ],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: DELETE

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: GET, PUT

      DELETE /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: DELETE

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: GET, PUT, DELETE

      DELETE /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
