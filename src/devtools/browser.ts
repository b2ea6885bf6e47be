/** The only place that touches the extension API. All else gets what it needs from here. */
import browser from 'webextension-polyfill';

/** What the capture needs of DevTools. */
export interface DevTools {
  readonly engine: 'chromium' | 'firefox';
  /** Calls back with each HAR entry as its request ends. */
  onRequestFinished(listener: (entry: unknown) => void): void;
  onNavigated(listener: (url: string) => void): void;
  /** The HAR log of everything since DevTools opened, as far as the browser still has it. */
  getHar(): Promise<unknown>;
  /** Evaluates an expression in the inspected page; null where that fails, as on the browser's own pages. */
  evaluate(expression: string): Promise<unknown>;
}

export const devTools: DevTools = {
  engine: 'getBrowserInfo' in browser.runtime ? 'firefox' : 'chromium',
  onRequestFinished: (listener) => browser.devtools.network.onRequestFinished.addListener(listener),
  onNavigated: (listener) => browser.devtools.network.onNavigated.addListener(listener),
  getHar,
  evaluate: (expression) =>
    (devTools.engine === 'firefox' ? evaluateInFirefox(expression) : evaluateInChromium(expression)).catch(
      () => null,
    ),
};

// The polyfill (0.12.0) does not wrap getHAR: Firefox answers with a promise, Chromium before 151 takes a callback alone.
function getHar(): Promise<unknown> {
  const network = browser.devtools.network as unknown as {
    getHAR(callback?: (har: unknown) => void): Promise<unknown> | undefined;
  };
  if (devTools.engine === 'firefox') return Promise.resolve(network.getHAR());
  return new Promise((resolve) => {
    void network.getHAR(resolve);
  });
}

async function evaluateInFirefox(expression: string): Promise<unknown> {
  const [result, failure] = await browser.devtools.inspectedWindow.eval(expression);
  return failure ? null : result;
}

/**
 * With a callback, by Chromium's own name: where there is a `browser` of Chromium's own (156 has it), the polyfill
 * stands back, and that one's `eval` returns no promise.
 */
function evaluateInChromium(expression: string): Promise<unknown> {
  type Eval = (expression: string, done: (result: unknown, failure: unknown) => void) => void;
  const { chrome } = globalThis as unknown as {
    readonly chrome: { readonly devtools: { readonly inspectedWindow: { readonly eval: Eval } } };
  };
  return new Promise((resolve) => {
    chrome.devtools.inspectedWindow.eval(expression, (result, failure) => resolve(failure ? null : result));
  });
}

export type Theme = 'light' | 'dark';

/** DevTools' theme, as it was when DevTools opened. */
export function theme(): Theme {
  return browser.devtools.panels.themeName === 'dark' ? 'dark' : 'light';
}

/** Adds the panel; calls back with its window whenever that is shown, since docking and undocking make a new one. */
export async function createPanel(
  title: string,
  icon: string,
  page: string,
  onShown: (panelWindow: Window) => void,
): Promise<void> {
  const panel = await browser.devtools.panels.create(title, icon, page);
  // The types leave the window out; both browsers pass it.
  panel.onShown.addListener(onShown);
}
