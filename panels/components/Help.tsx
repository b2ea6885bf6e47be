import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const open = signal(false);

export function toggleHelp(): void {
  open.value = !open.value;
}

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'Go to the filter'],
  [['↑', '↓'], 'Previous and next request'],
  [['←', '→'], 'Collapse and expand a group'],
  [['Home', 'End'], 'First and last request'],
  [['Enter'], 'Read the explanation'],
  [['Esc'], 'Back to the list; again to close the explanation'],
  [['?'], 'Show these shortcuts'],
];

/** The keys, in a window of their own. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open.value]);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help"
      onClose={() => (open.value = false)}
      onKeyDown={(event) => {
        // DevTools have a use of their own for this key, and Chromium's dialog then does not hear of it.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        open.value = false;
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
      <button type="button" class="button" onClick={() => (open.value = false)}>
        Close
      </button>
    </dialog>
  );
}

/** The toolbar's button for it. */
export function HelpTool() {
  return (
    <button
      type="button"
      class="tool"
      title="Keyboard shortcuts (?)"
      aria-label="Keyboard shortcuts"
      onClick={toggleHelp}
    >
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.6.4-.9.7-.9 1.3M8 11v.9" />
      </svg>
    </button>
  );
}
