import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'method-case-differs',
  explains: ['method-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Method differs in upper and lower case',
  names: { chrome: ['MethodDisallowedByPreflightResponse'], firefox: ['CORSMethodNotFound'] },
  find: ({ cause: { method, allowed } }) => {
    const other = allowed.find((one) => one.toLowerCase() === method.toLowerCase());
    if (other === undefined) return null;
    return {
      headline: `Your code sends ${code(method)}, and the server allows ${code(other)}: method names are case-sensitive.`,
      explanation: `The browser capitalizes ${code('get')}, ${code('post')}, ${code('put')}, ${code('delete')}, ${code('head')} and ${code('options')} for you, and leaves every other method as you typed it. ${code(method)} is not ${code(other)}.`,
      fix:
        method === method.toUpperCase()
          ? `Send \`Access-Control-Allow-Methods: ${method}\`, in capitals.`
          : `Write \`method: '${method.toUpperCase()}'\` in your code, in capitals.`,
      evidence: [
        { in: 'response', header: 'Access-Control-Allow-Methods', value: allowed.join(', ') },
        { in: 'request', header: 'Access-Control-Request-Method', value: method },
      ],
      compare: { needed: { label: 'method', value: method }, found: { label: 'allowed', value: other } },
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: patch

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PATCH

      patch /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PATCH

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PATCH

      PATCH /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
