import { useLayoutEffect, useRef } from 'preact/hooks';
import { helpOpen } from '../view.ts';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'Go to the filter'],
  [['↑', '↓'], 'Previous and next request or group'],
  [['←', '→'], 'Collapse and expand a group'],
  [['Home', 'End'], 'First and last of the list'],
  [['Enter'], 'Read the explanation'],
  [['Esc'], 'Back to the list; again to close the explanation'],
  [['?'], 'Show these shortcuts'],
];

/** The keys, in a window of their own. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Before it goes: only a dialog that is closed gives the focus back.
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help"
      onClose={() => (helpOpen.value = false)}
      onKeyDown={(event) => {
        // DevTools have a use of their own for this key, and Chromium's dialog then does not hear of it.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        helpOpen.value = false;
      }}
    >
      <h2 id="help">Keyboard shortcuts</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        The filter shows requests that contain every word, in any order. Put a minus before a word to exclude
        it.
      </p>
      <button type="button" class="button" onClick={() => (helpOpen.value = false)}>
        Close
      </button>
    </dialog>
  );
}
