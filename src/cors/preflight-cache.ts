import type { Exchange, Response } from '../http/exchange.ts';
import { extractHeaderListValues } from '../http/field-value.ts';
import { getHeader, lowerName, type HeaderList } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { DEFAULT_MAX_AGE, MAX_AGE, isSafelistedBy } from './engines.ts';
import { engineOf } from './flow.ts';
import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from './request-headers.ts';
import { requestedHeaders, requestedMethod } from './preflight.ts';
import type { Engine, Hop } from './types.ts';

/** For how many seconds an engine keeps a preflight's answer; 0 where it does not keep it. */
export function maxAgeOf({ headers }: Response, engine: Engine): number {
  const value = getHeader(headers, 'Access-Control-Max-Age');
  if (value === null) return DEFAULT_MAX_AGE;
  const { parse, cap } = MAX_AGE[engine];
  return Math.min(parse(value), cap);
}

/**
 * Whether a preflight's answer allows a method, from the cache as from the wire.
 *
 * https://fetch.spec.whatwg.org/#concept-cache-match-method
 */
export function isMethodCacheEntryMatch(headers: HeaderList, method: string, credentials: boolean): boolean {
  const methods = extractHeaderListValues(headers, 'Access-Control-Allow-Methods');
  if (methods.kind !== 'values') return false;
  return methods.values.includes(method) || (!credentials && methods.values.includes('*'));
}

/**
 * Whether a preflight's answer allows a header name, from the cache as from the wire.
 *
 * https://fetch.spec.whatwg.org/#concept-cache-match-header
 */
export function isHeaderNameCacheEntryMatch(
  headers: HeaderList,
  name: string,
  credentials: boolean,
): boolean {
  const names = extractHeaderListValues(headers, 'Access-Control-Allow-Headers');
  if (names.kind !== 'values') return false;
  const lower = name.toLowerCase();
  // No engine makes an exception of `Authorization`, as the standard does.
  return (
    names.values.some((each) => each.toLowerCase() === lower) || (!credentials && names.values.includes('*'))
  );
}

/**
 * Why a request needs a preflight: its method, the names of its unsafe headers. Whether script listens to its upload, which is
 * a reason of its own, no recording says; names of which a browser may itself be the author are not counted.
 */
export interface PreflightReasons {
  readonly method: string | null;
  readonly headers: readonly string[];
}

// https://fetch.spec.whatwg.org/#concept-main-fetch
export function preflightReasons(actual: Exchange, engine: Engine | null): PreflightReasons {
  const { method, requestHeaders } = actual;
  const isSafelisted = isSafelistedBy(engine);
  const names = corsUnsafeRequestHeaderNames(headersOfScript(requestHeaders), isSafelisted);
  return {
    method: isCorsSafelistedMethod(method) ? null : method,
    headers: names.filter((name) => !isAddedByBrowsers(name, engineOf(actual))),
  };
}

/**
 * The names that the preflight of a hop asked for or, where the browser still knew the answer, would have asked for: lower case,
 * sorted, each once. Who wrote an `Authorization` or a type that is not safelisted is not recorded; mostly it was script.
 */
export function namesToAskFor({ actual, preflight, keptPreflight }: Hop): readonly string[] {
  const asked = preflight ?? keptPreflight ?? null;
  if (asked !== null) return [...new Set(requestedHeaders(asked).map(lowerName))].toSorted();
  if (actual === null) return [];
  return corsUnsafeRequestHeaderNames(headersOfScript(actual.requestHeaders)).filter(
    (name) =>
      !isAddedByBrowsers(name, engineOf(actual)) || name === 'authorization' || name === 'content-type',
  );
}

/** Whether an earlier preflight's answer spares a request its own, in the engine that recorded both. */
export function isCovered(
  actual: Exchange,
  preflight: Exchange,
  engine: Engine,
  credentials: boolean,
  reasons = preflightReasons(actual, engine),
): boolean {
  const { response } = preflight;
  if (response === null || preflight.url !== actual.url) return false;
  const storedAt = preflight.startedAt + (preflight.duration ?? 0);
  const age = actual.startedAt - storedAt;
  if (age < 0 || age > maxAgeOf(response, engine) * 1000) return false;
  const { headers } = response;
  // What was asked for because of an upload listener is kept although no list names it.
  const isAsked = reasons.method === null || requestedMethod(preflight) === reasons.method;
  if (reasons.method !== null && !(isAsked && isMethodCacheEntryMatch(headers, reasons.method, credentials)))
    return false;
  return reasons.headers.every((name) => isHeaderNameCacheEntryMatch(headers, name, credentials));
}
