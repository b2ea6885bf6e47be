import { nameFailure, type NamedFailure } from '../cors/engines.ts';
import { judge, type JudgeOptions } from '../cors/judge.ts';
import type { Flow, Verdict } from '../cors/types.ts';
import { diagnose, leadOf } from '../diagnosis/diagnose.ts';
import type { Obstacle } from '../diagnosis/obstacle.ts';
import { remedyOf, type Remedy } from '../diagnosis/remedy.ts';
import { NO_SURROUNDINGS, type Diagnosis, type Surroundings } from '../diagnosis/rule.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import type { Exchange } from '../http/exchange.ts';
import { once } from '../http/once.ts';
import { pair } from '../pairing/pair.ts';

/** A flow with everything that the engine has to say about it. */
export interface Examined {
  readonly flow: Flow;
  readonly verdict: Verdict;
  /** Null unless blocked. */
  readonly failure: NamedFailure | null;
  /** In the order in which the browser meets them. */
  readonly diagnoses: readonly Diagnosis[];
  /** The one to read first; null where there is nothing to say. */
  readonly lead: Diagnosis | null;
  /** Null unless headers let it pass. */
  readonly remedy: Remedy | null;
  /** Where it is blocked and no header helps: why, and what does. */
  readonly obstacle: Obstacle | null;
}

export function examine(
  flow: Flow,
  surroundings: Surroundings = NO_SURROUNDINGS,
  options: JudgeOptions = {},
): Examined {
  const verdict = judge(flow, options);
  const diagnoses = diagnose(flow, verdict, surroundings);
  const lead = leadOf(diagnoses);
  return verdict.outcome === 'blocked'
    ? blocked(flow, verdict, diagnoses, lead)
    : { flow, verdict, failure: null, diagnoses, lead, remedy: null, obstacle: null };
}

/** By itself, since the functions in it would cost each flow something that is not blocked. */
function blocked(
  flow: Flow,
  verdict: Verdict,
  diagnoses: readonly Diagnosis[],
  lead: Diagnosis | null,
): Examined {
  const failure = nameFailure(flow, verdict.failures);
  // To prove a remedy takes as long as all the rest, and a list of flows does not show it.
  const found = once(() => remedyOf(flow, verdict));
  return {
    flow,
    verdict,
    failure,
    diagnoses,
    lead,
    get remedy() {
      return found().remedy;
    },
    get obstacle() {
      return found().obstacle;
    },
  };
}

/** Puts exchanges into flows and examines each, with what the others tell. `told` hears now and then how much is done. */
export function examineAll(
  exchanges: readonly Exchange[],
  told?: (part: number) => void,
): readonly Examined[] {
  return examineFlows(pair(exchanges), createSurroundings(exchanges), told);
}

export function examineFlows(
  flows: readonly Flow[],
  surroundings: Surroundings,
  told: (part: number) => void = () => undefined,
): readonly Examined[] {
  const examined = flows.map((flow, at) => {
    if (at % 500 === 0) told(at / flows.length);
    return examine(flow, surroundings);
  });
  told(1);
  return examined;
}
