import type { Exchange } from '../http/exchange.ts';
import { getHeader, type HeaderList } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';

/** What exchanges take of the room. */
export interface Load {
  readonly requests: number;
  /** Characters of addresses and headers. */
  readonly text: number;
}

/**
 * As much as is kept. An ordinary request has a thousand characters of headers and takes, with all that is said of it, some five
 * kilobytes of memory: so many take 100 MB and a third of the text. That limit is for headers of a megabyte, which any server
 * can send.
 */
export const ROOM: Load = { requests: 20_000, text: 64_000_000 };

/** Navigations that are kept. Without requests between them nobody looks for them. */
export const MOST_NAVIGATIONS = 1000;

export const NO_LOAD: Load = { requests: 0, text: 0 };

export function loadOf(exchanges: readonly Exchange[]): Load {
  let text = 0;
  for (const { url, requestHeaders, response } of exchanges) {
    text += url.length + lengthOf(requestHeaders) + lengthOf(response?.headers ?? []);
  }
  return { requests: exchanges.length, text };
}

function lengthOf(headers: HeaderList): number {
  let length = 0;
  // Joined, and not by the texts' own lengths: what is no text is listed as a request that can't be examined.
  for (const [name, value] of headers) length += `${name}${value}`.length;
  return length;
}

export function add(a: Load, b: Load, sign: 1 | -1 = 1): Load {
  return { requests: a.requests + sign * b.requests, text: a.text + sign * b.text };
}

export function fits(load: Load, room: Load): boolean {
  return load.requests <= room.requests && load.text <= room.text;
}

/**
 * What of some exchanges has to go first, where they have not been judged: those that look as if they passed. A preflight is of
 * use as long as a request to its address does not.
 */
export function rankByLooks(exchanges: readonly Exchange[]): (exchange: Exchange) => number {
  const failing = new Set(exchanges.filter((one) => !looksPassed(one)).map(({ url }) => url));
  return (exchange) =>
    Number(exchange.method === 'OPTIONS' ? failing.has(exchange.url) : !looksPassed(exchange));
}

/** Errs on the side of failing: a redirect may lead to where the browser refused. */
function looksPassed({ url, requestHeaders, response, netError, readable }: Exchange): boolean {
  if (response === null || netError !== null || response.status === 0 || response.status >= 400) return false;
  if (readable !== null || isRedirectStatus(response.status)) return readable === true;
  const origin = getHeader(requestHeaders, 'Origin');
  if (origin === null || origin === originOf(url)) return true;
  const allowed = getHeader(response.headers, 'Access-Control-Allow-Origin');
  return allowed === '*' || allowed === origin;
}

/**
 * What has to go, of what is together too much, so that a tenth of the room is free again: those of the lowest rank first, and
 * of one rank those that come first. Of what has no rank nothing goes.
 */
export function surplus<T>(
  all: readonly T[],
  load: Load,
  room: Load,
  partOf: (one: T) => Load,
  rankOf: (one: T) => number | null,
): ReadonlySet<T> {
  const gone = new Set<T>();
  const target = { requests: room.requests * 0.9, text: room.text * 0.9 };
  const ranks = new Map<number, T[]>();
  for (const one of all) {
    const rank = rankOf(one);
    if (rank === null) continue;
    const same = ranks.get(rank);
    if (same === undefined) ranks.set(rank, [one]);
    else same.push(one);
  }
  let left = load;
  for (const [, same] of [...ranks].toSorted(([a], [b]) => a - b)) {
    for (const one of same) {
      if (fits(left, target)) return gone;
      gone.add(one);
      left = add(left, partOf(one), -1);
    }
  }
  return gone;
}
