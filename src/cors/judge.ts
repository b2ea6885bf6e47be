import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import { corsCheck } from './check.ts';
import { AUTHORIZATION_UNDER_WILDCARD, inEngineOrder } from './engines.ts';
import {
  exchangeOf,
  exchangesOf,
  exemptionOf,
  firstHop,
  isCrossOriginAt,
  lastHop,
  methodAt,
  originAt,
  originHeader,
  originOfFlow,
} from './flow.ts';
import { networkFailure } from './network-failure.ts';
import { checkPreflightResponse, requestedHeaders } from './preflight.ts';
import type { Credentials, Failure, Flow, Inference, Step, Unknown, Verdict } from './types.ts';

/** What the page got, as far as the recording tells without any reasoning about headers. */
type Observed = 'read' | 'refused' | null;

/** What the headers say, under one assumption about the credentials mode. */
interface Evaluation {
  readonly credentials: boolean;
  readonly failures: readonly Failure[];
  readonly steps: readonly Step[];
  readonly missing: readonly Unknown[];
}

const NOTHING = {
  failures: [],
  reason: null,
  netError: null,
  exemption: null,
  missing: [],
  inferences: [],
  trace: [],
} as const;

export interface JudgeOptions {
  /** The credentials mode to go by where the bytes prove none; without it both are tried. */
  readonly assumed?: 'include' | 'same-origin' | null;
}

/**
 * What the browser decided about a flow, and at which step of the Fetch standard. Never throws on data: what a
 * recording lacks is named in `missing`.
 */
export function judge(flow: Flow, { assumed = null }: JudgeOptions = {}): Verdict {
  const origin = originOfFlow(flow);
  const exemption = exemptionOf(flow);
  const isOwn = exemption !== null && exemption !== 'no-cors';
  const base = { ...NOTHING, origin, credentials: provenCredentials(flow) ?? assumed ?? 'unknown' } as const;
  if (isOwn) return { ...base, outcome: 'exempt', exemption, engines: inAllEngines('allowed') };

  const broken = failedExchange(flow);
  if (broken !== null && !isRefusedBefore(flow, broken)) {
    const reason = networkFailure(broken) ?? 'network';
    return {
      ...base,
      outcome: 'failed',
      reason,
      netError: broken.netError,
      engines: inAllEngines('unknown'),
    };
  }
  if (exemption !== null) return { ...base, outcome: 'exempt', exemption, engines: inAllEngines('allowed') };
  if (lastHop(flow).actual?.fromServiceWorker === true && observe(flow) === 'read') {
    return { ...base, outcome: 'exempt', exemption: 'service-worker', engines: inAllEngines('unknown') };
  }
  return weigh(flow, base);
}

function inAllEngines(outcome: 'allowed' | 'blocked' | 'unknown'): Verdict['engines'] {
  return { chromium: outcome, firefox: outcome, webkit: outcome };
}

/** The first exchange that failed below CORS, if that is what ended the flow. */
function failedExchange(flow: Flow): Exchange | null {
  for (const exchange of exchangesOf(flow)) {
    const reason = networkFailure(exchange);
    if (reason === null) continue;
    // A complete answer whose reading was broken off, or whose opaque body was never asked for, did arrive.
    if (reason === 'aborted' && exchange.response !== null) continue;
    return exchange;
  }
  return null;
}

/** Whether an earlier hop was refused: Firefox lists the request that then was not made as one that failed. */
function isRefusedBefore(flow: Flow, broken: Exchange): boolean {
  const hop = flow.hops.findIndex(({ actual }) => actual === broken);
  return evaluate(flow, false).failures.some((failure) => failure.hop < hop);
}

function observe(flow: Flow): Observed {
  // The page's own timing names a request by its first URL, and speaks of how it ended.
  for (const hop of flow.hops) {
    const readable = hop.actual?.readable ?? null;
    if (readable !== null) return readable ? 'read' : 'refused';
  }
  const { actual } = lastHop(flow);
  if (actual === null) return null;
  if (actual.unsent === 'preflight') return 'refused';
  if (actual.producer !== 'chromium') return null;
  if (actual.netError === null) return actual.response === null ? null : 'read';
  return actual.netError === 'net::ERR_FAILED' ? 'refused' : null;
}

function weigh(flow: Flow, base: Omit<Verdict, 'outcome' | 'engines'>): Verdict {
  const { origin } = base;
  if (origin === null) {
    return { ...base, outcome: 'unknown', missing: ['origin'], engines: inAllEngines('unknown') };
  }
  const observed = observe(flow);
  const proven = base.credentials === 'unknown' ? null : base.credentials;
  const assumptions = proven === null ? [false, true] : [proven === 'include'];
  const evaluations = assumptions.map((credentials) => evaluate(flow, credentials));
  const agreeing = evaluations.filter((evaluation) => agrees(evaluation, observed, flow));

  const [first, second] = agreeing;
  if (first === undefined) return contradicted(flow, base, observed, evaluations);
  const inferences: Inference[] = [];
  let { credentials }: { credentials: Credentials } = base;
  if (proven === null && second === undefined) {
    credentials = first.credentials ? 'include' : 'same-origin';
    inferences.push({
      what: 'credentials',
      value: credentials,
      because:
        observed === 'refused'
          ? 'The browser refused this answer, and without credentials it would have passed.'
          : 'The page could read this answer, and with credentials it would have been refused.',
    });
  }
  const outcome = outcomeOf(first);
  if (second !== undefined && outcomeOf(second) !== outcome) {
    const missing: Unknown[] = [...new Set<Unknown>([...first.missing, ...second.missing, 'credentials'])];
    return { ...base, outcome: 'unknown', missing, inferences, engines: inAllEngines('unknown') };
  }
  return {
    ...base,
    outcome,
    credentials,
    inferences,
    failures: inEngineOrder('chromium', first.failures),
    missing: outcome === 'unknown' ? first.missing : [],
    trace: first.steps,
    engines: inAllEngines(outcome),
  };
}

function outcomeOf({ failures, missing }: Evaluation): 'allowed' | 'blocked' | 'unknown' {
  if (failures.length > 0) return 'blocked';
  return missing.length > 0 ? 'unknown' : 'allowed';
}

function agrees(evaluation: Evaluation, observed: Observed, flow: Flow): boolean {
  const outcome = outcomeOf(evaluation);
  if (observed === null) return true;
  if (observed === 'read') return outcome !== 'blocked';
  // Had the preflight passed, the request would have been sent, and would have an answer or an error of its own.
  const wasAsked = lastHop(flow).preflight !== null;
  return outcome === 'blocked' || (outcome === 'unknown' && !wasAsked);
}

/** The browser did the opposite of what the recorded headers say: its word counts, and the reason is not known. */
function contradicted(
  flow: Flow,
  base: Omit<Verdict, 'outcome' | 'engines'>,
  observed: Observed,
  evaluations: readonly Evaluation[],
): Verdict {
  const trace = evaluations[0]?.steps ?? [];
  if (observed === 'read') {
    // An answer without CORS headers that was read by nobody's objection was asked for without CORS.
    const opaque = lastHop(flow).actual?.method === 'POST' && firstHop(flow).preflight === null;
    if (opaque) return { ...base, outcome: 'exempt', exemption: 'no-cors', engines: inAllEngines('allowed') };
    return { ...base, outcome: 'allowed', trace, engines: inAllEngines('allowed') };
  }
  const status = lastHop(flow).actual?.response?.status ?? 0;
  const { netError } = lastHop(flow).actual ?? { netError: null };
  if (isRedirectStatus(status)) {
    return {
      ...base,
      outcome: 'failed',
      reason: 'redirect-refused',
      netError,
      trace,
      engines: inAllEngines('unknown'),
    };
  }
  return { ...base, outcome: 'unknown', missing: ['reason'], trace, engines: inAllEngines('unknown') };
}

/** Walks the hops as the standard does, and stops at the first hop that is refused or hidden. */
function evaluate(flow: Flow, credentials: boolean): Evaluation {
  const failures: Failure[] = [];
  const steps: Step[] = [];
  const missing: Unknown[] = [];
  for (const [index, hop] of flow.hops.entries()) {
    if (!isCrossOriginAt(flow, index)) continue;
    const { preflight, actual } = hop;
    const origin = originHeader(actual) ?? originAt(flow, index) ?? '';
    steps.push({
      stage: 'response',
      hop: index,
      spec: 'main-fetch',
      claim: 'The URL belongs to another origin than the page, so the answer is checked.',
      outcome: 'passed',
      needed: originOfFlow(flow),
      found: originOf(exchangeOf(hop).url),
    });

    if (preflight !== null) {
      if (preflight.response === null) {
        missing.push('preflight');
        break;
      }
      const request = {
        origin: originHeader(preflight) ?? origin,
        credentials,
        method: methodAt(hop),
        headers: inRequestOrder(requestedHeaders(preflight), actual),
      };
      const checked = checkPreflightResponse(request, preflight.response, index, {
        authorizationUnderWildcard: AUTHORIZATION_UNDER_WILDCARD,
      });
      steps.push(...checked.steps);
      failures.push(...checked.failures);
      if (failures.length > 0) break;
    }

    const response = actual?.response ?? null;
    if (response === null) {
      missing.push('response');
      break;
    }
    // A revalidated answer is checked by its stored headers, which the recording does not show.
    if (response.status === 304) continue;
    const checked = corsCheck({ origin, credentials }, response, { stage: 'response', hop: index });
    steps.push(...checked.steps);
    failures.push(...checked.failures);
    if (failures.length > 0) break;

    const location = isRedirectStatus(response.status) ? getHeader(response.headers, 'Location') : null;
    if (location !== null && hasUrlCredentials(location, exchangeOf(hop).url)) {
      const at = { stage: 'response', hop: index } as const;
      failures.push({ ...at, kind: 'redirect-with-url-credentials', location });
      const claim = 'The redirect names no user and password.';
      steps.push({
        ...at,
        spec: 'http-redirect-fetch',
        claim,
        outcome: 'failed',
        needed: null,
        found: location,
      });
      break;
    }
  }
  return { credentials, failures, steps, missing };
}

function hasUrlCredentials(location: string, base: string): boolean {
  if (!URL.canParse(location, base)) return false;
  const { username, password } = new URL(location, base);
  return username !== '' || password !== '';
}

// Chromium names the first refused header in the order of the request, though it sends the list sorted.
function inRequestOrder(names: readonly string[], actual: Exchange | null): readonly string[] {
  const order = new Map((actual?.requestHeaders ?? []).map(([name], index) => [name.toLowerCase(), index]));
  return names.toSorted((a, b) => (order.get(a.toLowerCase()) ?? 0) - (order.get(b.toLowerCase()) ?? 0));
}

/** The credentials mode where the bytes prove it; null where they do not. */
function provenCredentials(flow: Flow): Credentials | null {
  if (!isCrossOriginAt(flow, flow.hops.length - 1)) return null;
  for (const { actual } of flow.hops) {
    if (actual === null || originOf(actual.url) === originOfFlow(flow)) continue;
    const has = (name: string): boolean => getHeader(actual.requestHeaders, name) !== null;
    // Cookies cross origins only with `include`; the other header is sent with credentialed cross-site requests alone.
    if (has('Cookie') || has('Sec-Fetch-Storage-Access')) return 'include';
    const site = getHeader(actual.requestHeaders, 'Sec-Fetch-Site');
    if (site === 'cross-site' && sendsStorageAccess(actual)) return 'same-origin';
  }
  return null;
}

/** Whether the browser, by its version, would have sent `Sec-Fetch-Storage-Access` had there been credentials. */
function sendsStorageAccess({ requestHeaders }: Exchange): boolean {
  const agent = getHeader(requestHeaders, 'User-Agent') ?? '';
  const [, chromium] = /\bChrome\/(\d+)/.exec(agent) ?? [];
  const [, firefox] = /\bFirefox\/(\d+)/.exec(agent) ?? [];
  return Number(chromium ?? 0) >= 156 || Number(firefox ?? 0) >= 153;
}
