import { tracingAdvice } from '../tracing.ts';
import { codeList, defineRule, refusedHeaders, type Example } from '../rule.ts';

export default defineRule({
  id: 'header-not-allowed',
  explains: ['header-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Header not allowed by the preflight',
  names: {
    chrome: ['HeaderDisallowedByPreflightResponse'],
    firefox: ['CORSMissingAllowHeaderFromPreflight'],
  },
  find: (context) => {
    const { allowed } = context.cause;
    const refused = refusedHeaders(context);
    const one = refused.length === 1;
    const tracing = tracingAdvice(refused);
    return {
      headline:
        allowed.length === 0
          ? `The server does not allow ${one ? 'the request header' : 'the request headers'} ${codeList(refused)}: it allows none.`
          : `The server does not allow ${one ? 'the request header' : 'the request headers'} ${codeList(refused)}. It allows ${codeList(allowed)}.`,
      explanation: `Your page sets ${one ? 'it' : 'them'}, and all but a few headers, such as \`Accept\`, have to be listed in \`Access-Control-Allow-Headers\` of the preflight’s response.`,
      fix: `Send \`Access-Control-Allow-Headers: ${[...allowed, ...refused.toSorted()].join(', ')}\` on the preflight, or leave ${one ? 'the header' : 'the headers'} out of the request.${tracing === null ? '' : ` ${tracing}`}`,
      evidence: [
        {
          in: 'response',
          header: 'Access-Control-Allow-Headers',
          value: allowed.length === 0 ? null : allowed.join(', '),
        },
        ...refused.map(
          (name) => ({ in: 'request', header: 'Access-Control-Request-Headers', value: name }) as const,
        ),
      ],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type,x-request-id

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: content-type

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json
      X-Request-Id: 1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type,x-request-id

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: content-type, x-request-id

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json
      X-Request-Id: 1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
