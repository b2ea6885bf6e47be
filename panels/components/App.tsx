import type { Session } from '../../src/session/session.ts';
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Boundary } from './Boundary.tsx';
import { Dropped } from './Dropped.tsx';
import { NothingOpened, NothingSeen } from './Empty.tsx';
import { builderOpen, helpOpen, openFile } from '../view.ts';
import { useFileDrop } from './drop.ts';
import { FileBanner } from './FileBanner.tsx';
import { FlowList } from './FlowList.tsx';
import { useKeys } from './keys.ts';
import { lazily } from './lazily.tsx';
import { Split } from './Split.tsx';
import { Toolbar } from './Toolbar.tsx';

const Builder = lazily('The builder', async () => (await import('./Builder.tsx')).Builder);
const Explanation = lazily('The explanation', async () => (await import('./Explanation.tsx')).Explanation);
const Help = lazily('The shortcuts', async () => (await import('./Help.tsx')).Help, null);

/** The page's requests or, while a file is open, that file's. */
export function App({ session }: { readonly session: Session }) {
  const file = openFile.value;
  return (
    <Panel key={file === null ? 'page' : file.id} session={file?.session ?? session} hasPage={session.live} />
  );
}

function Nothing({ session }: { readonly session: Session }) {
  if (session.reload !== null) return <NothingSeen reload={session.reload} />;
  // A file without requests says so in its banner.
  return openFile.value === null ? <NothingOpened /> : null;
}

function Panel({ session, hasPage }: { readonly session: Session; readonly hasPage: boolean }) {
  const filter = useRef<HTMLInputElement>(null);
  useKeys(filter);
  const dragged = useFileDrop();
  const { selected } = session;
  // Computed, so that each new flow does not render the explanation again.
  const empty = useComputed(() => session.items.value.length === 0);
  return (
    <div class="app">
      <Toolbar session={session} filter={filter} />
      <FileBanner hasPage={hasPage} />
      <Dropped session={session} />
      <main>
        {builderOpen.value ? (
          <Builder session={session} />
        ) : empty.value ? (
          <Nothing session={session} />
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
      {helpOpen.value && <Help />}
      {dragged && <div class="drop">Drop the HAR file to open it</div>}
    </div>
  );
}
