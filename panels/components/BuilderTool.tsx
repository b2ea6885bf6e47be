import { builderOpen } from '../view.ts';

/** The toolbar's button that opens the builder, and closes it. */
export function BuilderTool() {
  return (
    <button
      type="button"
      class="tool builder-tool"
      aria-pressed={builderOpen.value}
      title="Write CORS configuration for a server"
      aria-label="Server config"
      onClick={() => (builderOpen.value = !builderOpen.value)}
    >
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M6 2.5H5A1.5 1.5 0 0 0 3.5 4v2.5L2 8l1.5 1.5V12A1.5 1.5 0 0 0 5 13.5h1M10 2.5h1A1.5 1.5 0 0 1 12.5 4v2.5L14 8l-1.5 1.5V12a1.5 1.5 0 0 1-1.5 1.5h-1" />
      </svg>
      <span class="tool-label">Server config</span>
    </button>
  );
}
