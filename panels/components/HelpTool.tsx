import { toggleHelp } from '../view.ts';

/** The toolbar's button that shows the keys. */
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
