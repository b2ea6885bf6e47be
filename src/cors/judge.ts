import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import { inAllEngines, inEachEngine } from './across-engines.ts';
import { assumptionsOf, provenCredentials } from './credentials.ts';
import { inEngineOrder } from './engines.ts';
import { evaluate, outcomeOf, type Evaluation } from './evaluate.ts';
import {
  engineOf,
  exchangeOf,
  exemptionOf,
  firstHop,
  isCrossOriginAt,
  isProvisional,
  lastHop,
  originOfFlow,
} from './flow.ts';
import { networkFailure } from './network-failure.ts';
import { agreeingOf, mayBeOpaque, mayRefuseRedirects, observe, wentPast, type Observed } from './observe.ts';
import { preflightReasons } from './preflight-cache.ts';
import type {
  Credentials,
  Exemption,
  FailedReason,
  Failure,
  Flow,
  Hop,
  Inference,
  Step,
  Unknown,
  Verdict,
} from './types.ts';

const NONE: readonly never[] = [];

const NOTHING: Omit<Verdict, 'outcome' | 'engines' | 'origin' | 'credentials'> = {
  failures: NONE,
  failuresWithCredentials: NONE,
  reason: null,
  netError: null,
  exemption: null,
  missing: NONE,
  inferences: NONE,
  trace: NONE,
};

export interface JudgeOptions {
  /** The credentials mode to go by where the bytes prove none; without it both are tried. */
  readonly assumed?: 'include' | 'same-origin' | null;
}

/**
 * What the browser decided about a flow, and at which step of the Fetch standard. Never throws on data: what a
 * recording lacks is named in `missing`.
 */
export function judge(flow: Flow, { assumed = null }: JudgeOptions = {}): Verdict {
  return flow.viaWorker === null
    ? judgeHops(flow, assumed)
    : judgeThroughWorker(flow, flow.viaWorker, assumed);
}

/**
 * What a service worker fetched is judged as any request. But it is the worker that answers the page: it may give the page
 * something else than what it got, and nothing although it got something.
 */
function judgeThroughWorker(flow: Flow, page: Exchange, assumed: Credentials | null): Verdict {
  const verdict = judgeHops({ ...flow, viaWorker: null }, assumed);
  const { outcome, exemption, origin, credentials } = verdict;
  const base = { origin, credentials };
  const gotNothing = outcome === 'blocked' || outcome === 'failed' || outcome === 'unknown';
  if (page.response !== null) return gotNothing ? answeredByWorker(base) : verdict;
  return outcome === 'allowed' || exemption === 'no-cors' ? unknown(base, ['reason']) : verdict;
}

function answeredByWorker(base: Base): Verdict {
  return {
    ...NOTHING,
    ...base,
    outcome: 'exempt',
    exemption: 'service-worker',
    engines: inAllEngines('unknown'),
  };
}

function judgeHops(flow: Flow, assumed: Credentials | null): Verdict {
  const origin = originOfFlow(flow);
  const exemption = exemptionOf(flow, origin);
  const credentials = provenCredentials(flow, origin) ?? assumed ?? 'unknown';
  const isOwn = exemption !== null && exemption !== 'no-cors' && !isUnreadableFile(flow);
  if (exemption === 'same-origin' && isHidden(flow)) return unknown({ origin, credentials }, ['response']);
  if (isOwn) return exempt(exemption, origin, credentials);

  const broken = failedExchange(flow);
  const base: Base = { origin, credentials };
  if (broken !== null && isUnfollowed(flow, broken)) return unknown(base, ['mode']);
  if (broken !== null && !isRefusedBefore(flow, broken)) {
    return failed(base, networkFailure(broken) ?? 'network', broken.netError);
  }
  if (exemption === 'no-cors' && isBlockedByCorp(flow, origin)) {
    return failed(base, 'blocked-by-response', null);
  }
  if (exemption !== null) return exempt(exemption, origin, credentials);
  const weighed = weigh(flow, base);
  // Firefox shows the headers of what the worker handed over, which may be an answer of the server after all.
  const isByWorker = lastHop(flow).actual?.fromServiceWorker === true && observe(flow) === 'read';
  return isByWorker && !isAllowedByHeaders(weighed) ? answeredByWorker(base) : weighed;
}

function isUnreadableFile(flow: Flow): boolean {
  return networkFailure(exchangeOf(firstHop(flow))) === 'scheme';
}

/**
 * Whether an answer forbids other origins to use it without CORS. Chromium names this; Firefox's recording holds such an answer
 * as one that was used.
 */
function isBlockedByCorp(flow: Flow, origin: string | null): boolean {
  const { actual } = lastHop(flow);
  if (actual === null || actual.response === null || actual.producer === 'chromium') return false;
  const policy = getHeader(actual.response.headers, 'Cross-Origin-Resource-Policy');
  return policy === 'same-origin' && origin !== null && originOf(actual.url) !== origin;
}

function isAllowedByHeaders({ outcome, trace }: Verdict): boolean {
  return outcome === 'allowed' && trace.every((step) => step.outcome === 'passed');
}

/** Chromium hides what a worker's request met: it may have been redirected to another origin, and refused there. */
function isHidden(flow: Flow): boolean {
  const { actual } = lastHop(flow);
  return actual?.ofPage === false && actual.response === null && actual.netError === 'net::ERR_FAILED';
}

/** The last verdict of each kind: most flows end here, and nearly all of them alike. */
const latest: Partial<Record<Exemption, Verdict>> = {};

function exempt(exemption: Exemption, origin: string | null, credentials: Credentials): Verdict {
  const before = latest[exemption];
  if (before?.origin === origin && before.credentials === credentials) return before;
  return (latest[exemption] = {
    outcome: 'exempt',
    failures: NONE,
    reason: null,
    netError: null,
    exemption,
    missing: NONE,
    origin,
    credentials,
    inferences: NONE,
    trace: NONE,
    engines: inAllEngines('allowed'),
  });
}

/** The first exchange that failed below CORS, if that is what ended the flow. */
function failedExchange(flow: Flow): Exchange | null {
  for (const { preflight, actual } of flow.hops) {
    // A request that was answered was let through: Firefox's log loses a preflight's answer where many come at once.
    if (preflight !== null && !actual?.response && hasFailed(preflight, preflight)) return preflight;
    if (actual !== null && hasFailed(actual, preflight)) return actual;
  }
  return null;
}

function hasFailed(exchange: Exchange, preflight: Exchange | null): boolean {
  const reason = networkFailure(exchange);
  // A complete answer whose reading was broken off, or whose opaque body was never asked for, did arrive.
  if (reason === null || (reason === 'aborted' && exchange.response !== null)) return false;
  // After a redirect, Firefox tells as little of a request whose preflight failed as of one that something stopped.
  return exchange.unsent === null || preflight === null || preflight.response === null;
}

/** Chromium lists the request that a redirect would have led to as aborted, where the page had asked not to follow it. */
function isUnfollowed(flow: Flow, broken: Exchange): boolean {
  const isNext = flow.hops.length > 1 && lastHop(flow).actual === broken;
  return isNext && broken.netError === 'net::ERR_ABORTED' && isProvisional(broken);
}

/** Whether an earlier hop was refused: Firefox lists the request that then was not made as one that failed. */
function isRefusedBefore(flow: Flow, broken: Exchange): boolean {
  if (broken.unsent === null) return false;
  const hop = flow.hops.findIndex(({ actual }) => actual === broken);
  const assumptions = assumptionsOf(provenCredentials(flow, originOfFlow(flow)));
  return assumptions.some((credentials) =>
    evaluate(flow, credentials).failures.some((failure) => failure.hop < hop),
  );
}

type Base = Pick<Verdict, 'origin' | 'credentials'>;

function weigh(flow: Flow, base: Base): Verdict {
  const { origin } = base;
  if (origin === null) return unknown(base, ['origin']);
  const observed = observe(flow);
  const proven = base.credentials === 'unknown' ? null : base.credentials;
  const evaluations =
    proven === null ? [evaluate(flow, false), evaluate(flow, true)] : [evaluate(flow, proven === 'include')];
  const agreeing = agreeingOf(evaluations, observed, flow);

  const [first, second] = [agreeing[0], agreeing[1]];
  if (first === undefined) return contradicted(flow, base, observed, evaluations);
  const inferences = inferPreflights(flow, origin);
  let { credentials }: { credentials: Credentials } = base;
  if (proven === null && second === undefined) {
    const other = evaluations[0] === first ? evaluations[1] : evaluations[0];
    const [stop] = other?.failures ?? [];
    const past = stop !== undefined && wentPast(flow, stop) ? stop : null;
    const mayBeOtherwise = mayRefuseRedirects(flow) || mayBeOpaque(flow);
    if (past === null && observed === 'refused' && mayBeOtherwise) {
      return unknown(base, ['credentials', 'mode'], inferences);
    }
    credentials = first.credentials ? 'include' : 'same-origin';
    inferences.push({ what: 'credentials', value: credentials, because: becauseOf(first, observed, past) });
  }
  // The page was handed the redirect itself.
  const isHandedOver = observed === 'read' && first.missing.every((each) => each === 'mode');
  const outcome = isHandedOver && first.failures.length === 0 ? 'allowed' : outcomeOf(first);
  if (second !== undefined && outcomeOf(second) !== outcomeOf(first)) {
    const missing = [...new Set<Unknown>([...first.missing, ...second.missing, 'credentials'])];
    return unknown(base, missing, inferences);
  }
  return {
    outcome,
    failures: inEngineOrder('chromium', first.failures),
    failuresWithCredentials: second === undefined ? NONE : inEngineOrder('chromium', second.failures),
    reason: null,
    netError: null,
    exemption: null,
    missing: outcome === 'unknown' ? first.missing : NONE,
    origin,
    credentials,
    inferences,
    trace: first.steps,
    engines: inEachEngine(flow, first, outcome),
  };
}

function unknown(base: Base, missing: readonly Unknown[], inferences: readonly Inference[] = NONE): Verdict {
  return { ...NOTHING, ...base, outcome: 'unknown', missing, inferences, engines: inAllEngines('unknown') };
}

function failed(
  base: Base,
  reason: FailedReason,
  netError: string | null,
  trace: readonly Step[] = NONE,
): Verdict {
  return {
    ...NOTHING,
    ...base,
    outcome: 'failed',
    reason,
    netError,
    trace,
    engines: inAllEngines('unknown'),
  };
}

/** `past`: what would have stopped the browser otherwise, and did not. */
function becauseOf({ credentials }: Evaluation, observed: Observed, past: Failure | null): string {
  const otherwise = credentials ? 'without credentials' : 'with credentials';
  if (past !== null) {
    const wentOn =
      past.stage === 'preflight' ? 'sent the request after this preflight' : 'followed the redirect';
    return `The browser ${wentOn}; ${otherwise} it would have stopped there.`;
  }
  return observed === 'refused'
    ? `The browser refused this response; ${otherwise} it would have passed.`
    : `The page could read this response; ${otherwise} it would have been refused.`;
}

/** Where the browser asked first and the recording has no preflight, it knew the answer to an earlier one. */
function inferPreflights(flow: Flow, origin: string): Inference[] {
  const inferences: Inference[] = [];
  for (let at = 0; at < flow.hops.length; at++) {
    const { preflight, actual, keptPreflight } = flow.hops[at] as Hop;
    const isAsked = preflight === null && isCrossOriginAt(flow, at, origin);
    if (!isAsked || actual === null || actual.response === null) continue;
    const { method, headers } = preflightReasons(actual, engineOf(actual));
    const reasons = headers.map((name) => `\`${name}\``);
    if (method !== null) reasons.unshift(`the method \`${method}\``);
    if (reasons.length === 0) continue;
    const because = `The request was sent and needs a preflight because of ${reasons.join(', ')}`;
    inferences.push({
      what: 'preflight',
      value: keptPreflight ? 'cached' : 'not-recorded',
      because: keptPreflight
        ? `${because}; the response to an earlier one covers it.`
        : `${because}: an earlier one was cached, or the recording left it out.`,
    });
  }
  return inferences;
}

/** The browser did the opposite of what the recorded headers say: its word counts, and the reason is not known. */
function contradicted(
  flow: Flow,
  base: Base,
  observed: Observed,
  evaluations: readonly Evaluation[],
): Verdict {
  const trace = evaluations[0]?.steps ?? [];
  const { actual } = lastHop(flow);
  if (observed === 'read') {
    // An answer without CORS headers that was read by nobody's objection was asked for without CORS.
    const opaque = actual?.method === 'POST' && firstHop(flow).preflight === null;
    if (opaque) return exempt('no-cors', base.origin, base.credentials);
    const overruled = trace.findLast((step) => step.outcome === 'failed');
    return {
      ...NOTHING,
      ...base,
      outcome: 'allowed',
      ...(overruled && { overruled }),
      trace,
      engines: inAllEngines('allowed'),
    };
  }
  if (isRedirectStatus(actual?.response?.status ?? 0)) {
    return failed(base, 'redirect-refused', actual?.netError ?? null, trace);
  }
  return { ...unknown(base, ['reason']), trace };
}
