import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { remember } from '../settings.ts';

/** Which part the list takes, in percent: beside the explanation, and above it. */
const beside = signal(38);
const above = signal(30);
remember('split beside', beside);
remember('split above', above);

/** Also where DevTools are docked low: two panes above each other would show nothing. */
const WIDE = '(min-width: 720px), (min-width: 440px) and (max-height: 420px)';

/** Two panes side by side or, where it is narrow, one above the other. Without a second one the first has all. */
export function Split({
  first,
  second,
}: {
  readonly first: ComponentChildren;
  readonly second: ComponentChildren | null;
}) {
  const root = useRef<HTMLDivElement>(null);
  const wide = useSignal(matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const onChange = (): void => void (wide.value = query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);

  const share = wide.value ? beside : above;
  const set = (percent: number): void => void (share.value = Math.min(85, Math.max(12, Math.round(percent))));
  const onPointerMove = (event: PointerEvent): void => {
    const box = root.current?.getBoundingClientRect();
    if (box === undefined || !(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    set(
      wide.value
        ? ((event.clientX - box.left) / box.width) * 100
        : ((event.clientY - box.top) / box.height) * 100,
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = wide.value ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const steps: Readonly<Record<string, number>> = { [less]: -2, [more]: 2, Home: -100, End: 100 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(share.value + step);
  };
  const alone = second === null;
  const template = alone
    ? 'minmax(0, 1fr)'
    : `minmax(0, ${share.value}fr) 1px minmax(0, ${100 - share.value}fr)`;
  return (
    <div
      ref={root}
      class={`split ${wide.value ? 'wide' : 'narrow'}`}
      style={wide.value ? { gridTemplateColumns: template } : { gridTemplateRows: template }}
    >
      {first}
      {!alone && (
        <div
          class="splitter"
          role="separator"
          tabIndex={0}
          aria-label="Size of the list"
          aria-orientation={wide.value ? 'vertical' : 'horizontal'}
          aria-valuenow={share.value}
          aria-valuemin={12}
          aria-valuemax={85}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          onDblClick={() => set(wide.value ? 38 : 30)}
          onKeyDown={onKeyDown}
        />
      )}
      {second}
    </div>
  );
}
