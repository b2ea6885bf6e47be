import { isProvisional } from '../cors/flow.ts';
import type { Flow, Hop } from '../cors/types.ts';
import type { Exchange } from '../http/exchange.ts';

/** Milliseconds by which the page's entry may end before the worker's own that it waited for: their clocks are two processes'. */
const CLOCK_SLACK = 50;

/**
 * Makes flows of chains. Where a service worker fetched what the page had asked for, Chromium (156) lists two requests:
 * the page's, which shows little, and the worker's own, with preflight, redirects and headers. Both are one flow.
 * Firefox (153) lists the page's alone.
 */
export function joinWorkers(chains: readonly (readonly Hop[])[]): readonly Flow[] {
  const asked: Exchange[] = [];
  for (const chain of chains) {
    const page = pagesEntry(chain);
    if (page !== null) asked.push(page);
  }
  if (asked.length === 0) return chains.map((hops) => ({ hops, viaWorker: null }));
  const urls = new Set(asked.map(({ url }) => url));
  const candidates = new Map<string, (readonly Hop[])[]>();
  for (const chain of chains) {
    const url = chain[0]?.actual?.url ?? '';
    if (!urls.has(url)) continue;
    const known = candidates.get(url);
    if (known === undefined) candidates.set(url, [chain]);
    else known.push(chain);
  }

  const pageOf = new Map<readonly Hop[], Exchange>();
  const joined = new Set<Exchange | null | undefined>();
  const made = new Set<Exchange | null | undefined>();
  for (const page of asked.toSorted((a, b) => a.startedAt - b.startedAt || a.index - b.index)) {
    if (made.has(page)) continue;
    const within = (candidates.get(page.url) ?? []).filter(
      (chain) => !pageOf.has(chain) && !joined.has(chain[0]?.actual) && isMadeFor(page, chain),
    );
    const own = within.find((chain) => isAnswered(chain.at(-1)?.actual) === isAnswered(page)) ?? within[0];
    if (own === undefined) continue;
    pageOf.set(own, page);
    joined.add(page);
    made.add(own[0]?.actual);
  }

  return chains
    .filter(([hop]) => !joined.has(hop?.actual))
    .map((hops) => ({ hops, viaWorker: pageOf.get(hops) ?? null }));
}

/** The page's entry of a request that a service worker may have made for it. */
function pagesEntry(chain: readonly Hop[]): Exchange | null {
  const [{ actual, preflight } = { actual: null, preflight: null }] = chain;
  if (chain.length !== 1 || actual === null || preflight !== null || !mayBePages(actual)) return null;
  return actual.fromServiceWorker || isProvisional(actual) ? actual : null;
}

/** Nothing marks a page's entry that failed. */
function mayBePages({ producer, fromServiceWorker, response, netError }: Exchange): boolean {
  return (
    producer === 'chromium' && (fromServiceWorker || (response === null && netError === 'net::ERR_FAILED'))
  );
}

/** Whether a service worker can have made one request for another, for all that the two tell by themselves. */
export function mayBeMadeFor(page: Exchange, own: Exchange): boolean {
  if (!mayBePages(page) || own.fromServiceWorker || own.producer !== 'chromium' || own === page) return false;
  const isWithin = own.startedAt >= page.startedAt && own.startedAt < endOf(page);
  return isWithin && own.method === page.method && own.url === page.url;
}

function isMadeFor(page: Exchange, chain: readonly Hop[]): boolean {
  const first = chain[0]?.actual ?? null;
  const last = chain.at(-1)?.actual ?? null;
  if (first === null || last === null || !mayBeMadeFor(page, first)) return false;
  if (endOf(last) > endOf(page) + CLOCK_SLACK) return false;
  if (page.fromServiceWorker) return true;
  // Where the page's entry is not marked, the other has to tell more, and not to be the page's as well.
  const tellsMore = chain.length > 1 || chain[0]?.preflight !== null || last.response !== null;
  const hasOwnError = last.netError !== null && last.netError !== page.netError;
  return (tellsMore || hasOwnError) && first.ofPage !== true;
}

function isAnswered(exchange: Exchange | null | undefined): boolean {
  return exchange?.response !== null && exchange?.netError === null;
}

function endOf({ startedAt, duration }: Exchange): number {
  return duration === null ? Number.POSITIVE_INFINITY : startedAt + duration;
}
