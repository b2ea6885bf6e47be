/** Once a frame; a panel that is not in front gets no frames, so not much later than that in any case. */
export function beforePaint(run: () => void): void {
  let due = true;
  const once = (): void => {
    if (due) run();
    due = false;
  };
  requestAnimationFrame(once);
  setTimeout(once, 200);
}
