import { isCrossOriginAt, urlOf } from '../../cors/flow.ts';
import type { Credentials } from '../../cors/types.ts';
import { getHeader } from '../../http/header-list.ts';
import { isRedirectStatus } from '../../http/status.ts';
import { LET_THROUGH, LOGIN } from '../redirect.ts';
import { code, defineRule, type Evidence, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-to-login',
  explains: [
    'allow-origin-missing',
    'allow-origin-mismatch',
    'allow-origin-wildcard',
    'preflight-redirected',
  ],
  spec: 'http-redirect-fetch',
  severity: 'error',
  title: 'Redirected to a login page',
  leads: true,
  names: {
    chrome: ['MissingAllowOriginHeader', 'AllowOriginMismatch', 'PreflightDisallowedRedirect'],
    firefox: ['CORSMissingAllowOrigin', 'CORSAllowOriginNotMatchingOrigin', 'CORSExternalRedirectNotAllowed'],
  },
  find: ({ cause, flow, verdict: { credentials } }) => {
    for (const [at, hop] of flow.hops.slice(0, cause.hop + 1).entries()) {
      const isPreflight = at === cause.hop && cause.stage === 'preflight';
      const redirect = isPreflight ? hop.preflight : hop.actual;
      if (!redirect?.response || !isRedirectStatus(redirect.response.status)) continue;
      const location = getHeader(redirect.response.headers, 'Location');
      if (!location || !LOGIN.test(location)) continue;
      const first = urlOf(flow);
      return {
        headline: `The server redirected to a login page: ${code(location)}.`,
        ...(isPreflight
          ? ofPreflight(first)
          : ofRequest(first, isCrossOriginAt(flow, 0) && NOT_SENT.has(credentials))),
        evidence: [
          { entry: redirect.index, in: 'response', header: ':status', value: `${redirect.response.status}` },
          { entry: redirect.index, in: 'response', header: 'Location', value: location },
        ] as readonly Evidence[],
      };
    }
    return null;
  },
});

export const example = {
  broken: `
      GET /account HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://login.example.com:8001/login?next=/account

      GET /login?next=/account HTTP/1.1
      Host: login.example.com:8001
      Origin: null

      HTTP/1.1 200 OK
      Content-Type: text/html`,
  fixed: `
      GET /account HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 401 Unauthorized
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

const NOT_SENT: ReadonlySet<Credentials> = new Set<Credentials>(['same-origin', 'omit']);

function ofRequest(url: string, isAnonymous: boolean) {
  const went = `${code(url)} redirected to a page where a person logs in. Such a page sends no CORS headers, so the browser stops there and reports a CORS error;`;
  const answer =
    'have the API answer `401` with its CORS headers instead of a redirect, and let the page send the user to log in.';
  // To log in again helps nobody whose request leaves the cookies at home.
  return isAnonymous
    ? {
        explanation: `${went} your request carried no cookies to it, so it could not be known who is logged in.`,
        fix: `Send the cookies: \`credentials: 'include'\` (\`withCredentials\`). Then ${answer}`,
      }
    : {
        explanation: `${went} the likely cause is a session that is missing or has expired.`,
        fix: `Log in again in a tab; then ${answer}`,
      };
}

/** No session helps: there are no cookies on it. */
function ofPreflight(url: string) {
  return {
    explanation: `${code(url)} redirected the preflight, which never carries cookies and so is never logged in. A preflight may not be redirected, so your request was not sent.`,
    fix: LET_THROUGH,
  };
}
