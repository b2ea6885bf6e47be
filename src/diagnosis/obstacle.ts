import { exchangeOf, isCrossOriginAt, lastHop, locationOf, originAt, originOfFlow } from '../cors/flow.ts';
import { redirectsWithUrlCredentials } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import { isHttpScheme } from '../http/origin.ts';
import { hasBadPort } from '../http/port.ts';
import { LOGIN } from './redirect.ts';
import { code } from './rule.ts';

/** Why no header makes a request pass, or none that anyone should send. */
export interface Obstacle {
  readonly kind:
    | 'redirect-with-url-credentials'
    | 'redirect-to-other-scheme'
    | 'redirect-to-blocked-port'
    | 'redirect-to-insecure'
    | 'redirect-to-login'
    | 'redirect-tainted-origin'
    | 'opaque-origin';
  /** What stands in the way, and what helps instead. */
  readonly text: string;
}

/** What stands in a flow's way that no header takes out of it; null where there is nothing. */
export function obstacleOf(flow: Flow, credentials: boolean): Obstacle | null {
  for (const [at] of flow.hops.entries()) {
    const found = redirectObstacle(flow, at) ?? (credentials ? originObstacle(flow, at) : null);
    if (found !== null) return found;
  }
  return null;
}

function redirectObstacle(flow: Flow, at: number): Obstacle | null {
  const actual = flow.hops[at]?.actual;
  const location = actual?.response ? locationOf(actual.response) : null;
  if (!actual || location === null || !URL.canParse(location, actual.url)) return null;
  if (redirectsWithUrlCredentials(flow, at) !== null) {
    const text =
      'The redirect URL contains a user name and password. Browsers refuse that, whatever the headers say: redirect to the same URL without them.';
    return { kind: 'redirect-with-url-credentials', text };
  }
  const { href, protocol, hostname } = new URL(location, actual.url);
  if (!isHttpScheme(href)) {
    const text = `The server redirects to a ${code(protocol)} URL, which a page may not request, whatever the headers say: redirect to an http or https URL.`;
    return { kind: 'redirect-to-other-scheme', text };
  }
  if (hasBadPort(href)) {
    const text = `The server redirects to port ${code(new URL(href).port)}, to which browsers do not connect, whatever the headers say: use another port.`;
    return { kind: 'redirect-to-blocked-port', text };
  }
  if (protocol === 'http:' && originOfFlow(flow)?.startsWith('https:') && !LOOPBACK.test(hostname)) {
    const text =
      'The server redirects an https page’s request to http. Browsers refuse that, whatever the headers say: redirect to https.';
    return { kind: 'redirect-to-insecure', text };
  }
  if (LOGIN.test(location)) {
    const text =
      'The server redirects this request to a login page. Have the API answer `401`, with its CORS headers, instead of redirecting: headers on the redirect do not help.';
    return { kind: 'redirect-to-login', text };
  }
  return null;
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** With credentials an opaque origin is allowed by `null` alone, which every site can send. */
function originObstacle(flow: Flow, at: number): Obstacle | null {
  if (!isCrossOriginAt(flow, at) || originAt(flow, at) !== 'null') return null;
  if (originOfFlow(flow) === 'null') {
    const text =
      'The page has an opaque origin, which it sends as `null`. Allowing `null` allows everyone: serve the page over http or https instead.';
    return { kind: 'opaque-origin', text };
  }
  const url = code(exchangeOf(lastHop(flow)).url);
  const text = `A redirect from one server to another made the browser send \`null\` as the origin. Allowing \`null\` allows everyone: request ${url} directly instead.`;
  return { kind: 'redirect-tainted-origin', text };
}
