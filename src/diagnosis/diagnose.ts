import { answerOf } from '../cors/engines.ts';
import { exchangeOf, firstHop } from '../cors/flow.ts';
import { networkFailure } from '../cors/network-failure.ts';
import type { Flow, Verdict } from '../cors/types.ts';
import { catalogue } from './catalogue.ts';
import type { Cause, CauseKind, Context, Diagnosis, NetworkCause } from './rule.ts';

const STANDARD = 'https://fetch.spec.whatwg.org/#';

/** Every problem of a flow, in the order in which the browser meets them. */
export function diagnose(flow: Flow, verdict: Verdict): readonly Diagnosis[] {
  const causes: readonly Cause[] =
    verdict.outcome === 'failed' ? [networkCause(flow, verdict)] : verdict.failures;
  return causes
    .filter((cause, at) => !isToldBefore(cause, causes.slice(0, at)))
    .map((cause) => explain(cause, flow, verdict))
    .filter((diagnosis) => diagnosis !== null);
}

/** Refused headers are one problem with one mend, however many they are: the first one's diagnosis names them all. */
function isToldBefore({ kind, hop }: Cause, before: readonly Cause[]): boolean {
  return kind === 'header-not-allowed' && before.some((one) => one.kind === kind && one.hop === hop);
}

/** The diagnosis to read first: the root cause, where CORS is only its consequence, else what the browser met first. */
export function leadOf(diagnoses: readonly Diagnosis[]): Diagnosis | null {
  return diagnoses.find(({ rule }) => LEADERS.has(rule)) ?? diagnoses[0] ?? null;
}

const LEADERS = new Set(catalogue.filter((rule) => rule.leads === true).map(({ id }) => id));

function networkCause(flow: Flow, { reason, netError }: Verdict): NetworkCause {
  for (const [hop, { preflight, actual }] of flow.hops.entries()) {
    for (const [stage, exchange] of [
      ['preflight', preflight],
      ['response', actual],
    ] as const) {
      if (exchange !== null && networkFailure(exchange) === reason) {
        return { kind: reason ?? 'network', stage, hop, netError };
      }
    }
  }
  return { kind: reason ?? 'network', stage: 'response', hop: flow.hops.length - 1, netError };
}

function explain(cause: Cause, flow: Flow, verdict: Verdict): Diagnosis | null {
  const exchange = answerOf(flow, cause) ?? exchangeOf(firstHop(flow));
  const answer = cause.stage === 'preflight' ? "the preflight's answer" : 'the answer';
  const Answer = answer.replace('t', 'T');
  const context = { cause, flow, verdict, exchange, answer, Answer } as Context<CauseKind>;
  for (const rule of catalogue) {
    if (!rule.explains.includes(cause.kind)) continue;
    const finding = rule.find(context);
    if (finding === null) continue;
    const { headline, explanation, fix, evidence, compare = null } = finding;
    return {
      rule: rule.id,
      severity: rule.severity,
      title: rule.title,
      headline,
      explanation,
      fix,
      spec: STANDARD + rule.spec,
      evidence: evidence.map((one) => ({ entry: exchange.index, ...one })),
      compare,
      stage: verdict.outcome === 'failed' ? null : cause.stage,
      hop: cause.hop,
    };
  }
  return null;
}
