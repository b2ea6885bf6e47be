import { code, defineRule, givingOrigin, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-wildcard-with-credentials',
  explains: ['allow-origin-wildcard'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Wildcard origin with credentials',
  names: {
    chrome: ['WildcardOriginNotAllowed', 'PreflightWildcardOriginNotAllowed'],
    firefox: ['CORSNotSupportingCredentials'],
  },
  find: ({ cause: { origin }, Answer, answer, verdict, exchange }) => ({
    headline: `${Answer} allows any origin (${code('*')}), but your request includes credentials.`,
    explanation: `${code('*')} means “anyone, without cookies”. With credentials, ${answer} has to name your origin, ${origin === 'null' ? `and the browser sent ${code('null')}, which no server should allow` : code(origin)}.`,
    fix: `${origin === 'null' ? givingOrigin({ verdict, exchange }) : `Send \`Access-Control-Allow-Origin: ${origin}\` with \`Access-Control-Allow-Credentials: true\` and \`Vary: Origin\``}; or, if the API needs no cookies, make the request without \`credentials: 'include'\` (\`withCredentials\`).`,
    evidence: [
      { in: 'response', header: 'Access-Control-Allow-Origin', value: '*' },
      { in: 'request', header: 'Origin', value: origin },
    ],
    compare: { needed: { label: 'page', value: origin }, found: { label: 'allowed', value: '*' } },
  }),
});

export const example = {
  broken: `
      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *
      Access-Control-Allow-Credentials: true`,
  fixed: `
      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Vary: Origin`,
} satisfies Example;
