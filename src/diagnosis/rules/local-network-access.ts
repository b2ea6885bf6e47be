import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'local-network-access',
  explains: ['local-network-access'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: local network access refused',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const isSecure = verdict.origin?.startsWith('https:') === true;
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `Your page may not reach ${host}, which is on your own machine or network.`,
      explanation:
        'Browsers let a page from the internet reach a local network only if it is served over https and the user agrees. No header can replace that: `Access-Control-Allow-Private-Network`, which older advice recommends, no longer has any effect.',
      fix: `${isSecure ? 'Allow' : 'Serve the page over https, and allow'} access to the local network when the browser asks, or in the site settings; a frame also needs \`allow="local-network-access"\`.`,
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
