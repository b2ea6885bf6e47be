import { getHeader } from '../../http/header-list.ts';
import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'embedding-forbidden',
  explains: ['blocked-by-response'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: embedding forbidden',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, cause }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    const byCoep = /Coep|Dip/.test(cause.netError ?? '');
    return {
      headline: byCoep
        ? `Your page allows only responses that opt in, and the one from ${host} does not.`
        : `${host} does not let other sites embed this response.`,
      explanation: byCoep
        ? 'Your page sends `Cross-Origin-Embedder-Policy`, so every response from elsewhere needs `Cross-Origin-Resource-Policy`, or has to be requested with CORS. This one has neither.'
        : `The request was made without CORS (by an image, a script, or \`no-cors\`), and the response carries a \`Cross-Origin-Resource-Policy\` that does not include your site${cause.netError === null ? ', or has none, and the `Cross-Origin-Embedder-Policy` of your page demands one' : ''}.`,
      fix: 'Send `Cross-Origin-Resource-Policy: cross-origin` on the resource if everyone may embed it; or request it with CORS: `crossorigin` on the element, and `Access-Control-Allow-Origin` on the response.',
      evidence: [
        {
          in: 'response',
          header: 'Cross-Origin-Resource-Policy',
          value: exchange.response && getHeader(exchange.response.headers, 'Cross-Origin-Resource-Policy'),
        },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
