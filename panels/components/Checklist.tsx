import type { Evidence } from '../../src/diagnosis/rule.ts';
import { checklistOf, type Check, type CheckState } from '../../src/report/checklist.ts';
import type { Examined } from '../../src/report/examine.ts';
import { SignIcon } from './Sign.tsx';
import { Text, Value } from './Text.tsx';

const SIGNS = { passed: 'passed', failed: 'broken', 'not-applicable': 'never', unknown: 'unknown' } as const;
const WORDS: Readonly<Record<CheckState, string>> = {
  passed: 'Passed:',
  failed: 'Failed:',
  'not-applicable': 'Does not apply:',
  unknown: 'Unknown:',
};

/** Lines of evidence that are shown: an answer may repeat a header hundreds of times. */
const MOST = 8;

/** What articles tell people to look at, looked at already. */
export function Checklist({ examined }: { readonly examined: Examined }) {
  const checks = checklistOf(examined);
  const failed = checks.filter(({ state }) => state === 'failed').length;
  return (
    <>
      <p class="soft checklist-sum">
        What every CORS guide tells you to check, checked for this request.{' '}
        {failed === 0 ? 'Nothing is wrong.' : `${failed} of ${checks.length} need your attention.`}
      </p>
      <ol class="checklist">
        {checks.map((check) => (
          <Line key={check.id} check={check} />
        ))}
      </ol>
    </>
  );
}

function Line({ check: { state, title, finding, evidence } }: { readonly check: Check }) {
  return (
    <li class={state}>
      <SignIcon sign={SIGNS[state]} label={WORDS[state]} />
      <div>
        <h3>
          {title}
          {state === 'not-applicable' && <span class="soft"> – does not apply</span>}
          {state === 'unknown' && <span class="soft"> – unknown</span>}
        </h3>
        <p>
          <Text text={finding} />
        </p>
        {evidence.length > 0 && (
          <ul class="evidence">
            {evidence.slice(0, MOST).map((one, i) => (
              <li key={i}>
                <Proof evidence={one} />
              </li>
            ))}
            {evidence.length > MOST && <li class="soft">and {evidence.length - MOST} more</li>}
          </ul>
        )}
      </div>
    </li>
  );
}

function Proof({ evidence: { header, value } }: { readonly evidence: Evidence }) {
  if (value === null) {
    return (
      <>
        <Value value={header} /> <em>missing</em>
      </>
    );
  }
  return <Value value={header === ':status' ? `Status: ${value}` : `${header}: ${value}`} />;
}
