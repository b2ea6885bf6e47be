import { AUTHORIZATION_UNDER_WILDCARD } from '../cors/engines.ts';
import { engineOf, originHeader } from '../cors/flow.ts';
import { isCovered, maxAgeOf, preflightReasons } from '../cors/preflight-cache.ts';
import { checkPreflightResponse, isPreflight, requestedHeaders, requestedMethod } from '../cors/preflight.ts';
import type { Exchange, Response } from '../http/exchange.ts';

/** The preflights whose answers a browser may have kept. */
export interface KeptAnswers {
  readonly add: (preflight: Exchange) => void;
  readonly forget: (preflight: Exchange) => void;
  /** The latest preflight whose answer the browser still had when it sent a request that needs one. */
  readonly latestFor: (actual: Exchange) => Exchange | null;
}

export function keptAnswersOf(preflights: readonly Exchange[]): KeptAnswers {
  /** By URL, then by index: a better reading takes the place of the one before. */
  const byUrl = new Map<string, Map<number, { readonly preflight: Exchange; readonly expiry: number }>>();

  const forget = ({ url, index }: Exchange): void => {
    const known = byUrl.get(url);
    known?.delete(index);
    if (known?.size === 0) byUrl.delete(url);
  };

  const add = (preflight: Exchange): void => {
    forget(preflight);
    const engine = engineOf(preflight);
    const { url, index, startedAt, duration, response } = preflight;
    if (engine === null || response === null || !passes(preflight)) return;
    const expiry = startedAt + (duration ?? 0) + maxAgeOf(response, engine) * 1000;
    const known = byUrl.get(url) ?? new Map<number, { preflight: Exchange; expiry: number }>();
    byUrl.set(url, known.set(index, { preflight, expiry }));
  };

  preflights.forEach(add);
  return {
    add,
    forget,
    latestFor: (actual) => {
      const engine = engineOf(actual);
      const known = byUrl.get(actual.url);
      if (engine === null || actual.response === null || known === undefined) return null;
      const reasons = preflightReasons(actual, engine);
      if (reasons.method === null && reasons.headers.length === 0) return null;
      let latest: Exchange | null = null;
      // They come in nearly by time: from the end, the first that covers the request leaves little to look at.
      for (const { preflight, expiry } of [...known.values()].toReversed()) {
        if (expiry < actual.startedAt || (latest !== null && isEarlier(preflight, latest))) continue;
        if (isCovered(actual, preflight, engine, false, reasons)) latest = preflight;
      }
      return latest;
    },
  };
}

function isEarlier(a: Exchange, b: Exchange): boolean {
  return a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.index < b.index);
}

/** Whether the answer to a preflight may have spared a request its own. */
export function maySpare(preflight: Exchange, actual: Exchange): boolean {
  const engine = engineOf(actual);
  return engine !== null && !isPreflight(actual) && isCovered(actual, preflight, engine, false);
}

/** Whether a preflight's answer lets the request through, for all that the preflight itself tells. */
export function passes(preflight: Exchange): boolean {
  const before = passing.get(preflight);
  if (before !== undefined) return before;
  const found = preflight.response !== null && isLetThrough(preflight, preflight.response);
  passing.set(preflight, found);
  return found;
}

/** Pairing asks of each preflight several times. */
const passing = new WeakMap<Exchange, boolean>();

function isLetThrough(preflight: Exchange, response: Response): boolean {
  // Without credentials more passes: a preflight that fails even so has certainly failed.
  const request = {
    origin: originHeader(preflight) ?? '',
    credentials: false,
    method: requestedMethod(preflight) ?? '',
    headers: requestedHeaders(preflight),
  };
  const options = { authorizationUnderWildcard: AUTHORIZATION_UNDER_WILDCARD };
  return checkPreflightResponse(request, response, 0, options).failures.length === 0;
}
