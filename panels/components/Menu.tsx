import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly name: string;
  /** A path in a square of 16. */
  readonly icon: string;
  readonly items: readonly (readonly [what: string, run: () => void | Promise<void>])[];
  /** Something to know about all of them. */
  readonly note: string;
}

/** A button with a menu below it. */
export function Menu({ name, icon, items, note }: Props) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open.value) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const onPointerDown = ({ target }: PointerEvent): void => {
      if (target instanceof Node && root.current?.contains(target) !== true) open.value = false;
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, [open.value]);

  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    const next: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = next[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') open.value = false;
    else if (to !== undefined) all[(to + all.length) % all.length]?.focus();
    if (event.key === 'Escape' || to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div ref={root} class="menu">
      <button
        ref={button}
        type="button"
        class="tool"
        title={name}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d={icon} />
        </svg>
        <span class="tool-label">{name}</span>
      </button>
      {open.value && (
        <div class="menu-list">
          <div role="menu" aria-label={name} onKeyDown={onKeyDown}>
            {items.map(([what, run]) => (
              <button
                key={what}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  void run();
                }}
              >
                {what}
              </button>
            ))}
          </div>
          <p class="soft">{note}</p>
        </div>
      )}
    </div>
  );
}
