import { extractHeaderListValues } from '../../http/field-value.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'expose-headers-malformed',
  explains: ['allowed'],
  spec: 'cors-exposed-header-name-list',
  severity: 'warning',
  title: 'Access-Control-Expose-Headers is malformed',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const list = extractHeaderListValues(exchange.response?.headers ?? [], 'Access-Control-Expose-Headers');
    if (list.kind !== 'failure') return null;
    return {
      headline: `The server sends an \`Access-Control-Expose-Headers\` that can’t be parsed: ${code(list.value)}.`,
      explanation: `${code(list.token)} is not a valid header name, and one invalid name makes the browser silently ignore the whole list. Your code can read none of these headers.`,
      fix: 'Send names separated by commas, such as `Access-Control-Expose-Headers: x-total-count, link`.',
      evidence: [{ in: 'response', header: 'Access-Control-Expose-Headers', value: list.value }],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Expose-Headers: X-Total-Count; Link
      X-Total-Count: 120`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Expose-Headers: X-Total-Count, Link
      X-Total-Count: 120`,
} satisfies Example;
