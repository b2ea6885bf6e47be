import { getHeader } from '../../http/header-list.ts';
import { isRedirectStatus } from '../../http/status.ts';
import { allowOriginFor, code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-without-allow-origin',
  explains: ['allow-origin-missing'],
  spec: 'concept-http-fetch',
  severity: 'error',
  title: 'Redirect without CORS headers',
  leads: true,
  names: { chrome: ['MissingAllowOriginHeader'], firefox: ['CORSMissingAllowOrigin'] },
  find: ({ cause: { stage, status, origin }, exchange }) => {
    if (stage === 'preflight' || !isRedirectStatus(status)) return null;
    const location = getHeader(exchange.response?.headers ?? [], 'Location');
    return {
      headline: `The server redirects ${code(exchange.url)} to ${code(location ?? 'nowhere')}, without CORS headers on the redirect.`,
      explanation: `The browser checks every response, redirects included, before it follows. This one has no \`Access-Control-Allow-Origin\` for ${code(origin)}.`,
      fix: location
        ? `Request ${code(location)} directly; if the redirect has to stay, send ${allowOriginFor(origin)} on it too.`
        : `Send ${allowOriginFor(origin)} on the redirect as well.`,
      evidence: [
        { in: 'response', header: ':status', value: `${status}` },
        { in: 'response', header: 'Location', value: location },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 301 Moved Permanently
      Location: http://api.example.com:8000/v2/orders`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 301 Moved Permanently
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://api.example.com:8000/v2/orders

      GET /v2/orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
