import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Examined } from '../../src/report/examine.ts';
import { doubledHeaders, policyOf, type PolicyFound } from '../../src/report/policy.ts';
import { answerersOf } from '../../src/report/servers.ts';
import { partsOf } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { Boundary } from './Boundary.tsx';
import { lazily } from './lazily.tsx';
import { Text } from './Text.tsx';

const Recipe = lazily('The configuration', async () => (await import('./Recipe.tsx')).Recipe);

interface Props {
  readonly examined: Examined;
  readonly session: Session;
}

/** The fix as configuration of the server that answered. */
export function Configuration({ examined, session }: Props) {
  const found = usePolicy(policyOf, { examined, session });
  if (examined.verdict.outcome !== 'blocked') return null;
  if (found.policy === null) {
    // The problem has said what helps.
    if (examined.diagnoses.some(({ rule }) => rule === examined.obstacle?.kind)) return null;
    return (
      <section aria-labelledby="configuration">
        <h2 id="configuration">No configuration</h2>
        <p>
          <Text text={found.reason} />
        </p>
      </section>
    );
  }
  const { policy, api, others } = found;
  return (
    <section aria-labelledby="configuration">
      <h2 id="configuration">
        Server configuration{' '}
        <span class="soft">
          for {partsOf(api).host}: what it allows today plus what this
          {others === 0
            ? ' request needs'
            : ` and ${others} other ${others === 1 ? 'request' : 'requests'} need`}
        </span>
      </h2>
      <Boundary what="The configuration">
        <Recipe
          policy={policy}
          api={api}
          answerers={answerersOf(examined)}
          doubled={doubledHeaders(examined)}
        />
      </Boundary>
    </section>
  );
}

/** What the session's flows say of a policy. Made anew with each flow that comes in, and the same while it says the same. */
export function usePolicy(
  find: (examined: Examined, session: readonly Examined[]) => PolicyFound,
  { examined, session }: Props,
): PolicyFound {
  const items = useCalm(session.items);
  return useMemo(() => {
    let last: PolicyFound | null = null;
    return computed(() => {
      const next = find(
        examined,
        items.value.map((item) => item.examined),
      );
      if (last === null || JSON.stringify(last) !== JSON.stringify(next)) last = next;
      return last;
    });
  }, [find, examined, items]).value;
}

/** How often what looks at the whole session is made anew, in milliseconds. */
const CALM = 500;

/** A signal that follows another one, but not more often than that: a running page changes the session at each frame. */
function useCalm<T>(of: ReadonlySignal<T>): ReadonlySignal<T> {
  const calm = useMemo(() => signal(of.peek()), [of]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = of.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = null;
        calm.value = of.peek();
      }, CALM);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [of, calm]);
  return calm;
}
