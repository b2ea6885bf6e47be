import { getHeader } from '../../http/header-list.ts';
import { defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'headers-rewritten',
  explains: ['unknown'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'Blocked, although the headers allow it',
  leads: true,
  names: { chrome: [], firefox: [] },
  find: ({ exchange, verdict }) => {
    const { response } = exchange;
    if (response === null || !verdict.missing.includes('reason')) return null;
    return {
      headline: 'The headers allow your page, but the browser blocked the response anyway.',
      explanation:
        'The headers shown here are the ones the server sent. Most likely an extension changes them afterwards; a Content Security Policy or an integrity check on the page can also do this.',
      fix: 'Try in a window without extensions; if it works there, find the one that changes headers. If not, look in the console.',
      evidence: [
        {
          in: 'response',
          header: 'Access-Control-Allow-Origin',
          value: getHeader(response.headers, 'Access-Control-Allow-Origin'),
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
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
