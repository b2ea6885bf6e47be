import type { Exchange } from '../http/exchange.ts';
import { lowerName, type HeaderList } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { originOf } from '../http/origin.ts';
import { addStep, corsCheck, type Findings } from './check.ts';
import {
  AUTHORIZATION_UNDER_WILDCARD,
  isChromiumSafelisted,
  PREFLIGHT_KEEPS_ORIGIN,
  PREFLIGHT_TRUSTS_OWN_ORIGIN,
  readHeaderBy,
} from './engines.ts';
import {
  endsWithRedirect,
  engineOf,
  exchangeOf,
  firstHop,
  isCrossOriginAt,
  methodAt,
  originAt,
  originHeader,
  originOfFlow,
  redirectsWithUrlCredentials,
} from './flow.ts';
import { checkPreflightResponse, requestedHeaders, requestedMethod } from './preflight.ts';
import type { Engine, Failure, Flow, Hop, Step, Unknown } from './types.ts';

/** What the headers say, under one assumption about the credentials mode. */
export interface Evaluation {
  readonly credentials: boolean;
  readonly failures: readonly Failure[];
  readonly steps: readonly Step[];
  readonly missing: readonly Unknown[];
}

export function outcomeOf({ failures, missing }: Evaluation): 'allowed' | 'blocked' | 'unknown' {
  if (failures.length > 0) return 'blocked';
  return missing.length > 0 ? 'unknown' : 'allowed';
}

/**
 * Walks the hops as the standard does, and stops at the first hop that is refused or hidden. Without an engine, as the one that
 * made the recording.
 */
export function evaluate(flow: Flow, credentials: boolean, foreign: Engine | null = null): Evaluation {
  const findings: Findings = { failures: [], steps: [] };
  const { failures, steps } = findings;
  const missing: Unknown[] = [];
  const engine = foreign ?? engineOf(exchangeOf(firstHop(flow)));
  const readHeader = readHeaderBy(engine);
  const trustsOwnOrigin = engine !== null && PREFLIGHT_TRUSTS_OWN_ORIGIN[engine];
  const page = originOfFlow(flow);
  for (let index = 0; index < flow.hops.length; index++) {
    const hop = flow.hops[index] as Hop;
    if (!isCrossOriginAt(flow, index, page)) {
      if (refuseUrlCredentials(flow, index, findings)) break;
      continue;
    }
    const { preflight, actual } = hop;
    const own = originHeader(actual) ?? originAt(flow, index) ?? '';
    const origin = foreign === null ? own : (originAt(flow, index) ?? '');
    const at = { stage: 'response', hop: index } as const;
    const claim = `The URL’s origin, \`${originOf(exchangeOf(hop).url) ?? ''}\`, is not the page’s${page === null ? '' : `, \`${page}\``}: the response is checked.`;
    addStep(findings, at, 'main-fetch', claim, true);

    const isAnswerLost = preflight?.response === null && Boolean(actual?.response);
    if (preflight !== null && !isAnswerLost && isPreflightDue(hop, foreign)) {
      addStep(findings, { ...at, stage: 'preflight' }, 'cors-preflight-fetch', reasonFor(preflight), true);
      if (preflight.response === null) {
        missing.push('preflight');
        break;
      }
      const request = {
        origin:
          foreign === null ? (originHeader(preflight) ?? origin) : originOfPreflight(flow, index, foreign),
        credentials,
        method: methodAt(hop),
        headers: inRequestOrder(namesIn(hop, foreign), actual),
      };
      const options = {
        authorizationUnderWildcard: AUTHORIZATION_UNDER_WILDCARD,
        readHeader,
        isOwnOrigin: trustsOwnOrigin && originOf(preflight.url) === page,
      };
      checkPreflightResponse(request, preflight.response, index, options, findings);
      if (failures.length > 0) break;
    }

    // There the request would have needed a preflight, of which nobody knows how it would have been answered.
    if (preflight === null && foreign !== null && foreign !== 'chromium' && isSentUnasked(actual)) {
      missing.push('preflight');
    }
    const response = actual?.response ?? null;
    if (response === null) {
      missing.push('response');
      break;
    }
    // A revalidated answer is checked by its stored headers, which the recording does not show.
    if (response.status === 304) continue;
    corsCheck({ origin, credentials }, response, at, readHeader, findings);
    if (failures.length > 0) break;

    if (refuseUrlCredentials(flow, index, findings)) break;
  }
  if (failures.length === 0 && missing.length === 0 && endsWithRedirect(flow)) missing.push('mode');
  return { credentials, failures, steps, missing };
}

function refuseUrlCredentials(flow: Flow, hop: number, findings: Findings): boolean {
  const location = redirectsWithUrlCredentials(flow, hop);
  if (location === null || mayHandOver(flow, hop)) return false;
  const at = { stage: 'response', hop } as const;
  const claim = 'The redirect names a user and password.';
  addStep(findings, at, 'http-redirect-fetch', claim, false, 'a URL without them', location);
  findings.failures.push({ ...at, kind: 'redirect-with-url-credentials', location });
  return true;
}

/**
 * Whether the page may have been handed a redirect itself. Firefox lists the request that it refused to make, so one that is not
 * listed was perhaps never meant to be made.
 */
function mayHandOver(flow: Flow, hop: number): boolean {
  return hop === flow.hops.length - 1 && flow.hops[hop]?.actual?.producer === 'firefox';
}

function reasonFor(preflight: Exchange): string {
  const method = requestedMethod(preflight) ?? '';
  const names = requestedHeaders(preflight).map((name) => `\`${name}\``);
  if (!isCorsSafelistedMethod(method)) names.unshift(`the method \`${method}\``);
  if (names.length === 0)
    return 'The browser asks first, because script listens to the upload or streams it.';
  return `The browser asks first, because of ${names.join(', ')}.`;
}

function isPreflightDue(hop: Hop, foreign: Engine | null): boolean {
  if (foreign === null || hop.preflight === null || !isCorsSafelistedMethod(methodAt(hop))) return true;
  return requestedHeaders(hop.preflight).length === 0 || namesIn(hop, foreign).length > 0;
}

/** The names that a preflight asks for; in another engine those that it would have asked for. */
function namesIn({ preflight, actual }: Hop, foreign: Engine | null): readonly string[] {
  const names = preflight === null ? [] : requestedHeaders(preflight);
  if (foreign === null || actual === null) return names;
  const headers = actual.requestHeaders.filter(([name, value]) => isChromiumSafelisted(name, value));
  const others = names.filter((name) => !headers.some(([own]) => own.toLowerCase() === name.toLowerCase()));
  return foreign === 'chromium' ? others : [...others, ...headers.map(([name]) => name.toLowerCase())];
}

// Chromium names the first refused header in the order of the request, though it sends the list sorted.
function inRequestOrder(names: readonly string[], actual: Exchange | null): readonly string[] {
  if (names.length < 2) return names;
  const order = new Map(names.map((name) => [lowerName(name), 0]));
  actual?.requestHeaders.forEach((line, index) => {
    const name = lowerName(line[0]);
    if (order.has(name)) order.set(name, index);
  });
  const placeOf = (name: string): number => order.get(lowerName(name)) ?? 0;
  return names.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function originOfPreflight(flow: Flow, index: number, engine: Engine): string {
  const origin = PREFLIGHT_KEEPS_ORIGIN[engine] ? originOfFlow(flow) : originAt(flow, index);
  return origin ?? '';
}

/** Whether there is a hint of which only Chromium is known to have sent it: another engine had asked before it did. */
export function isSentUnasked(actual: Exchange | null): boolean {
  return actual?.producer !== 'firefox' && actual?.producer !== 'webkit' && hasChromiumHint(actual);
}

export function hasChromiumHint(actual: Exchange | null): boolean {
  return actual?.requestHeaders.some(isHint) ?? false;
}

function isHint(line: HeaderList[number]): boolean {
  return isChromiumSafelisted(line[0], line[1]);
}
