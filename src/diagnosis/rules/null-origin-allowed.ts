import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'null-origin-allowed',
  explains: ['allowed'],
  spec: 'concept-cors-check',
  severity: 'warning',
  title: 'Origin null is allowed',
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    if (verdict.origin !== 'null') return null;
    const value = getHeader(exchange.response?.headers ?? [], 'Access-Control-Allow-Origin');
    if (value !== 'null') return null;
    return {
      headline: `The server allows ${code('null')}, which any page can send.`,
      explanation: `Your page has no origin of its own and sends ${code('null')}. Any page on the web can do the same with a sandboxed frame, and then read this response.`,
      fix: 'Serve the page over http or https and allow its origin; remove `null` from the list on the server. For public data, send `*`.',
      evidence: [{ in: 'response', header: 'Access-Control-Allow-Origin', value }],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: null

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: null`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
