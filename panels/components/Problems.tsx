import type { Diagnosis } from '../../src/diagnosis/rule.ts';
import type { Examined } from '../../src/report/examine.ts';
import { Compare } from './Compare.tsx';
import { Text } from './Text.tsx';

/** More than anyone reads; a request with hundreds of refused headers would have hundreds. */
const MOST = 30;

export function Problems({ examined: { diagnoses, lead, verdict } }: { readonly examined: Examined }) {
  if (diagnoses.length === 0) return null;
  const several = diagnoses.length > 1;
  const pending = diagnoses.filter((one) => one.pending).length;
  const blocked = verdict.outcome === 'blocked';
  return (
    <section aria-labelledby="problems">
      <h2 id="problems" class={several ? '' : 'offscreen'}>
        {several ? countOf(diagnoses.length - pending) : blocked ? 'The problem' : 'What happened'}
        {several && blocked && (
          <span class="soft">
            {pending === 0
              ? ', in the order in which the browser checks'
              : `, and ${pending === 1 ? 'one header' : `${pending} headers`} that the preflight’s new response also needs`}
          </span>
        )}
      </h2>
      <ol class="problems">
        {diagnoses.slice(0, MOST).map((diagnosis, i) => (
          <Problem key={i} diagnosis={diagnosis} number={several ? i + 1 : null} leads={diagnosis === lead} />
        ))}
      </ol>
      {diagnoses.length > MOST && <p class="soft">And {diagnoses.length - MOST} more.</p>}
    </section>
  );
}

function countOf(causes: number): string {
  return causes === 1 ? 'One cause' : `${causes} problems`;
}

interface ProblemProps {
  readonly diagnosis: Diagnosis;
  readonly number: number | null;
  /** The headline says this one's values already. */
  readonly leads: boolean;
}

function Problem({ diagnosis, number, leads }: ProblemProps) {
  const { title, headline, explanation, fix, severity, compare, stage, confidence, pending } = diagnosis;
  return (
    <li class={`problem ${severity}`}>
      {number !== null && <span class={`number${pending ? ' pending' : ''}`}>{number}</span>}
      <div>
        <h3>
          <Text text={title} />
          {stage !== null && number !== null && !pending && (
            <span class="soft"> in the {stage === 'preflight' ? 'preflight response' : 'response'}</span>
          )}
          {leads && number !== null && number > 1 && <span class="badge root">root cause, start here</span>}
          {severity !== 'error' && <span class="badge">{severity}</span>}
          {confidence !== 'certain' && <span class="badge">{confidence}</span>}
        </h3>
        <p>
          {!leads && <Text text={`${headline} `} />}
          <Text text={explanation} />
        </p>
        {!leads && compare !== null && <Compare comparison={compare} />}
        <p class="todo">
          <Text text={fix} />
        </p>
      </div>
    </li>
  );
}
