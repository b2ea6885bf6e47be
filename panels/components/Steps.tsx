import type { Step } from '../../src/cors/types.ts';
import { SignIcon } from './Sign.tsx';
import { Text, Value } from './Text.tsx';

const SIGNS = { passed: 'passed', failed: 'broken', 'not-recorded': 'unknown' } as const;
const WORDS = { passed: 'Passed:', failed: 'Failed:', 'not-recorded': 'Not recorded:' } as const;

/** The standard's steps as the browser took them, to the one that refused. */
export function Steps({ trace }: { readonly trace: readonly Step[] }) {
  return (
    <>
      <ol class="steps">
        {trace.map((step, i) => (
          <li key={i} class={step.outcome}>
            <SignIcon sign={SIGNS[step.outcome]} label={WORDS[step.outcome]} />
            <div>
              <p>
                <Text text={step.claim} />
                <a
                  class="spec"
                  href={`https://fetch.spec.whatwg.org/#${step.spec}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {step.spec}
                </a>
              </p>
              <p class="operands">
                {step.needed !== null && (
                  <span>
                    needed <Value value={step.needed} />
                  </span>
                )}
                {step.needed !== null || step.found !== null ? (
                  <span>found {step.found === null ? <em>nothing</em> : <Value value={step.found} />}</span>
                ) : null}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p class="soft">
        These are the steps of the Fetch standard. The browser stops at the first that fails; the list of
        problems also has what would have failed after it.
      </p>
    </>
  );
}
