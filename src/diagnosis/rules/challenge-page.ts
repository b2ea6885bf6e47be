import { getHeader } from '../../http/header-list.ts';
import { whoAnswered } from '../answerers.ts';
import { answererName, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'challenge-page',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Firewall challenge instead of the API',
  leads: true,
  names: {
    chrome: ['MissingAllowOriginHeader', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSMissingAllowOrigin'],
  },
  find: ({ cause: { stage, status }, exchange }) => {
    const headers = exchange.response?.headers ?? [];
    const mitigated = getHeader(headers, 'cf-mitigated');
    const isPage = /^text\/html/i.test(getHeader(headers, 'Content-Type') ?? '');
    if (mitigated === null && !(isPage && (status === 403 || status === 503))) return null;
    const who = whoAnswered(exchange);
    const isFirewall = who.some(({ layer, confidence }) => layer === 'cdn' && confidence === 'certain');
    if (mitigated === null && !isFirewall) return null;
    return {
      headline: `${answererName(who)} answered with a challenge page (${code(`${status}`)}) instead of your API’s response.`,
      explanation: `The firewall in front of the server took ${stage === 'preflight' ? 'the preflight' : 'the request'} for a bot’s. A challenge needs a click or a script in a tab; ${stage === 'preflight' ? 'a preflight never carries the cookie that proves it was passed' : 'a request made by script cannot show one'}.`,
      fix: 'Exclude the API’s path from the challenge with a firewall rule, and always let `OPTIONS` through.',
      evidence: [
        { in: 'response', header: ':status', value: `${status}` },
        ...(mitigated === null
          ? []
          : [{ in: 'response', header: 'cf-mitigated', value: mitigated } as const]),
      ],
      confidence: mitigated === null ? 'likely' : 'certain',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 403 Forbidden
      Server: cloudflare
      CF-RAY: 8f1c2b3d4e5f6a7b-ZRH
      cf-mitigated: challenge
      Content-Type: text/html; charset=UTF-8`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
