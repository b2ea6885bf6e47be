/** What the browser did, as far as the recording tells, and what of the evaluations agrees with it. */
import { getHeader } from '../http/header-list.ts';
import { isFirefoxDuplicate } from './engines.ts';
import { outcomeOf, type Evaluation } from './evaluate.ts';
import { endsWithRedirect, firstHop, lastHop } from './flow.ts';
import type { Failure, Flow } from './types.ts';

/** What the page got, as far as the recording tells without any reasoning about headers. */
export type Observed = 'read' | 'refused' | null;

export function observe(flow: Flow): Observed {
  // Firefox's timing does not count the lines, as its CORS check does.
  if (lastHop(flow).actual?.producer === 'firefox' && isFirefoxDuplicate(lastHop(flow).actual)) return null;
  // The page's own timing names a request by its first URL, and speaks of how it ended.
  for (const hop of flow.hops) {
    const readable = hop.actual?.readable ?? null;
    if (readable !== null) return readable ? 'read' : 'refused';
  }
  const { actual } = lastHop(flow);
  if (actual === null) return null;
  if (actual.unsent === 'preflight') return 'refused';
  if (actual.producer !== 'chromium') return null;
  // An answer whose body was not taken, as of an event stream that was closed, had passed the check all the same.
  const hasPassed = actual.netError === null || actual.netError === 'net::ERR_ABORTED';
  if (hasPassed) return actual.response === null ? null : 'read';
  return actual.netError === 'net::ERR_FAILED' ? 'refused' : null;
}

/** What agrees with all that the browser did; where nothing does, with how it ended. */
export function agreeingOf(
  evaluations: readonly Evaluation[],
  observed: Observed,
  flow: Flow,
): readonly Evaluation[] {
  const agreeing = evaluations.filter((evaluation) => agrees(evaluation, observed, flow));
  const consistent = agreeing.filter(
    ({ failures }) => failures[0] === undefined || !wentPast(flow, failures[0]),
  );
  return consistent.length > 0 ? consistent : agreeing;
}

function agrees(evaluation: Evaluation, observed: Observed, flow: Flow): boolean {
  const outcome = outcomeOf(evaluation);
  if (observed === null) return true;
  if (observed === 'read') return outcome !== 'blocked';
  if (outcome !== 'unknown') return outcome === 'blocked';
  // Chromium's recordings have the request that a redirect leads to.
  if (evaluation.missing[0] === 'mode') return lastHop(flow).actual?.producer !== 'chromium';
  // Had the preflight passed, the request would have been sent, and would have an answer or an error of its own, unless
  // Chromium hides it.
  const { preflight, actual } = lastHop(flow);
  return preflight === null || actual?.ofPage === false;
}

/** Whether the recording holds something that the browser did only after this check had passed. */
export function wentPast(flow: Flow, { stage, hop }: Failure): boolean {
  if (stage === 'preflight' && (flow.hops[hop]?.actual?.response ?? null) !== null) return true;
  return flow.hops.slice(hop + 1).some(({ preflight, actual }) => {
    // Firefox lists the request to which a refused redirect would have led, as one that it never sent.
    return (
      preflight !== null || (actual !== null && (actual.producer !== 'firefox' || actual.response !== null))
    );
  });
}

/** Whether `redirect: "error"` explains the refusal of a redirect as well as credentials do: only fetch() has it. */
export function mayRefuseRedirects(flow: Flow): boolean {
  const resourceType = lastHop(flow).actual?.resourceType ?? 'fetch';
  return endsWithRedirect(flow) && resourceType === 'fetch';
}

/**
 * Whether a request may have been made in mode `no-cors`, which Firefox's timing can't tell from one that was refused: a simple
 * POST, which has an Origin in every mode, to a URL that is told no Sec-Fetch-Mode.
 */
export function mayBeOpaque(flow: Flow): boolean {
  const { preflight, actual } = firstHop(flow);
  if (preflight !== null || actual?.producer !== 'firefox' || actual.method !== 'POST') return false;
  return flow.hops.every(
    (hop) => hop.actual === null || getHeader(hop.actual.requestHeaders, 'Sec-Fetch-Mode') === null,
  );
}
