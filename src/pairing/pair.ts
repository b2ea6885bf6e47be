import { isPreflight, requestedHeaders, requestedMethod } from '../cors/preflight.ts';
import { isSafelistedBy } from '../cors/engines.ts';
import { engineOf, exchangeOf, firstHop, isProvisional, originHeader } from '../cors/flow.ts';
import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from '../cors/request-headers.ts';
import type { Flow, Hop } from '../cors/types.ts';
import type { Exchange } from '../http/exchange.ts';
import { lowerName } from '../http/header-list.ts';
import { once } from '../http/once.ts';
import { keptAnswersOf, passes, type KeptAnswers } from './kept-answers.ts';
import { followRedirects, mayFollow } from './redirects.ts';
import { within } from './within.ts';
import { joinWorkers, mayBeMadeFor } from './workers.ts';

/**
 * Milliseconds by which clocks of one recording may disagree. A request starts before its preflight and ends after
 * it, in Chromium and in Firefox (34 of 34 pairs, by at most 12 ms); a rounded timestamp may turn that around.
 */
const CLOCK_SLACK = 2;
/** On a busy machine Chromium dates a preflight up to some hundred milliseconds too late, when its request has ended. */
const LATENESS = 1000;
/** How far a preflight and its request may be apart where nothing says when the request ended, in milliseconds. */
const LONGEST_PAUSE = 10_000;

/**
 * Puts each preflight with the request that it asked for, each redirect with the request that followed it, and a page's
 * request with that of the service worker which made it for the page.
 * The order of the exchanges does not matter; each is in exactly one flow.
 *
 * No recording says which preflight belongs to which request, so URL, method, header names, origin and time decide,
 * and then whether the preflight's answer agrees with what became of the request.
 *
 * Which of two pairs goes first depends on their own exchanges alone, and a pair is made unless one of its exchanges is in a
 * pair that goes before. So where exchanges come or go, only what `mayMeet` what changed has to be looked at again.
 *
 * `kept` knows all preflights, where there are more than are to be paired.
 */
export function pair(
  exchanges: readonly Exchange[],
  kept: KeptAnswers = keptAnswersOf(exchanges.filter(isPreflight)),
): readonly Flow[] {
  const preflights: Exchange[] = [];
  const actuals: Exchange[] = [];
  for (const exchange of inOrder(exchanges, byStart))
    (isPreflight(exchange) ? preflights : actuals).push(exchange);

  const preflightOf = matchPreflights(preflights, actuals);
  const matched = new Set(preflightOf.values());
  const hops = actuals.map((actual): Hop => {
    const preflight = preflightOf.get(actual) ?? null;
    const keptPreflight = preflight === null ? kept.latestFor(actual) : null;
    return keptPreflight === null ? { actual, preflight } : { actual, preflight, keptPreflight };
  });
  for (const preflight of preflights) if (!matched.has(preflight)) hops.push({ actual: null, preflight });
  return inOrder(joinWorkers(followRedirects(hops)), (a, b) =>
    byStart(exchangeOf(firstHop(a)), exchangeOf(firstHop(b))),
  );
}

/** Recordings are nearly always in order: to see that costs less than to sort. */
function inOrder<T>(all: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const isSorted = all.every((one, at) => at === 0 || compare(all[at - 1] ?? one, one) <= 0);
  return isSorted ? all : all.toSorted(compare);
}

function byStart(a: Exchange, b: Exchange): number {
  return a.startedAt - b.startedAt || a.index - b.index;
}

/**
 * Whether two exchanges can come into one flow. It says so of some that can not, since it looks at neither header names nor
 * the answers.
 */
export function mayMeet(one: Exchange, other: Exchange): boolean {
  const [preflight, actual] = isPreflight(one) ? [one, other] : [other, one];
  if (
    requestedMethod(preflight) === actual.method &&
    preflight.url === actual.url &&
    belong(preflight, actual)
  )
    return true;
  if (mayFollow(one, other) || mayFollow(other, one)) return true;
  return mayBeMadeFor(one, other) || mayBeMadeFor(other, one);
}

/** When nothing that begins later can meet an exchange any more. */
export function reachOf({ startedAt, duration }: Exchange): number {
  return startedAt + (duration ?? Number.POSITIVE_INFINITY) + LONGEST_PAUSE + LATENESS;
}

/** A request that a preflight may have asked for, with what each preflight for its URL and method wants to know of it. */
interface Candidate {
  readonly actual: Exchange;
  readonly origin: string | null;
  /** The names of all its headers, and those that a preflight has to ask for; lower case. */
  readonly sent: () => ReadonlySet<string>;
  readonly unsafe: () => readonly string[];
}

function candidateOf(actual: Exchange): Candidate {
  const { requestHeaders } = actual;
  const isSafelisted = isSafelistedBy(engineOf(actual));
  return {
    actual,
    origin: originHeader(actual),
    sent: once(() => new Set(requestHeaders.map(([name]) => lowerName(name)))),
    unsafe: once(() => corsUnsafeRequestHeaderNames(headersOfScript(requestHeaders), isSafelisted)),
  };
}

/** The requests to one URL with one method, by their start. */
interface Candidates {
  readonly all: Candidate[];
  /** How long one of them lasted at most. */
  longest: number;
}

function candidatesFor(
  preflights: readonly Exchange[],
  actuals: readonly Exchange[],
): Map<string, Candidates> {
  const candidates = new Map<string, Candidates>();
  for (const preflight of preflights)
    candidates.set(key(preflight, requestedMethod(preflight) ?? ''), { all: [], longest: 0 });
  if (candidates.size === 0) return candidates;
  const asked = new Set(preflights.map(({ url }) => url));
  for (const actual of actuals) {
    const at = asked.has(actual.url) ? candidates.get(key(actual, actual.method)) : undefined;
    if (at === undefined) continue;
    at.all.push(candidateOf(actual));
    at.longest = Math.max(at.longest, endOf(actual) - actual.startedAt);
  }
  return candidates;
}

/** The rank of a request that ended after its preflight began, and as the preflight's answer lets expect. */
const BEST = 3;

function matchPreflights(
  preflights: readonly Exchange[],
  actuals: readonly Exchange[],
): ReadonlyMap<Exchange, Exchange> {
  const candidates = candidatesFor(preflights, actuals);
  const preflightOf = new Map<Exchange, Exchange>();
  const taken = new Set<Exchange>();
  // From the last to the first, each takes the nearest request: before it, or on the wire after it. So parallel twins keep
  // their order, and an older request that a cached preflight covered is not taken for one that came with its own.
  for (const haveFittingNames of [haveSameNames, haveLostNames]) {
    for (const preflight of preflights.toReversed()) {
      if (taken.has(preflight) || (isFromWire(preflight) && !passes(preflight))) continue;
      const known = candidates.get(key(preflight, requestedMethod(preflight) ?? ''));
      if (known === undefined) continue;
      // Thousands of the same at once would be gone through for each other: the last are taken first.
      for (let last = known.all.at(-1); last && preflightOf.has(last.actual); last = known.all.at(-1))
        known.all.pop();
      const { startedAt } = preflight;
      const near = within(
        known.all,
        ({ actual }) => actual.startedAt,
        startedAt - LATENESS - known.longest,
        startedAt + (isFromWire(preflight) ? LONGEST_PAUSE : CLOCK_SLACK),
      );
      const origin = originHeader(preflight);
      const asked = new Set(requestedHeaders(preflight).map(lowerName));
      const passed = passes(preflight);
      const rank = ({ actual }: Candidate): number =>
        // What became of the request may be what the preflight's answer lets expect.
        (endOf(actual) >= startedAt - CLOCK_SLACK ? 2 : 0) + (passed === (actual.response !== null) ? 1 : 0);
      let best: Candidate | null = null;
      for (const one of isFromWire(preflight) ? near : near.toReversed()) {
        if (preflightOf.has(one.actual) || !isNear(preflight, one.actual)) continue;
        if (!isSameOrigin(origin, one.origin) || !haveFittingNames(asked, one)) continue;
        if (best === null || rank(one) > rank(best)) best = one;
        if (rank(best) === BEST) break;
      }
      if (best === null) continue;
      preflightOf.set(best.actual, preflight);
      taken.add(preflight);
    }
  }
  return preflightOf;
}

function key({ url }: Exchange, method: string): string {
  return `${method} ${url}`;
}

function belong(preflight: Exchange, actual: Exchange): boolean {
  return isNear(preflight, actual) && isSameOrigin(originHeader(preflight), originHeader(actual));
}

function isNear(preflight: Exchange, actual: Exchange): boolean {
  const pause = actual.startedAt - preflight.startedAt;
  return isFromWire(actual)
    ? pause >= 0 && pause <= LONGEST_PAUSE
    : pause <= CLOCK_SLACK && endOf(actual) >= preflight.startedAt - LATENESS;
}

function isSameOrigin(ofPreflight: string | null, ofActual: string | null): boolean {
  // After a redirect that taints the origin Firefox sends the page's origin on the preflight, and `null` after it.
  return ofActual === null || ofActual === 'null' || ofActual === ofPreflight;
}

function haveSameNames(asked: ReadonlySet<string>, { sent, unsafe }: Candidate): boolean {
  return [...asked].every((name) => sent().has(name)) && isAskedFor(asked, unsafe());
}

/** What a redirect takes off a request, and Firefox and WebKit ask for all the same. */
const LOST_ON_THE_WAY = /^(?:authorization|content-(?:encoding|language|location|type))$/i;

/** Whether a preflight asks for what a request sends, and for more that the request lost on its way. */
function haveLostNames(asked: ReadonlySet<string>, { actual, sent, unsafe }: Candidate): boolean {
  // After a redirect Chromium lists what it did not send with headers of its own alone.
  if (isProvisional(actual) || isFromWire(actual)) return isAskedFor(asked, unsafe());
  const lost = [...asked].filter((name) => !sent().has(name));
  return lost.every((name) => LOST_ON_THE_WAY.test(name)) && isAskedFor(asked, unsafe());
}

function isAskedFor(asked: ReadonlySet<string>, unsafe: readonly string[]): boolean {
  return unsafe.every((name) => asked.has(name) || isAddedByBrowsers(name));
}

/** Whether the recording is of the wire, as a proxy's: there a request begins when it is sent, after its preflight. */
function isFromWire({ producer, countsPreflight }: Exchange): boolean {
  return producer !== 'chromium' && producer !== 'firefox' && countsPreflight !== true;
}

function endOf({ startedAt, duration, producer }: Exchange): number {
  // Firefox adds up the timings of the connection, without the time for which the request waited for its preflight.
  if (producer === 'firefox') return startedAt + LONGEST_PAUSE;
  return duration === null ? Number.POSITIVE_INFINITY : startedAt + duration;
}
