import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-credentials-not-true',
  explains: ['allow-credentials-not-true'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Access-Control-Allow-Credentials is not true',
  names: {
    chrome: ['InvalidAllowCredentials', 'PreflightInvalidAllowCredentials'],
    firefox: ['CORSMissingAllowCredentials'],
  },
  find: ({ cause: { value } }) => ({
    headline: `The server sends \`Access-Control-Allow-Credentials: ${plain(value)}\`; only ${code('true')} counts.`,
    explanation: `The browser compares the value character by character with ${code('true')}, in lower case and once. Your request sends credentials, so any other value blocks it.`,
    fix: 'Send `Access-Control-Allow-Credentials: true`, in lower case and only once.',
    evidence: [{ in: 'response', header: 'Access-Control-Allow-Credentials', value }],
    compare: { needed: { label: 'needed', value: 'true' }, found: { label: 'sent', value: value ?? '' } },
  }),
});

export const example = {
  broken: `
      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: True
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

function plain(value: string | null): string {
  return code(value ?? '').slice(1, -1);
}
