import { exchangeOf, locationOf } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import type { Cause, Evidence } from './rule.ts';

/** A redirect that a browser would not follow, or after which it refused. */
export interface Redirect {
  readonly from: string;
  /** Absolute. */
  readonly to: string;
  /** What differs between the two. */
  readonly kind: 'https' | 'www' | 'slash' | 'host' | 'path';
  readonly evidence: readonly Evidence[];
}

/** The redirect that led to a failure: the answer itself where it is one, else the last on the way to it. */
export function redirectOf({
  cause,
  flow,
}: {
  readonly cause: Pick<Cause, 'stage' | 'hop'>;
  readonly flow: Flow;
}): Redirect | null {
  for (let hop = cause.hop; hop >= 0; hop--) {
    const at = flow.hops[hop];
    const isAsking = hop === cause.hop && cause.stage === 'preflight';
    const exchange = at && (isAsking ? at.preflight : at.actual);
    const location = exchange?.response && locationOf(exchange.response);
    if (!at || !exchange?.response || !location) continue;
    const { status } = exchange.response;
    const from = exchangeOf(at).url;
    if (!URL.canParse(location, from)) return null;
    const to = new URL(location, from);
    return {
      from,
      // Nobody is to send a password; the evidence has the header as it came.
      to: to.href.replace(/^(\w+:\/\/)[^/?#]*@/, '$1'),
      kind: kindOf(new URL(from), to),
      evidence: [
        { entry: exchange.index, in: 'response', header: ':status', value: `${status}` },
        { entry: exchange.index, in: 'response', header: 'Location', value: location },
      ],
    };
  }
  return null;
}

function kindOf(from: URL, to: URL): Redirect['kind'] {
  if (from.hostname === to.hostname && from.protocol === 'http:' && to.protocol === 'https:') return 'https';
  if (from.hostname !== to.hostname) {
    return from.hostname.replace(/^www\./, '') === to.hostname.replace(/^www\./, '') ? 'www' : 'host';
  }
  const isSlash =
    from.pathname.replace(/\/$/, '') === to.pathname.replace(/\/$/, '') && from.pathname !== to.pathname;
  return isSlash ? 'slash' : 'path';
}

/** What helps where a login stands before a preflight. */
export const LET_THROUGH =
  'Answer `OPTIONS` before checking the login: in an application, put the CORS middleware before authentication; in nginx or a gateway, answer `OPTIONS` without `auth_basic`, `auth_request` or an authorizer.';

/** What the address of a login page looks like. */
export const LOGIN = /\b(?:log-?in|sign-?in|sso|oauth2?|authorize|auth|saml2?|adfs|idp|session\/new)\b/i;
