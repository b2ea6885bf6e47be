import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Examined } from '../../src/report/examine.ts';
import type { Session } from '../../src/session/session.ts';

interface Where {
  readonly examined: Examined;
  readonly session: Session;
}

/** What the session's flows say. Made anew with each flow that comes in, and the same while it says the same. */
export function useFound<T>(
  find: (examined: Examined, session: readonly Examined[]) => T,
  { examined, session }: Where,
): T {
  const items = useCalm(session.items);
  return useMemo(() => {
    let last: T | null = null;
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
