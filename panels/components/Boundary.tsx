import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** One flow that can't be shown takes only its own place, not the panel. */
export function Boundary({
  what,
  children,
}: {
  readonly what: string;
  readonly children: ComponentChildren;
}) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  if (error === undefined || error === null) return <>{children}</>;
  return (
    <div class="notice broken-part" role="alert">
      <p>
        <strong>{what} can’t be shown.</strong> This is a bug in Why CORS?, not in your page.
      </p>
      <pre>
        {error instanceof Error
          ? (error.stack ?? error.message)
          : 'Something that is not an Error was thrown.'}
      </pre>
      <button type="button" class="button" onClick={reset}>
        Try again
      </button>
    </div>
  );
}
