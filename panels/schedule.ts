import { once } from '../src/http/once.ts';

/** Once a frame; a panel that is not in front gets no frames, so not much later than that in any case. */
function inFrame(run: () => void): void {
  let due = true;
  const frame = (): void => {
    if (due) run();
    due = false;
  };
  requestAnimationFrame(frame);
  setTimeout(frame, 200);
}

/** When the panel has painted what it showed first: neither the rest of a long recording nor more code comes before that. */
export const firstPaint = once(
  () =>
    new Promise<void>((resolve) => {
      inFrame(() => setTimeout(resolve));
    }),
);

/** Once a frame, and not in the first. */
export function beforePaint(run: () => void): void {
  void firstPaint().then(() => inFrame(run));
}
