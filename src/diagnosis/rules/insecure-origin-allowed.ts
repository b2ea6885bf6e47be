import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'insecure-origin-allowed',
  explains: ['allowed'],
  spec: 'cors-protocol-and-credentials',
  severity: 'warning',
  title: 'An http page reads an https API',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const isRisk = verdict.origin?.startsWith('http:') && exchange.url.startsWith('https:');
    const isLocal = /^http:\/\/(?:localhost|127\.|\[::1\]|[^/]*\.localhost)/.test(verdict.origin ?? '');
    if (!isRisk || isLocal || verdict.credentials !== 'include') return null;
    return {
      headline: `The API uses https, and lets ${code(verdict.origin ?? '')}, an http page, read it with credentials.`,
      explanation:
        'Anyone between the user and the http page (on public Wi-Fi, for example) can change that page, and through it read this API with the user’s cookies.',
      fix: 'Serve the page over https, and allow only its https origin.',
      evidence: [{ in: 'request', header: 'Origin', value: verdict.origin }],
    };
  },
});

export const example = {
  broken: `
      GET https://api.example.com/me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Vary: Origin`,
  fixed: `
      GET https://api.example.com/me HTTP/1.1
      Origin: https://app.example.com
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: https://app.example.com
      Access-Control-Allow-Credentials: true
      Vary: Origin`,
} satisfies Example;
