import type { Outcome } from '../cors/types.ts';
import { exampleOf, exchangesOfExample } from '../diagnosis/example.ts';
import type { Diagnosis, Rule } from '../diagnosis/rule.ts';
import { examineAll, type Examined } from './examine.ts';

/** What a rule says of its own example. */
export function ownDiagnosis(rule: Rule): Diagnosis | null {
  return ownExample(rule)?.diagnoses.find((diagnosis) => diagnosis.rule === rule.id) ?? null;
}

/** What became of the request in a rule's own example, to stand above it. */
export function ownOutcome(rule: Rule): string {
  return OUTCOMES[ownExample(rule)?.verdict.outcome ?? 'blocked'];
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  blocked: 'Refused',
  // What hides the verdict from a recording has refused the request all the same.
  unknown: 'Refused',
  failed: 'Failed, and not because of CORS',
  allowed: 'Passes, and is worth a word',
  exempt: 'Passes, and is worth a word',
};

function ownExample({ id, severity }: Rule): Examined | undefined {
  const outcome = severity === 'error' ? 'refused' : 'read';
  return examineAll(exchangesOfExample(exampleOf(id).broken, outcome)).at(-1);
}
