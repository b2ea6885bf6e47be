import type { Session } from '../../src/session/session.ts';
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Boundary } from './Boundary.tsx';
import { NothingSeen } from './Empty.tsx';
import { builderOpen } from '../view.ts';
import { Explanation } from './Explanation.tsx';
import { FlowList } from './FlowList.tsx';
import { lazily } from './lazily.tsx';
import { Split } from './Split.tsx';
import { Toolbar } from './Toolbar.tsx';

const Builder = lazily('The builder', async () => (await import('./Builder.tsx')).Builder);

export function App({ session }: { readonly session: Session }) {
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing =
        target instanceof HTMLTextAreaElement ||
        (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      filter.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  const { selected } = session;
  // Computed, so that each new flow does not render the explanation again.
  const empty = useComputed(() => session.items.value.length === 0);
  return (
    <div class="app">
      <Toolbar session={session} filter={filter} />
      <main>
        {builderOpen.value ? (
          <Builder session={session} />
        ) : empty.value ? (
          <NothingSeen />
        ) : (
          <Split
            first={
              <Boundary what="The list">
                <FlowList session={session} />
              </Boundary>
            }
            second={
              selected.value === null ? null : (
                <Boundary key={selected.value.id} what="This request">
                  <Explanation key={selected.value.id} item={selected.value} session={session} />
                </Boundary>
              )
            }
          />
        )}
      </main>
    </div>
  );
}
