import { once } from '../src/http/once.ts';
import type { Schedule } from '../src/session/session.ts';

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

/**
 * Milliseconds between two looks at what comes in. On a busy page each frame would have something new, and to draw the list
 * sixty times a second takes the processor away from the page.
 */
const PAUSE = 100;

let last = Number.NEGATIVE_INFINITY;

/** In a frame, and not in the first. */
export const beforePaint: Schedule = (run, isRest) => {
  const draw = (): void =>
    inFrame(() => {
      last = performance.now();
      run();
    });
  const begin = (): void => {
    const wait = isRest ? 0 : last + PAUSE - performance.now();
    if (wait > 0) setTimeout(draw, wait);
    else draw();
  };
  void firstPaint().then(begin);
};
