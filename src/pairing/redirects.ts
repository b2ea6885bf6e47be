import { exchangeOf, methodAt } from '../cors/flow.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import { isForbiddenRequestHeader } from '../cors/request-headers.ts';
import type { Hop } from '../cors/types.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import { within } from './within.ts';

/**
 * How long after a redirect the request that follows it may start, in milliseconds, before it is another request.
 * Firefox counts from when the request gets its connection: 0.6 s with a hundred requests in flight.
 */
const LONGEST_PAUSE = 10_000;

/** Puts hops into chains: each redirect with the request for its Location, where one was recorded. */
export function followRedirects(hops: readonly Hop[]): readonly (readonly Hop[])[] {
  const redirects = hops.filter((hop) => targetOf(hop) !== null);
  if (redirects.length === 0) return hops.map((hop) => [hop]);
  const byUrl = new Map<string, Hop[]>();
  const targets = new Set(redirects.map(targetOf));
  for (const hop of hops) {
    const url = withoutUserInfo(exchangeOf(hop).url);
    if (!targets.has(url)) continue;
    const known = byUrl.get(url);
    if (known === undefined) byUrl.set(url, [hop]);
    else known.push(hop);
  }
  for (const known of byUrl.values()) known.sort((a, b) => startOf(a) - startOf(b));

  const next = new Map<Hop, Hop>();
  const taken = new Set<Hop>();
  for (const redirect of redirects.toSorted((a, b) => endOf(exchangeOf(a)) - endOf(exchangeOf(b)))) {
    const { startedAt } = exchangeOf(redirect);
    const latest = endOf(exchangeOf(redirect)) + LONGEST_PAUSE;
    const candidates = within(byUrl.get(targetOf(redirect) ?? '') ?? [], startOf, startedAt, latest).filter(
      (hop) => hop !== redirect && !taken.has(hop) && follows(redirect, hop),
    );
    const follower = likest(redirect, candidates);
    if (follower === undefined) continue;
    next.set(redirect, follower);
    taken.add(follower);
  }

  return hops
    .filter((hop) => !taken.has(hop))
    .map((first) => {
      const chain = [first];
      for (let hop = next.get(first); hop !== undefined; hop = next.get(hop)) chain.push(hop);
      return chain;
    });
}

/** The first of those that are least strange. */
function likest(redirect: Hop, candidates: readonly Hop[]): Hop | undefined {
  if (candidates.length < 2) return candidates[0];
  let [best, least] = [candidates[0], Infinity];
  for (const hop of candidates) {
    const own = strangeness(redirect, hop);
    if (own < least) [best, least] = [hop, own];
    if (own === 0) break;
  }
  return best;
}

function targetOf({ actual }: Hop): string | null {
  return actual && redirectTarget(actual);
}

/** The URL to which an answer leads; null where it does not, or where the browser refused to follow. */
function redirectTarget({ url, response, netError }: Exchange): string | null {
  if (response === null || !isRedirectStatus(response.status) || netError !== null) return null;
  const location = getHeader(response.headers, 'Location');
  if (location === null || !URL.canParse(location, url)) return null;
  const { href, hash } = new URL(location, url);
  return withoutUserInfo(hash === '' ? href : href.slice(0, -hash.length));
}

/** Where pairing looks for what belongs to an exchange: exchanges that have no such address in common never meet. */
export function addressesOf(exchange: Exchange): readonly string[] {
  const target = redirectTarget(exchange);
  const own = withoutUserInfo(exchange.url);
  return target === null || target === own ? [own] : [own, target];
}

/** A user and a password are in a browser's recording of a URL, and not in one of the wire. */
function withoutUserInfo(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');
}

function follows(redirect: Hop, hop: Hop): boolean {
  const before = exchangeOf(redirect);
  if (!isSoonAfter(before, exchangeOf(hop))) return false;
  const method = methodAt(hop);
  return method === before.method || method === redirectedMethod(before, exchangeOf(hop).url);
}

function isSoonAfter(before: Exchange, after: Exchange): boolean {
  return after.startedAt - endOf(before) <= LONGEST_PAUSE && isLater(after, before);
}

/** Whether one exchange can be what another, a redirect, led to. */
export function mayFollow(redirect: Exchange, next: Exchange): boolean {
  return redirectTarget(redirect) === withoutUserInfo(next.url) && isSoonAfter(redirect, next);
}

/**
 * Which of several requests that may follow does so rather, the less the better: of parallel ones, that which asks for no
 * headers but those that the redirected one had, and has all that the page's script gave it. Where a recording has not the
 * wire's headers, nothing tells, and the first follows.
 */
function strangeness({ actual }: Hop, { actual: next, preflight }: Hop): number {
  if (actual === null) return 0;
  const sent = new Set(actual.requestHeaders.map(([name]) => name.toLowerCase()));
  const asked = preflight === null ? [] : requestedHeaders(preflight);
  const asksForOthers = !asked.every((name) => sent.has(name.toLowerCase()));
  const hasOthers = next !== null && scriptHeaders(next) !== scriptHeaders(actual);
  return (asksForOthers ? 2 : 0) + (hasOthers ? 1 : 0);
}

/** The headers that a redirect leaves as they are, a line each. */
function scriptHeaders({ requestHeaders }: Exchange): string {
  return requestHeaders
    .filter(
      ([name, value]) =>
        !/^(?::|content-|authorization$)/i.test(name) && !isForbiddenRequestHeader(name, value),
    )
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .toSorted()
    .join('\n');
}

// A strict order, so that entries that redirect to each other at one instant can't form a ring that no chain begins.
function isLater(a: Exchange, b: Exchange): boolean {
  return a.startedAt > b.startedAt || (a.startedAt === b.startedAt && a.index > b.index);
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch
function redirectedMethod({ method, response, producer, url }: Exchange, location: string): string {
  const status = response?.status;
  if ((status === 301 || status === 302) && method === 'POST') return 'GET';
  // WebKitGTK 2.50 alone. Source/WebKit/NetworkProcess/soup/NetworkDataTaskSoup.cpp
  if (producer === 'webkit' && method === 'DELETE' && originOf(url) !== originOf(location)) return 'GET';
  return status === 303 && method !== 'GET' && method !== 'HEAD' ? 'GET' : method;
}

function startOf(hop: Hop): number {
  return exchangeOf(hop).startedAt;
}

function endOf({ startedAt, duration }: Exchange): number {
  return startedAt + (duration ?? 0);
}
