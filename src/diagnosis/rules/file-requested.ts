import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'file-requested',
  explains: ['scheme'],
  spec: 'http-fetch',
  severity: 'error',
  title: 'Not CORS: a file on this machine',
  names: { chrome: ['CorsDisabledScheme'], firefox: ['CORSRequestNotHttp'] },
  find: ({ exchange: { url } }) => ({
    headline: `Your page requests a file on this machine, ${code(url)}.`,
    explanation:
      'Browsers let no page read `file:` addresses, not even a page that is a file itself: each file counts as an origin of its own. Chrome’s console calls this a CORS error; no header can change it.',
    fix: 'Serve the folder over http, with `npx serve` or `python3 -m http.server` for instance, and open the page from there.',
    evidence: [],
  }),
});

export const example = {
  broken: `
      GET file:///home/me/data.json HTTP/1.1

      net::ERR_FAILED`,
  fixed: `
      GET /data.json HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
