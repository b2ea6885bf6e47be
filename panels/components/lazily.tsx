import { signal } from '@preact/signals';
import type { ComponentChild, ComponentType } from 'preact';
import { firstPaint } from '../schedule.ts';

/**
 * A part of the panel whose code is read when it is first shown: the panel opens no slower for what it can do.
 * `what` begins the sentence that says that it can't be shown; `meanwhile` keeps its place for the few milliseconds.
 */
export function lazily<P extends object>(
  what: string,
  load: () => Promise<ComponentType<P>>,
  meanwhile: ComponentChild = <p class="soft waiting">Loading…</p>,
): ComponentType<P> {
  const part = signal<{ readonly Component: ComponentType<P> | null } | null>(null);
  let asked = false;
  return function Lazy(props: P) {
    if (!asked) {
      asked = true;
      firstPaint()
        .then(load)
        .then(
          (Component) => (part.value = { Component }),
          // The extension was updated or reloaded under an open panel.
          () => (part.value = { Component: null }),
        );
    }
    if (part.value === null) return <>{meanwhile}</>;
    const { Component } = part.value;
    if (Component === null)
      return <p class="soft">{what} can’t be shown. Close DevTools and open it again.</p>;
    return <Component {...props} />;
  };
}
