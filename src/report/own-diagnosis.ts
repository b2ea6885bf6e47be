import { exampleOf, exchangesOfExample } from '../diagnosis/example.ts';
import type { Diagnosis, Rule } from '../diagnosis/rule.ts';
import { examineAll } from './examine.ts';

/** What a rule says of its own example. */
export function ownDiagnosis({ id, severity }: Rule): Diagnosis | null {
  const outcome = severity === 'error' ? 'refused' : 'read';
  const examined = examineAll(exchangesOfExample(exampleOf(id).broken, outcome)).at(-1);
  return examined?.diagnoses.find(({ rule }) => rule === id) ?? null;
}
