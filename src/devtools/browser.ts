/** The only place that touches the extension API. All else gets what it needs from here. */
import browser from 'webextension-polyfill';
import type { Place } from '../http/exchange.ts';
import type { Jumps } from '../session/source.ts';

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
  readonly jumps: Jumps;
}

/** What Chromium alone has: `openResource`, and since 129 `network.show`. Firefox 153 has neither. */
interface ChromiumPanels {
  readonly openResource?: (url: string, line: number, column: number, done: () => void) => void;
  readonly network?: { readonly show?: (options: { readonly filter: string }) => Promise<void> };
}

function jumps(): Jumps {
  const { network, openResource } = browser.devtools.panels as unknown as ChromiumPanels;
  return {
    toNetwork: network?.show ? (url) => void network.show?.({ filter: `url:${url}` }) : null,
    toSource: openResource
      ? ({ url, line, column }: Place) => openResource(url, line, column, () => undefined)
      : null,
  };
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
  get jumps() {
    return jumps();
  },
};

// The polyfill (0.12.0) does not wrap getHAR: Firefox answers with a promise, Chromium before 151 takes a callback alone.
async function getHar(): Promise<unknown> {
  const network = browser.devtools.network as unknown as {
    getHAR(callback?: (har: unknown) => void): Promise<unknown> | undefined;
  };
  if (devTools.engine === 'firefox') return network.getHAR();
  return new Promise((resolve) => {
    void network.getHAR(resolve);
  });
}

type InspectedWindow = typeof browser.devtools.inspectedWindow;

let connected: InspectedWindow = browser.devtools?.inspectedWindow;
let connecting: Promise<InspectedWindow> | null = null;

/** Asks first whether the page can be asked at all: what may be a request that changes something must not be evaluated twice. */
async function evaluateInFirefox(expression: string): Promise<unknown> {
  const isConnected = await connected.eval('0').then(
    () => true,
    () => false,
  );
  if (!isConnected) {
    connecting ??= connectAnew().finally(() => (connecting = null));
    connected = await connecting;
  }
  const [result, failure] = await connected.eval(expression);
  return failure ? null : result;
}

/**
 * Firefox connects each document of an extension with the inspected page by itself, when it first evaluates something. As the
 * page navigates, Firefox 153 often loses that connection, for the next page or for many ("An unexpected error
 * occurred"); a new document gets a new one.
 */
async function connectAnew(): Promise<InspectedWindow> {
  document.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.src = '/panels/connection.html';
  await new Promise((resolve) => {
    frame.addEventListener('load', resolve, { once: true });
    document.body.append(frame);
  });
  return (frame.contentWindow as unknown as { readonly browser: typeof browser }).browser.devtools
    .inspectedWindow;
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
