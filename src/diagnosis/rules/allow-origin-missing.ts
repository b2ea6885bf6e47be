import type { Flow } from '../../cors/types.ts';
import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, givingOrigin, type Example } from '../rule.ts';

export default defineRule({
  id: 'allow-origin-missing',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'No Access-Control-Allow-Origin',
  names: {
    chrome: ['MissingAllowOriginHeader', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSMissingAllowOrigin'],
  },
  find: ({ cause: { origin, stage, status, hop }, Answer, flow, verdict, exchange }) => ({
    headline: `${Answer} does not allow your page: it has no \`Access-Control-Allow-Origin\`.`,
    explanation:
      stage === 'preflight'
        ? `The browser asked whether ${code(origin)} may send this request, and the response does not say so.${status < 300 ? ` ${ON_PURPOSE}` : ''}`
        : `The browser lets a page from ${code(origin)} read a response from another origin only if the response says so. ${isAllowedBefore(flow, hop) ? ONLY_BEFORE : 'This response arrived and does not say so.'}`,
    fix:
      origin === 'null'
        ? `${givingOrigin({ verdict, exchange })}; or, if the data is public, send \`Access-Control-Allow-Origin: *\`. Do not allow \`null\`: every page can send it.`
        : `Send \`Access-Control-Allow-Origin: ${origin}\` on ${stage === 'preflight' ? 'the preflight and on the response itself' : 'the response'}.`,
    evidence: [
      { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      { in: 'request', header: 'Origin', value: origin },
    ],
  }),
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
      Content-Type: application/json
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

const ON_PURPOSE =
  'Some servers leave out all CORS headers when they refuse the origin, the method or a header, so check all three on the server.';

/** Whether the preflight was answered by something that knows of CORS. */
function isAllowedBefore({ hops }: Flow, hop: number): boolean {
  const answer = hops[hop]?.preflight?.response;
  return answer ? getHeader(answer.headers, 'Access-Control-Allow-Origin') !== null : false;
}

const ONLY_BEFORE =
  'The response to the preflight said so, and this one does not. Where a gateway answers `OPTIONS` by itself, the application behind it has to send the header too; where a middleware sends it, output that ends early (`die`, `dd`) goes out before.';
