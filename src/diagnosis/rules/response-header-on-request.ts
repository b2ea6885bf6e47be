import { codeList, defineRule, refusedHeaders, type Example } from '../rule.ts';

export default defineRule({
  id: 'response-header-on-request',
  explains: ['header-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Response header sent on the request',
  leads: true,
  names: {
    chrome: ['HeaderDisallowedByPreflightResponse'],
    firefox: ['CORSMissingAllowHeaderFromPreflight'],
  },
  find: (context) => {
    const wrong = refusedHeaders(context).filter((name) =>
      /^access-control-(?:allow|expose|max)-/.test(name),
    );
    if (wrong.length === 0) return null;
    return {
      headline: `Your code sends ${codeList(wrong)} with the request; ${wrong.length === 1 ? 'it belongs' : 'they belong'} on the response.`,
      explanation: `These are response headers: the server sends them to the browser. On a request they have no effect, and because they are custom headers they force a preflight, which then refuses them.`,
      fix: `Remove ${codeList(wrong)} from your code, and have the server send it.`,
      evidence: wrong.map((name) => ({
        in: 'request',
        header: 'Access-Control-Request-Headers',
        value: name,
      })),
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: GET
      Access-Control-Request-Headers: access-control-allow-origin

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173

      GET /orders HTTP/1.1
      Access-Control-Allow-Origin: *`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
