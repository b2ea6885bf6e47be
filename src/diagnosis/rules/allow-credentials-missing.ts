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
  find: ({ cause: { value }, Answer, answer }) => {
    if (value !== null) return null;
    return {
      headline: `Your request sends credentials, and ${answer} has no \`Access-Control-Allow-Credentials\`.`,
      explanation: `${Answer} allows your origin, but not with cookies or other credentials. The browser then hides the whole response from your page.`,
      fix: "Send `Access-Control-Allow-Credentials: true`; or, if the API needs no cookies, make the request without `credentials: 'include'` (`withCredentials`).",
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
