/** One interface for the two browsers that can show the panel; chromium.ts and firefox.ts implement it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, LaunchOptions as PuppeteerOptions } from 'puppeteer-core';
import { launch } from 'puppeteer-core';

export type Engine = 'chromium' | 'firefox';
export type Theme = 'light' | 'dark';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the browser itself said about a request that it refused or that failed: the oracle, never an input of the product. */
export interface BrowserReport {
  readonly url: string;
  /** `OPTIONS` for a preflight that has a report of its own. Firefox does not say: null. */
  readonly method: string | null;
  /** Chromium: `Network.CorsError`, or '' where it was not CORS. Firefox: the slug, without the digit that some end in. */
  readonly code: string;
  /** Chromium's `failedParameter`; '' in Firefox. */
  readonly parameter: string;
  /** Chromium's `errorText`, such as `net::ERR_FAILED`; null in Firefox. */
  readonly netError: string | null;
  /** Chromium's id, which a request shares with its redirects; null in Firefox. */
  readonly requestId: string | null;
}

export interface LaunchOptions {
  /** The unpacked extension's directory. */
  readonly extension: string;
  /** Names that must resolve to 127.0.0.1, such as `app.example.com`. Exact names: Firefox has no wildcards. */
  readonly hosts: readonly string[];
  readonly headless: boolean;
  /** `light` unless given. */
  readonly theme?: Theme;
  /** Overrides the search of find.ts. */
  readonly executablePath?: string;
  /** Takes the certificates of a lab, which nobody has signed. */
  readonly ignoreCertificateErrors?: boolean;
  /** More unpacked extensions: those that a user may have beside ours. */
  readonly others?: readonly string[];
  /** Addresses that Chromium takes for public ones, as `127.0.0.1:8080`. */
  readonly publicAddresses?: readonly string[];
  /** A proxy on this machine through which `host` is asked. */
  readonly proxy?: { readonly port: number; readonly host: string };
}

export interface Driver {
  readonly engine: Engine;
  /** For instance `Chromium 156.0.8078.79`. */
  readonly version: string;
  /** Settles when the browser has gone, whoever closed it. */
  readonly closed: Promise<void>;

  /** Loads a page in the inspected tab and resolves after its `load` event. */
  goto(url: string): Promise<void>;
  /** Runs a function or an expression in the inspected page, awaits its promise, and returns its JSON. */
  evaluate<A extends readonly unknown[], T>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  evaluate<T>(expression: string): Promise<T>;

  /**
   * Opens DevTools, if they are not open, with the extension's panel in front. Resolves once the panel's document is loaded.
   * DevTools hear nothing of what happened before, so this comes before `goto`.
   */
  showPanel(): Promise<void>;
  /** The browser's own name of the panel that DevTools show: `network`, `sources`, or one of an extension's. */
  panelInFront(): Promise<string>;
  /** Closes DevTools. The extension's pages go with them; the inspected page stays. */
  closeDevTools(): Promise<void>;
  /** Evaluates in the panel's document: an expression or statements, whose last value, awaited, is returned as JSON. */
  inPanel<T>(expression: string): Promise<T>;
  /** The same in the extension's devtools page. */
  inDevtoolsPage<T>(expression: string): Promise<T>;
  /** Clicks with a trusted event on the middle of the first element in the panel that matches. */
  click(selector: string): Promise<void>;
  /** Drags the mouse, with trusted events, over the first line of the text of the first element in the panel that matches. */
  drag(selector: string): Promise<void>;
  /** Presses and releases a key in the panel's focused element, named as in `KeyboardEvent.key`. */
  press(key: string): Promise<void>;

  /** Moves DevTools to a side of the page, or into a window of their own. */
  dock(side: 'bottom' | 'right' | 'window'): Promise<void>;
  /** Ends the process of the inspected page, as a crash does; resolves when the browser has seen it. */
  crash(): Promise<void>;
  /** Reloads the extension, as an update or a press on its button does. DevTools that are open lose its panel. */
  reloadExtension(): Promise<void>;

  /** Takes the inspected page off the network, as the `Network` panel can; DevTools have to be open. */
  setOffline(offline: boolean): Promise<void>;
  /** Has DevTools block one address, as the `Network` panel can; DevTools have to be open. */
  blockRequest(url: string): Promise<void>;

  /** Writes a PNG of the panel's document alone, laid out at exactly this size in CSS pixels. */
  screenshot(file: string, size: Size): Promise<void>;
  /**
   * Sets the theme of DevTools. The extension reads `themeName` when it loads, so where DevTools are open they are closed and
   * opened again on the panel: what it had captured is gone.
   */
  setTheme(theme: Theme): Promise<void>;
  /** Shows the panel in the system's colours alone (`forced-colors: active`), or in its own; DevTools have to be open. */
  setHighContrast(on: boolean): Promise<void>;

  /** The browser's reports since the last call, in the browser's order. */
  takeReports(): Promise<readonly BrowserReport[]>;
  /** Takes the reports once they satisfy a condition: they arrive after the page's promise has settled. */
  waitForReports(
    enough: (reports: readonly BrowserReport[]) => boolean,
    timeout?: number,
  ): Promise<readonly BrowserReport[]>;

  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** What is left to the browsers' own files. */
export type Driven = Omit<Driver, 'closed' | 'close'>;

export async function launchBrowser(engine: Engine, options: LaunchOptions): Promise<Driver> {
  return engine === 'chromium'
    ? (await import('./chromium.ts')).launchChromium(options)
    : (await import('./firefox.ts')).launchFirefox(options);
}

/**
 * Starts a browser with a new profile, drives it, and takes care that neither outlives `close()`, a failure or this process.
 * puppeteer's own temporary profiles stay behind when this process ends without closing.
 */
export async function launchAndDrive<D extends Driven>(
  options: PuppeteerOptions,
  drive: (browser: Browser) => Promise<D>,
): Promise<D & Driver> {
  const profile = mkdtempSync(path.join(tmpdir(), 'whycors-profile-'));
  // Retries, because a browser that was killed may still be writing.
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  let browser: Browser | null = null;
  const end = async () => {
    const child = browser?.process();
    const hasEnded = child ? ended(child) : Promise.resolve();
    // A browser that does not end when asked to is killed.
    await within(browser?.close() ?? hasEnded, 15_000, 'the browser to close').catch(() =>
      child?.kill('SIGKILL'),
    );
    await hasEnded;
    process.off('exit', remove);
    remove();
  };
  try {
    process.on('exit', remove);
    browser = await launch({
      ...options,
      userDataDir: profile,
      // Chromium leaves its socket's folder there when it is killed. Elsewhere the socket's path would be too long.
      env: process.platform === 'linux' ? { ...process.env, TMPDIR: profile } : process.env,
      defaultViewport: null,
      timeout: 60_000,
    });
    // Now behind puppeteer's own listener, which kills the browser.
    process.off('exit', remove);
    process.on('exit', remove);
    const child = browser.process();
    if (!child) throw new Error('The browser has no process.');
    // Whoever ended it, its profile goes.
    const closed = ended(child).then(remove);
    return { ...(await drive(browser)), closed, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** Polls for a condition that no event announces. */
export async function until<T>(
  check: () => T | Promise<T>,
  what: string,
  timeout = 15_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const value = await check();
    if (value !== null && value !== undefined && value !== false) {
      return value as Exclude<T, null | undefined | false>;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${timeout} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Rejects when a promise takes too long. */
export async function within<T>(promise: Promise<T>, timeout: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${timeout} ms in vain for ${what}.`)), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A function with its arguments, or an expression, as source whose promise is for the result's JSON. */
export function asJsonSource(code: string | ((...args: never[]) => unknown), args: readonly unknown[]) {
  const call = typeof code === 'string' ? `(${code}\n)` : `(${code.toString()})(...${JSON.stringify(args)})`;
  // tsx compiles functions with esbuild's keepNames, which leaves calls of a helper that the page lacks.
  return `(async () => { const __name = (value) => value; return JSON.stringify(await ${call}); })()`;
}

export function parseJson<T>(text: string | undefined): T {
  return (text === undefined ? undefined : JSON.parse(text)) as T;
}

/**
 * In the panel: where the first line of an element's text is, in pixels, once it has stayed there from one frame to the next;
 * null where there is none. Away from the edges: there the pane would scroll under the mouse.
 */
export const SPAN = `((selector) => new Promise((resolve) => {
  let last = '';
  const look = () => {
    const element = document.querySelector(selector);
    if (!element) return resolve(null);
    for (let pane = element.parentElement; pane; pane = pane.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(pane).overflowY)) continue;
      pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 2;
    }
    const boxes = [];
    // Not of pictures: where the mouse goes down on one, Firefox selects nothing.
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (const range = document.createRange(); texts.nextNode();) {
      range.selectNodeContents(texts.currentNode);
      boxes.push(...[...range.getClientRects()].filter(({ width }) => width > 1));
    }
    const [first] = boxes;
    if (!first) return resolve(null);
    const line = boxes.filter(({ top, bottom }) => top < first.bottom && bottom > first.top);
    const y = first.top + first.height / 2;
    const span = { left: first.left + 1, right: Math.max(...line.map(({ right }) => right)) - 1, y };
    const here = JSON.stringify(span);
    if (here === last) return resolve(span);
    last = here;
    requestAnimationFrame(look);
  };
  look();
}))`;

export interface Span {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Page sources that both drivers wait for. */
export const LOADED = `new Promise((resolve) =>
  document.readyState === 'complete' ? resolve(true) : addEventListener('load', () => resolve(true), { once: true }))`;
export const PAINTED =
  'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))';
