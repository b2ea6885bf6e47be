import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf, originParts } from '../http/origin.ts';
import { remembered } from '../http/remembered.ts';
import { exchangeOf, originOfFlow } from './flow.ts';
import type { Credentials, Flow, Hop } from './types.ts';

/** The credentials mode where the bytes prove it; null where they do not. */
export function provenCredentials(flow: Flow, origin: string | null): Credentials | null {
  let wouldProve = false;
  for (let at = 0; at < flow.hops.length; at++) {
    const hop = flow.hops[at] as Hop;
    if (originOf(exchangeOf(hop).url) === origin) continue;
    if (showsCredentials(hop.preflight) || showsCredentials(hop.actual)) return 'include';
    wouldProve ||= wouldShowCredentials(flow, at, hop.actual);
  }
  return wouldProve ? 'same-origin' : null;
}

/** Whether there were credentials: both answers, where the mode is not known. */
export function assumptionsOf(proven: Credentials | null): readonly boolean[] {
  return proven === null || proven === 'unknown' ? [false, true] : [proven === 'include'];
}

/**
 * Cookies cross origins only with `include`; the other header is sent with credentialed cross-site requests alone, and in Firefox
 * with their preflights.
 */
function showsCredentials(exchange: Exchange | null): boolean {
  if (exchange === null) return false;
  const { requestHeaders } = exchange;
  return (
    getHeader(requestHeaders, 'Cookie') !== null ||
    getHeader(requestHeaders, 'Sec-Fetch-Storage-Access') !== null
  );
}

/** Whether a request to a foreign origin would have shown credentials, had there been any. */
function wouldShowCredentials(flow: Flow, at: number, actual: Exchange | null): boolean {
  return (
    actual !== null &&
    actual.response !== null &&
    getHeader(actual.requestHeaders, 'Sec-Fetch-Site') === 'cross-site' &&
    sendsStorageAccess(actual) &&
    !isPastForeignRedirect(flow, at, actual) &&
    (actual.producer !== 'firefox' || (isOfFirefoxPage(flow) && !mayBeSameSite(flow, actual)))
  );
}

/** After a redirect from another foreign origin Firefox 153 leaves the header out always, and Chromium 156 to the page's own site. */
function isPastForeignRedirect(flow: Flow, at: number, { url }: Exchange): boolean {
  if (at === 0) return false;
  return flow.hops.slice(0, at).some((hop) => {
    const origin = originOf(exchangeOf(hop).url);
    return origin !== originOfFlow(flow) && origin !== originOf(url);
  });
}

/** Firefox 153 leaves it out of what goes from http to https of one site too, and still calls that `cross-site`. */
function mayBeSameSite(flow: Flow, { url }: Exchange): boolean {
  const siteOf = (text: string | null): string | undefined =>
    originParts(text ?? '')
      ?.host.split('.')
      .slice(-2)
      .join('.');
  return siteOf(originOfFlow(flow)) === siteOf(url);
}

// Firefox 153 leaves the header out of what workers send. Only of its page's own requests is there a timing.
function isOfFirefoxPage({ hops }: Flow): boolean {
  return hops.some(({ actual }) => (actual?.readable ?? null) !== null);
}

/** Whether the browser, by its version, would have sent `Sec-Fetch-Storage-Access` had there been credentials. */
function sendsStorageAccess({ requestHeaders }: Exchange): boolean {
  return isOfRecentBrowser(getHeader(requestHeaders, 'User-Agent') ?? '');
}

const isOfRecentBrowser = remembered((agent) => {
  const [, chromium] = /\bChrome\/(\d+)/.exec(agent) ?? [];
  const [, firefox] = /\bFirefox\/(\d+)/.exec(agent) ?? [];
  return Number(chromium ?? 0) >= 156 || Number(firefox ?? 0) >= 153;
});
