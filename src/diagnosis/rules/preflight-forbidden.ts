import { methodOf } from '../../cors/flow.ts';
import { whoAnswered } from '../answerers.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'preflight-forbidden',
  explains: ['preflight-status-not-ok'],
  spec: 'cors-preflight-fetch',
  severity: 'error',
  title: 'Preflight forbidden',
  leads: true,
  names: {
    chrome: ['PreflightInvalidStatus', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSPreflightDidNotSucceed', 'CORSMissingAllowOrigin'],
  },
  find: ({ cause: { status }, flow, exchange, verdict }) => {
    if (status !== 403) return null;
    const method = methodOf(flow);
    const evidence = [{ in: 'response', header: ':status', value: `${status}` }] as const;
    const who = whoAnswered(exchange).find(({ id }) => Object.hasOwn(OF_PRODUCTS, id));
    const known = OF_PRODUCTS[who?.id ?? ''];
    if (who !== undefined && known !== undefined) {
      const page = verdict.origin === null ? 'of your page' : code(verdict.origin);
      return {
        headline: `${who.name} refused the preflight with ${code('403')}.`,
        explanation: known.explanation,
        fix: known.fix(page, code(method)),
        evidence,
        confidence: who.confidence,
      };
    }
    return {
      headline: `The server refused the preflight with ${code('403')}.`,
      explanation: `Something rejects the ${code('OPTIONS')} request: a check for a login or token, a firewall, or a list of origins without yours. A preflight carries no cookies and no token, and your ${code(method)} was never sent.`,
      fix: 'Find the layer that answers `403`, let `OPTIONS` through, and add your origin to its list.',
      evidence,
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 403 Forbidden
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1`,
  fixed: `
      OPTIONS /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: http://app.example.com:5173
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

/** Those who refuse a preflight for one reason alone. */
const OF_PRODUCTS: Readonly<
  Record<string, { readonly explanation: string; readonly fix: (origin: string, method: string) => string }>
> = {
  'aws-s3': {
    explanation:
      'S3 answers a preflight by the CORS configuration of the bucket, without a login. Either the bucket has none, or none of its rules matches the origin, the method and each requested header at once.',
    fix: (origin, method) =>
      `Add a rule to the CORS configuration of the bucket (it stands under its permissions) with the origin ${origin}, the method ${method} and the headers that your code sets.`,
  },
  firebase: {
    explanation:
      'Cloud Functions and Cloud Run ask everyone for a login to Google Cloud until they are made public, and a preflight carries none. Your code then does not run, and its CORS headers are missing.',
    fix: () =>
      'If your code’s own log has nothing of this `OPTIONS`, let it be called without a login: give `allUsers` the role of an invoker (`--allow-unauthenticated`), and check in your code who is calling.',
  },
};
