import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'local-network-target',
  explains: ['unknown'],
  spec: 'http-fetch',
  severity: 'error',
  title: 'Possibly local network access',
  leads: true,
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const isSilent = exchange.response === null && exchange.netError === 'net::ERR_FAILED';
    const page = verdict.origin === null ? null : hostOf(verdict.origin);
    const target = hostOf(exchange.url);
    if (!isSilent || page === null || target === null || spaceOf(target) <= spaceOf(page)) return null;
    return {
      headline: `Your page may not be allowed to reach ${code(target)}, which is on your own machine or network.`,
      explanation: `Browsers let a page such as ${code(verdict.origin ?? '')} reach a local network only if it is served over https and the user agrees; otherwise the request is never sent. No header can replace that: \`Access-Control-Allow-Private-Network\`, which older advice recommends, no longer has any effect.`,
      fix: 'Serve the page over https, and allow access to the local network when the browser asks, or in the site settings.',
      evidence: [],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET http://192.168.1.20/status HTTP/1.1
      Referer: https://app.example.com/

      net::ERR_FAILED`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** How private an address is. https://wicg.github.io/local-network-access/#ip-address-space-section */
function spaceOf(host: string): 0 | 1 | 2 {
  if (/^127\.|^\[::1\]$|^(?:.+\.)?localhost$|^0\.0\.0\.0$/.test(host)) return 2;
  return /^10\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^\[f[cde]|\.local$/.test(host) ? 1 : 0;
}
