import { exchangeOf, firstHop, methodOf, urlOf } from '../cors/flow.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from '../cors/request-headers.ts';
import { getHeader, type HeaderList } from '../http/header-list.ts';
import type { Examined } from '../report/examine.ts';

/** A request for the page to make again, with its own `fetch`. */
export interface Repeat {
  readonly url: string;
  readonly method: string;
  /** What script may set, as far as it was recorded. */
  readonly headers: HeaderList;
  readonly credentials: 'include' | 'same-origin' | 'omit';
  /** The page that made it: no other page's request would be the same. */
  readonly origin: string;
  /** Headers that the preflight asked for and whose values were not recorded: they are sent empty. */
  readonly emptied: readonly string[];
}

/**
 * The request of a flow, to be made again; null where script can't: it was no fetch, or the page is not known. Bodies
 * are not recorded, so it goes without one.
 */
export function repeatOf({ flow, verdict }: Examined): Repeat | null {
  const { origin, outcome, credentials } = verdict;
  if (outcome === 'exempt' || origin === null) return null;
  const { preflight } = firstHop(flow);
  const asked = new Set(
    (preflight === null ? [] : requestedHeaders(preflight)).map((name) => name.toLowerCase()),
  );
  const recorded = headersOfScript(exchangeOf(firstHop(flow)).requestHeaders);
  const unsafe = new Set(corsUnsafeRequestHeaderNames(recorded));
  const headers = recorded.filter(([name]) => {
    const lower = name.toLowerCase();
    return asked.has(lower) || lower === 'content-type' || (unsafe.has(lower) && !isAddedByBrowsers(lower));
  });
  const emptied = [...asked].filter((name) => getHeader(headers, name) === null);
  return {
    url: urlOf(flow),
    method: methodOf(flow),
    // An empty Content-Type would be safelisted, and no preflight would ask for it.
    headers: [
      ...headers,
      ...emptied.map((name) => [name, name === 'content-type' ? 'application/json' : ''] as const),
    ],
    credentials: credentials === 'unknown' ? 'same-origin' : credentials,
    origin,
    emptied,
  };
}

/** Whether HTTP promises that a repetition changes nothing on the server. */
export function isSafe(method: string): boolean {
  return /^(?:GET|HEAD|OPTIONS)$/i.test(method);
}
