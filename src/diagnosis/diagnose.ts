import { answerOf } from '../cors/engines.ts';
import { exchangeOf, firstHop } from '../cors/flow.ts';
import { networkFailure } from '../cors/network-failure.ts';
import type { Failure, Flow, Verdict } from '../cors/types.ts';
import { catalogue } from './catalogue.ts';
import {
  code,
  NO_SURROUNDINGS,
  type Cause,
  type CauseKind,
  type Context,
  type Diagnosis,
  type NetworkCause,
  type Rule,
  type Surroundings,
} from './rule.ts';

const STANDARD = 'https://fetch.spec.whatwg.org/#';

/**
 * Every problem of a flow, in the order in which the browser meets them, and last what is only due once a preflight is
 * answered; for one that passed, what is worth a warning.
 */
export function diagnose(
  flow: Flow,
  verdict: Verdict,
  surroundings: Surroundings = NO_SURROUNDINGS,
): readonly Diagnosis[] {
  if (verdict.outcome === 'exempt' && verdict.exemption !== 'no-cors') return [];
  const hop = flow.hops.length - 1;
  switch (verdict.outcome) {
    case 'blocked':
      return problems(flow, verdict, surroundings);
    case 'failed':
      return explainCause(networkCause(flow, verdict), flow, verdict, surroundings, 1);
    case 'unknown':
      return explainCause({ kind: 'unknown', stage: 'response', hop }, flow, verdict, surroundings, 1);
    case 'allowed':
      return explainCause({ kind: 'allowed', stage: 'response', hop }, flow, verdict, surroundings);
    case 'exempt':
      return explainCause({ kind: 'no-cors', stage: 'response', hop }, flow, verdict, surroundings);
  }
}

function problems(flow: Flow, verdict: Verdict, surroundings: Surroundings): readonly Diagnosis[] {
  const { failures } = verdict;
  const found = problemsIn(failures).flatMap((failure) =>
    explainCause(failure, flow, verdict, surroundings, 1),
  );
  return causesFirst(joined(found), failures);
}

/** The rules that explain a cause, in the catalogue's order. */
const rulesFor = new Map<CauseKind, Rule[]>();
for (const rule of catalogue) {
  for (const kind of rule.explains) rulesFor.set(kind, [...(rulesFor.get(kind) ?? []), rule]);
}

/** Refused headers are one problem with one mend, however many they are: the first one's diagnosis names them all. */
function problemsIn(failures: readonly Failure[]): readonly Failure[] {
  const told = new Set<number>();
  return failures.filter(({ kind, hop }) => {
    if (kind !== 'header-not-allowed') return true;
    const isFirst = !told.has(hop);
    told.add(hop);
    return isFirst;
  });
}

/** One rule may be the answer to two checks of one response: a redirected preflight has no CORS headers either. */
function joined(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const diagnosis of diagnoses) {
    const at = found.findIndex((known) => isSame(known, diagnosis));
    const known = found[at];
    if (known === undefined) found.push(diagnosis);
    else found[at] = { ...known, evidence: [...known.evidence, ...diagnosis.evidence] };
  }
  return found;
}

function isSame(a: Diagnosis, b: Diagnosis): boolean {
  return (['rule', 'stage', 'hop', 'explanation', 'fix'] as const).every((part) => a[part] === b[part]);
}

/** What a refusal of a preflight lacks says nothing of how the server handles CORS: it is what the answer will need. */
function causesFirst(diagnoses: readonly Diagnosis[], failures: readonly Failure[]): readonly Diagnosis[] {
  if (!failures.some(({ kind }) => kind === 'preflight-status-not-ok' || kind === 'preflight-redirected')) {
    return diagnoses;
  }
  const causes: Diagnosis[] = [];
  const pending: Diagnosis[] = [];
  for (const diagnosis of diagnoses) {
    const [lacking, ...others] = diagnosis.evidence.filter((one) => one.in === 'response');
    if (lacking?.value !== null || others.some(({ value }) => value !== null)) causes.push(diagnosis);
    else pending.push(asPending(diagnosis, lacking.header));
  }
  return causes.length === 0 ? diagnoses : [...causes, ...pending];
}

function asPending(diagnosis: Diagnosis, header: string): Diagnosis {
  return {
    ...diagnosis,
    title: `Also needed: ${header}`,
    headline: `The preflight’s response has no ${code(header)}.`,
    explanation: 'Refusals and redirects often have none; the response in their place needs it.',
    pending: true,
  };
}

/** The diagnosis to read first: the root cause, where CORS is only its consequence, else what the browser met first. */
export function leadOf(diagnoses: readonly Diagnosis[]): Diagnosis | null {
  if (diagnoses.length === 0) return null;
  const told = diagnoses.filter(({ severity, stage }) => severity !== 'note' || stage === null);
  return told.find(({ rule }) => LEADERS.has(rule)) ?? told[0] ?? null;
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

/** What each rule that knows a cause finds in a flow, the most specific first, and no more than are asked for. */
export function explainCause(
  cause: Cause,
  flow: Flow,
  verdict: Verdict,
  surroundings: Surroundings = NO_SURROUNDINGS,
  most = Number.POSITIVE_INFINITY,
): readonly Diagnosis[] {
  const exchange = answerOf(flow, cause) ?? exchangeOf(firstHop(flow));
  const answer = cause.stage === 'preflight' ? 'the preflight’s response' : 'the response';
  const Answer = cause.stage === 'preflight' ? 'The preflight’s response' : 'The response';
  const context = {
    cause,
    flow,
    verdict,
    exchange,
    surroundings,
    answer,
    Answer,
  } as Context<CauseKind>;
  const found: Diagnosis[] = [];
  for (const rule of rulesFor.get(cause.kind) ?? []) {
    const finding = rule.find(context);
    if (finding === null) continue;
    const { headline, explanation, fix, evidence, compare = null, confidence = 'certain' } = finding;
    found.push({
      rule: rule.id,
      severity: rule.severity,
      title: rule.title,
      headline,
      explanation,
      fix,
      spec: STANDARD + rule.spec,
      evidence: evidence.map((one) => ({ entry: exchange.index, ...one })),
      compare,
      confidence,
      pending: false,
      stage: verdict.outcome === 'failed' ? null : cause.stage,
      hop: cause.hop,
    });
    if (found.length === most) break;
  }
  return found;
}
