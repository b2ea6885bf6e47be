import { whoAnswered } from '../answerers.ts';
import { allowOriginFor, answererName, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'gateway-error',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Gateway error without CORS headers',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { origin, stage, status }, exchange }) => {
    const what = WHAT[status];
    if (stage === 'preflight' || what === undefined) return null;
    const name = answererName(whoAnswered(exchange), 'The gateway');
    return {
      headline: `${name} answered ${code(`${status}`)}: the server behind it ${what[0]}.`,
      explanation: `This response is the gateway’s own error page, not your application’s, and carries no CORS headers. So the browser hides it from ${code(origin)} and reports a CORS error; the failure behind the gateway is what to solve.`,
      fix: `${what[1]}; then let the gateway send ${allowOriginFor(origin)} on its own errors too, so that your code can read them.`,
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

      HTTP/1.1 502 Bad Gateway
      Server: nginx/1.22.1
      Content-Type: text/html`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 502 Bad Gateway
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

const WHAT: Readonly<Record<number, readonly [happened: string, first: string]>> = {
  502: ['is down, or sent an invalid response', 'Start the server behind the gateway, or read its log'],
  503: ['is down, overloaded or under maintenance', 'Look at the server behind the gateway, or wait'],
  504: [
    'did not respond in time',
    'Find out why the server behind the gateway is slow, or give it more time',
  ],
};
