import { allowOriginFor, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'error-response-without-allow-origin',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Error response without CORS headers',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { origin, stage, status } }) => {
    if (stage === 'preflight' || status < 400) return null;
    const who = status >= 500 ? 'The server failed' : 'The server refused the request';
    return {
      headline: `The server answered ${code(`${status}`)}, and its error response has no CORS headers.`,
      explanation: `${who} first: that is the problem to solve. The browser then hides the error from ${code(origin)}, since the response has no \`Access-Control-Allow-Origin\`, and reports a CORS error.`,
      fix: `${FIRST[status] ?? (status >= 500 ? 'Read the server log for this request' : 'Find out why the server refuses the request')}; then send ${allowOriginFor(origin)} on error responses too, so that your code can read the error.`,
      evidence: [
        { in: 'response', header: ':status', value: `${status}` },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 500 Internal Server Error
      Content-Type: text/plain`,
  fixed: `
      GET /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 500 Internal Server Error
      Content-Type: text/plain
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

const FIRST: Readonly<Record<number, string>> = {
  401: 'Log in, or send the credentials that the server asks for',
  403: 'Find out why the server forbids this request',
  404: 'Check the URL: the server has nothing at this address',
  405: 'Check the method: the server does not accept it at this address',
  413: 'Send less, or raise the limit for request bodies',
  429: 'Send fewer requests, or raise the limit',
  502: 'Look at the server behind the gateway: its response was invalid, or it sent none',
  503: 'Look at the server behind the gateway: it is down or overloaded',
  504: 'Look at the server behind the gateway: it did not respond in time',
};
