import { originHeader } from '../../cors/flow.ts';
import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'blocked-before-sending',
  explains: ['blocked-silently'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: blocked before it was sent',
  names: { chrome: [], firefox: [] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    // Chromium names the other reasons. Of a request under CORS Firefox lists the Origin, sent or not.
    const isElement = exchange.netError === '';
    const isWithoutCors = exchange.producer === 'firefox' && originHeader(exchange) === null;
    const others = isElement
      ? 'request blocking in DevTools'
      : `${isWithoutCors ? '`mode: "same-origin"`, ' : ''}request blocking in DevTools, an extension, or a port reserved for another protocol`;
    return {
      headline: `The browser blocked the request to ${host} before it was sent.`,
      explanation: `The recording does not say why. The likeliest reason is a Content Security Policy of your page; ${others} can do this too.`,
      fix: `Look in the console, which names the reason; for a Content Security Policy, add the address to its \`${isElement || isWithoutCors ? 'img-src`, `script-src` or `' : ''}connect-src\`.`,
      evidence: [],
      confidence: 'possible',
    };
  },
});

export const example = {
  broken: `
      GET /logo.svg HTTP/1.1
      Referer: http://app.example.com:5173/
      Sec-Fetch-Dest: image

      net::`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
