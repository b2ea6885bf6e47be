import { defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-credentials-missing',
  explains: ['allow-credentials-not-true'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'No Access-Control-Allow-Credentials',
  names: {
    chrome: ['InvalidAllowCredentials', 'PreflightInvalidAllowCredentials'],
    firefox: ['CORSMissingAllowCredentials'],
  },
  find: ({ cause: { value, stage, hop }, verdict, Answer, answer }) => {
    if (value !== null) return null;
    const origin = verdict.failures.find(
      (one) => one.stage === stage && one.hop === hop && one.kind.startsWith('allow-origin-'),
    );
    const send = 'Send `Access-Control-Allow-Credentials: true`';
    return {
      headline: `Your request sends credentials, and ${answer} has no \`Access-Control-Allow-Credentials\`.`,
      explanation:
        origin === undefined
          ? `${Answer} allows your origin, but not with cookies or other credentials. The browser then hides the whole response from your page.`
          : 'Besides naming your origin, the response has to allow cookies and other credentials.',
      // The wildcard's own rule has named the alternative.
      fix:
        origin?.kind === 'allow-origin-wildcard'
          ? `${send} as well.`
          : `${send}; or, if the API needs no cookies, make the request without \`credentials: 'include'\` (\`withCredentials\`).`,
      evidence: [{ in: 'response', header: 'Access-Control-Allow-Credentials', value: null }],
    };
  },
});

export const example = {
  broken: `
      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Vary: Origin`,
  fixed: `
      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Vary: Origin`,
} satisfies Example;
