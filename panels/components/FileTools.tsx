import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import { open } from '../view.ts';
import { copyFlows, saveHar } from '../share.ts';
import { Menu } from './Menu.tsx';
import { useSaid } from './said.ts';

/** Asks the user for a HAR file. */
export function chooseFile(): void {
  document.querySelector<HTMLInputElement>('input.file')?.click();
}

/** Opens a HAR file; copies the list or saves the session. */
export function FileTools({ session }: { readonly session: Session }) {
  const [said, tell] = useSaid();
  const shown = (): ReturnType<typeof session.shown.peek> => session.shown.peek();
  return (
    <>
      <button
        type="button"
        class="tool"
        title="Open a HAR file, or drop one anywhere"
        aria-label="Open HAR"
        onClick={chooseFile}
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 10.5V2.5M4.8 5.6L8 2.4l3.2 3.2M2.5 10v3.5h11V10" />
        </svg>
        <span class="tool-label">Open HAR</span>
      </button>
      <input
        class="offscreen file"
        type="file"
        accept=".har,.json,application/json"
        tabIndex={-1}
        aria-label="HAR file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file may be chosen once more, after it has changed.
          currentTarget.value = '';
          if (file) void open(file);
        }}
      />
      <Menu
        name="Share"
        icon="M8 2.5v8M4.8 7.3L8 10.5l3.2-3.2M2.5 10v3.5h11V10"
        items={[
          [
            'Copy the list as Markdown',
            async () => tell(await copyFlows(shown(), session.items.peek(), 'markdown')),
          ],
          ['Copy the list as JSON', async () => tell(await copyFlows(shown(), session.items.peek(), 'json'))],
          ['Save everything as a HAR file', async () => tell(await saveHar(session.items.peek()))],
        ]}
        note="Secrets are removed"
      />
      <span class="soft passing" role="status">
        {visible(said.value)}
      </span>
    </>
  );
}
