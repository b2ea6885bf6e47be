import { methodOf } from '../../cors/flow.ts';
import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, type Example } from '../rule.ts';

/** Headers in which a server names its reason, by their values. */
const REASONS: readonly {
  readonly header: string;
  readonly value: string;
  readonly headline: string;
  readonly explanation: string;
  readonly fix: (origin: string, method: string) => string;
}[] = [
  {
    // Azurite 3.35 answers so.
    header: 'x-ms-error-code',
    value: 'CorsPreflightFailure',
    headline: 'Azure Storage has no CORS rule that matches this request.',
    explanation: 'One rule has to match the origin, the method and each requested header at once.',
    fix: (origin, method) =>
      `Add a CORS rule to this service of the storage account, with the origin ${origin}, the method ${method} and the headers that your code sets.`,
  },
  {
    header: 'x-amzn-errortype',
    value: 'MissingAuthenticationTokenException',
    headline: 'Amazon API Gateway has no `OPTIONS` method at this path.',
    explanation: 'It speaks of a missing token wherever the path, the stage or the method is unknown to it.',
    fix: () =>
      'Check path and stage in the URL; then enable CORS on the resource, which adds the `OPTIONS` method, and deploy the API.',
  },
];

export default defineRule({
  id: 'preflight-refusal-named',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'The server says why it refused the preflight',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ flow, exchange, verdict }) => {
    const said = (header: string): string =>
      getHeader(exchange.response?.headers ?? [], header)
        ?.replace(/:.*/, '')
        .trim() ?? '';
    const reason = REASONS.find(({ header, value }) => said(header) === value);
    if (reason === undefined) return null;
    const { header, value, headline, explanation, fix } = reason;
    return {
      headline,
      explanation: `The response to the preflight says so: ${code(`${header}: ${value}`)}. ${explanation}`,
      fix: fix(verdict.origin === null ? 'of your page' : code(verdict.origin), code(methodOf(flow))),
      evidence: [{ in: 'response', header, value }],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /photos/1.jpg HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 403 CORS not enabled or no matching rule found for this request.
      x-ms-error-code: CorsPreflightFailure

      PUT /photos/1.jpg HTTP/1.1`,
  fixed: `
      OPTIONS /photos/1.jpg HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /photos/1.jpg HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 201 Created
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
