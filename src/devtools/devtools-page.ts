import type { Source } from '../session/source.ts';
import { createPanel, devTools, theme, type Theme } from './browser.ts';
import { createCapture } from './capture.ts';

/** What the devtools page leaves on the panel's window; a `whycors` event says that it is there. */
export interface HandOver {
  readonly source: Source;
  readonly theme: Theme;
}

const capture = createCapture(devTools);
const handOver: HandOver = { source: capture, theme: theme() };
// Also here, where the panel's tests, and a curious developer's console, find what was captured.
Object.assign(globalThis, { whycors: handOver });

await createPanel('Why CORS?', '/icons/icon-32.png', '/panels/cors.html', (panelWindow) => {
  Object.assign(panelWindow, { whycors: handOver });
  panelWindow.dispatchEvent(new Event('whycors'));
  capture.reconcileAtRest();
});
