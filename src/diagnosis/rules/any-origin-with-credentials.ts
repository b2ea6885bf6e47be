import { getHeader } from '../../http/header-list.ts';
import { originOf } from '../../http/origin.ts';
import { codeList, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'any-origin-with-credentials',
  explains: ['allowed'],
  spec: 'cors-protocol-and-credentials',
  severity: 'warning',
  title: 'Any origin may be allowed, with credentials',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, surroundings, verdict }) => {
    if (verdict.credentials !== 'include') return null;
    const server = originOf(exchange.url);
    const echoed = server === null ? [] : surroundings.originsEchoed(server);
    if (new Set(echoed.map(siteOf)).size < 2) return null;
    return {
      headline: `The server allowed ${codeList(echoed.slice(0, 3))}, each with credentials: it may allow any origin.`,
      explanation:
        'It seems to echo whatever origin is asking. If it does, any site that a user visits can read their data here, using their cookies.',
      fix: 'Compare the `Origin` with a list on the server, and send it back only if it is in the list.',
      evidence: [
        {
          in: 'response',
          header: 'Access-Control-Allow-Origin',
          value: getHeader(exchange.response?.headers ?? [], 'Access-Control-Allow-Origin'),
        },
      ],
      confidence: 'possible',
    };
  },
});

export const example = {
  broken: `
      GET /me HTTP/1.1
      Origin: https://stranger.example.net
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: https://stranger.example.net
      Access-Control-Allow-Credentials: true
      Vary: Origin

      GET /me HTTP/1.1
      Origin: http://app.example.com:5173
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
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

/** The last two labels of the host: enough to tell an own subdomain from a stranger. */
function siteOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname.split('.').slice(-2).join('.') : origin;
}
