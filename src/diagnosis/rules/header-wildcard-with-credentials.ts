import { code, codeList, defineRule, refusedHeaders, type Example } from '../rule.ts';

export default defineRule({
  id: 'header-wildcard-with-credentials',
  explains: ['header-not-allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Wildcard headers with credentials',
  names: {
    chrome: ['HeaderDisallowedByPreflightResponse'],
    firefox: ['CORSMissingAllowHeaderFromPreflight'],
  },
  find: (context) => {
    const { allowed } = context.cause;
    if (!allowed.includes('*')) return null;
    const refused = refusedHeaders(context);
    return {
      headline: `The server allows headers with ${code('*')}, and your request sends ${codeList(refused)} with credentials.`,
      explanation: `With credentials, ${code('*')} is not a wildcard but a header of that name. So ${codeList(refused)} ${refused.length === 1 ? 'is' : 'are'} not allowed.`,
      fix: `Name the headers: \`Access-Control-Allow-Headers: ${refused.join(', ')}\`, on the preflight.`,
      evidence: [
        { in: 'response', header: 'Access-Control-Allow-Headers', value: allowed.join(', ') },
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
      Access-Control-Request-Headers: x-request-id

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: *

      PUT /orders/7 HTTP/1.1
      X-Request-Id: 1
      Cookie: session=1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: x-request-id

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: x-request-id

      PUT /orders/7 HTTP/1.1
      X-Request-Id: 1
      Cookie: session=1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Credentials: true`,
} satisfies Example;
