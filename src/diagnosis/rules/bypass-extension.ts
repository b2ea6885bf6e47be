import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'bypass-extension',
  explains: ['allowed'],
  spec: 'concept-cors-check',
  severity: 'warning',
  title: 'Readable, although the headers forbid it',
  names: { chrome: [], firefox: [] },
  find: ({ verdict, exchange }) => {
    const refused = verdict.overruled;
    if (refused === undefined) return null;
    return {
      headline: 'Your page could read this response, although its headers do not allow it.',
      explanation: `An extension changes the headers, or CORS is switched off in this browser: it works on this machine only and fails for everyone else. The server sends ${code(refused.found ?? 'nothing')}; ${code(refused.needed ?? '')} is needed.`,
      fix: 'Switch the extension off while you develop, and have the server send the headers.',
      evidence: [
        {
          in: 'response',
          header: 'Access-Control-Allow-Origin',
          value: getHeader(exchange.response?.headers ?? [], 'Access-Control-Allow-Origin'),
        },
      ],
      confidence: 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Content-Type: application/json`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
