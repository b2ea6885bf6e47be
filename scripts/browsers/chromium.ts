import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, CDPSession, KeyInput, Page, Protocol, Target } from 'puppeteer-core';
import { LOADED, PAINTED, SPAN, asJsonSource, launchAndDrive, parseJson, until, within } from './driver.ts';
import type { BrowserReport, Driven, Driver, LaunchOptions, Size, Span, Theme } from './driver.ts';
import { ensureBrowser } from './find.ts';

/** Nothing but the given names and loopback resolves, so a test that reaches for the internet fails at once. */
function resolverRules(hosts: readonly string[]) {
  return [
    ...hosts.map((host) => `MAP ${host} 127.0.0.1`),
    'MAP * ~NOTFOUND',
    'EXCLUDE localhost',
    'EXCLUDE *.localhost',
    'EXCLUDE 127.0.0.1',
    'EXCLUDE [::1]',
  ].join(', ');
}

type Failure = Pick<Protocol.Network.LoadingFailedEvent, 'requestId' | 'errorText' | 'corsErrorStatus'>;
type Sent = Pick<Protocol.Network.Request, 'url' | 'method'>;

/** Listens to a page and to its workers and cross-process frames, each of which is held until it is listened to. */
function createReporter() {
  const sent = new Map<string, Sent>();
  let failures: Failure[] = [];
  const seen = new Set<string>();

  const listen = async (session: CDPSession): Promise<void> => {
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      sent.set(requestId, { url: request.url + (request.urlFragment ?? ''), method: request.method });
    });
    session.on('Network.loadingFailed', ({ requestId, errorText, corsErrorStatus }) => {
      const failure = { requestId, errorText, ...(corsErrorStatus ? { corsErrorStatus } : {}) };
      // A frame's document is reported in its own session and in its parent's.
      const key = `${requestId} ${corsErrorStatus?.corsError ?? ''}`;
      if (seen.has(key)) return;
      seen.add(key);
      failures.push(failure);
    });
    session.on('sessionattached', (child: CDPSession) => {
      // The target may end before it is listened to, which leaves nothing to hear.
      listen(child).catch(() => undefined);
    });
    // All at once: a target takes them in this order, and a service worker answers none before it runs.
    await Promise.all([
      session.send('Network.enable'),
      session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
  };

  const peek = (): readonly BrowserReport[] =>
    failures.map(({ requestId, errorText, corsErrorStatus }) => {
      const request = sent.get(requestId);
      return {
        url: request?.url ?? '',
        method: request?.method ?? null,
        code: corsErrorStatus?.corsError ?? '',
        parameter: corsErrorStatus?.failedParameter ?? '',
        netError: errorText,
        requestId,
      };
    });

  const take = () => {
    const reports = peek();
    failures = [];
    return reports;
  };

  return { listen, peek, take };
}

/** Evaluates in a target that puppeteer has no page for, as a devtools page and a panel are. */
async function evaluateInTarget<T>(target: Target, expression: string): Promise<T> {
  const session = await target.createCDPSession();
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value as T;
  } finally {
    await session.detach().catch(() => undefined);
  }
}

/** In the panel: the middle of an element, once it has stayed in its place from one frame to the next. */
const RESTING = `((selector) => new Promise((resolve) => {
  let last = '';
  const look = () => {
    const element = document.querySelector(selector);
    if (!element) return resolve(null);
    // The nearest container alone: DevTools' own documents around the panel would move too, a moment later.
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant', container: 'nearest' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const here = [x, y, width, height].join();
    if (here === last) return resolve({ x: x + width / 2, y: y + height / 2 });
    last = here;
    requestAnimationFrame(look);
  };
  look();
}))`;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Notes in the panel where it is told that the pointer is. */
const WATCH_POINTER = `(() => {
  const note = ({ clientX: x, clientY: y }) => (globalThis.whycorsPointer = { x, y });
  if (!('whycorsPointer' in globalThis)) addEventListener('mousemove', note, true);
  globalThis.whycorsPointer = null;
  return null;
})()`;

/** Source for DevTools' own page: the frame that shows an extension's page, wherever the shadow trees hold it. */
function panelFrame(url: string) {
  return `((find) => find(find, document))((find, root) => {
  for (const element of root.querySelectorAll('*')) {
    if (element.tagName === 'IFRAME' && element.src.startsWith(${JSON.stringify(url)})) return element;
    const inside = element.shadowRoot && find(find, element.shadowRoot);
    if (inside) return inside;
  }
  return null;
})`;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock, and of processor time. */
  readonly dur?: number;
  readonly ts: number;
  readonly tdur?: number;
}

interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

interface FrameGeometry {
  readonly frame: Rect;
  readonly window: Size;
}

/** DevTools' own modules, as their window names them. */
const VIEWS = `import('./ui/legacy/legacy.js').then((UI) => UI.ViewManager.ViewManager.instance())`;

/** What only Chromium can be asked, for measurements. Processor time, so that other programs matter less. */
export interface Meters {
  /** Milliseconds that the inspected page's main thread has worked since the first call. */
  pageWork(): Promise<number>;
  /** The tasks of the panel's main thread, which is the devtools page's as well, while something runs. */
  panelTasks(run: () => Promise<void>): Promise<readonly Task[]>;
  /** Opens DevTools and does not show the panel yet. */
  openDevTools(): Promise<void>;
  /** Bytes of JavaScript's heap in the extension's process, after a garbage collection. */
  panelHeap(): Promise<number>;
}

export interface Task {
  /** Milliseconds by the clock on the wall, in which other programs may have had the processor. */
  readonly wall: number;
  /** Milliseconds of processor time. */
  readonly work: number;
}

export async function launchChromium(options: LaunchOptions): Promise<Driver & Meters> {
  return launchAndDrive(
    {
      executablePath: options.executablePath ?? (await ensureBrowser('chromium')),
      headless: options.headless,
      pipe: true,
      enableExtensions: true,
      handleDevToolsAsPage: true,
      args: [
        `--host-resolver-rules=${resolverRules(options.hosts)}`,
        // Pages are asked for by http on purpose.
        // The last one: a click into a panel that was shown less than half a second ago is dropped otherwise.
        '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,DiscardInputEventsToRecentlyMovedFrames',
        '--disable-component-update',
        '--no-default-browser-check',
        '--force-device-scale-factor=1',
        '--lang=en-US',
        ...(options.publicAddresses ?? []).map((address) => `--ip-address-space-overrides=${address}=public`),
        ...(options.proxy
          ? [
              `--proxy-pac-url=data:text/plain,${encodeURIComponent(`function FindProxyForURL(url, host) {
                return host === '${options.proxy.host}' ? 'PROXY 127.0.0.1:${options.proxy.port}' : 'DIRECT';
              }`)}`,
            ]
          : []),
        ...(options.ignoreCertificateErrors ? ['--ignore-certificate-errors'] : []),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
    (browser) => drive(browser, options),
  );
}

async function drive(browser: Browser, options: LaunchOptions): Promise<Driven & Meters> {
  const reporter = createReporter();
  const manifest = JSON.parse(await readFile(path.join(options.extension, 'manifest.json'), 'utf8')) as {
    readonly devtools_page: string;
  };
  const id = await browser.installExtension(path.resolve(options.extension));
  for (const other of options.others ?? []) await browser.installExtension(path.resolve(other));
  const origin = `chrome-extension://${id}`;
  const devtoolsPage = new URL(manifest.devtools_page, `${origin}/`).href;
  const [page = await browser.newPage()] = await browser.pages();
  await reporter.listen(await page.createCDPSession());
  // Shared and service workers belong to no page.
  const workers = await browser.target().createCDPSession();
  workers.on('sessionattached', (child: CDPSession) => {
    reporter.listen(child).catch(() => undefined);
  });
  await workers.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'shared_worker' }, { type: 'service_worker' }],
  });
  const version = (await browser.version()).replace(/^\w+\//, 'Chromium ');

  let devtools: Page | null = null;
  let theme: Theme = 'light';
  let wanted: Theme = options.theme ?? 'light';

  const isDevtoolsPage = (target: Target) => target.url() === devtoolsPage;
  const isPanel = (target: Target) => target.url().startsWith(`${origin}/`) && !isDevtoolsPage(target);
  const targetOf = (matches: (target: Target) => boolean, name: string): Target => {
    const target = browser.targets().find(matches);
    if (!target) throw new Error(`There is no ${name}: call showPanel() first.`);
    return target;
  };

  const openDevTools = async (): Promise<Page> => {
    if (page.url().startsWith('chrome-error:')) {
      throw new Error('DevTools load no extension while the page is an error page: goto() a page first.');
    }
    const frontend = await page.openDevTools();
    // DevTools' singletons must not be asked for before DevTools have made them; they load extensions when they have.
    await within(browser.waitForTarget(isDevtoolsPage, { timeout: 0 }), 30_000, 'the devtools page');
    await evaluateInTarget(targetOf(isDevtoolsPage, 'devtools page'), LOADED);
    return frontend;
  };

  /** Does what ends DevTools, and waits until they have gone. */
  const endDevTools = async (frontend: Page, end: () => Promise<void>) => {
    const target = frontend.target();
    const gone = new Promise<void>((resolve) => {
      const listener = (other: Target) => {
        if (other !== target) return;
        browser.off('targetdestroyed', listener);
        resolve();
      };
      browser.on('targetdestroyed', listener);
    });
    await end();
    devtools = null;
    await within(gone, 10_000, 'DevTools to close');
    await until(
      () => !browser.targets().some((other) => other.url().startsWith(`${origin}/`)),
      'the extension’s pages to close',
    );
  };

  const closeDevTools = async () => {
    const frontend = devtools;
    if (frontend) await endDevTools(frontend, () => frontend.close());
  };

  /** The setting's name was changed to kebab case; both are tried. */
  const saveTheme = (frontend: Page) =>
    frontend.evaluate(`import('./core/common/common.js').then(({ Settings }) => {
      const settings = Settings.Settings.instance();
      const setting = ['ui-theme', 'uiTheme'].flatMap((name) => {
        try { return [settings.moduleSetting(name)]; } catch { return []; }
      })[0];
      setting.set(${JSON.stringify(wanted === 'dark' ? 'dark' : 'default')});
    })`);

  const showPanel = async () => {
    devtools ??= await openDevTools();
    if (theme !== wanted) {
      await saveTheme(devtools);
      theme = wanted;
      await closeDevTools();
      devtools = await openDevTools();
    }
    const frontend = devtools;
    const key = await until(
      () =>
        frontend.evaluate(
          `${VIEWS}.then((views) => [...views.views.keys()].find((key) => key.startsWith(${JSON.stringify(origin)})) ?? null)`,
        ),
      'the extension to create its panel',
    );
    await frontend.evaluate(`${VIEWS}.then((views) => views.showView(${JSON.stringify(key)}))`);
    await within(browser.waitForTarget(isPanel, { timeout: 0 }), 15_000, 'the panel’s page');
    await evaluateInTarget(targetOf(isPanel, 'panel'), LOADED);
    // Shown again, it takes no clicks before it has painted.
    await evaluateInTarget(targetOf(isPanel, 'panel'), PAINTED);
  };

  const geometry = async (frontend: Page): Promise<FrameGeometry> => {
    const url = targetOf(isPanel, 'panel').url();
    const found = (await frontend.evaluate(`(() => {
      const frame = ${panelFrame(url)};
      if (!frame) return null;
      const { x, y, width, height } = frame.getBoundingClientRect();
      return { frame: { x, y, width, height }, window: { width: innerWidth, height: innerHeight } };
    })()`)) as FrameGeometry | null;
    if (!found || found.frame.width === 0)
      throw new Error('The panel is not in front: call showPanel() first.');
    return found;
  };

  const shownFrontend = (): Page => {
    if (!devtools) throw new Error('DevTools are not open: call showPanel() first.');
    return devtools;
  };

  const dock = (frontend: Page, side: 'bottom' | 'right' | 'undocked') =>
    frontend.evaluate(`import('./ui/legacy/legacy.js').then((UI) =>
      UI.DockController.DockController.instance().setDockSide('${side}'))`);

  /** Undocked, so that the panel is as wide as the window, which is then made as much larger as DevTools' own bars are. */
  const resizePanel = async (frontend: Page, size: Size): Promise<Rect> => {
    await dock(frontend, 'undocked');
    return until(async () => {
      const { frame, window } = await geometry(frontend);
      if (frame.width === size.width && frame.height === size.height) return frame;
      await frontend.setViewport({
        width: size.width + window.width - Math.round(frame.width),
        height: size.height + window.height - Math.round(frame.height),
        deviceScaleFactor: 1,
      });
      return null;
    }, `the panel to become ${size.width} by ${size.height} pixels`);
  };

  /**
   * Where to point in the frontend for the panel to be told of a point of its own. After a change of size Chromium may go on to
   * take the panel for being in the frontend's corner, though it is drawn below DevTools' bar.
   */
  const aim = async (frontend: Page, point: Point): Promise<Point> => {
    const panel = targetOf(isPanel, 'panel');
    const { frame } = await geometry(frontend);
    const pointAt = async ({ x, y }: Point): Promise<Point | null> => {
      await frontend.mouse.move(frame.x + x - 1, frame.y + y);
      await frontend.mouse.move(frame.x + x, frame.y + y);
      return evaluateInTarget<Point | null>(panel, 'whycorsPointer');
    };
    // Wherever the panel is taken to be, this is in it; a point near an edge may not be.
    const middle: Point = { x: frame.width / 2, y: frame.height / 2 };
    let [right, down] = [0, 0];
    await evaluateInTarget(panel, WATCH_POINTER);
    await until(async () => {
      const told = await pointAt({ x: point.x + right, y: point.y + down });
      if (told !== null && Math.abs(point.x - told.x) < 1.5 && Math.abs(point.y - told.y) < 1.5) return true;
      await evaluateInTarget(panel, WATCH_POINTER);
      const inMiddle = await pointAt(middle);
      if (inMiddle !== null) [right, down] = [middle.x - inMiddle.x, middle.y - inMiddle.y];
      return false;
    }, 'the panel to be told of the pointer');
    return { x: frame.x + point.x + right, y: frame.y + point.y + down };
  };

  let pageMeter: CDPSession | null = null;
  /** Emulates forced colours as long as it lasts. */
  let highContrast: CDPSession | null = null;

  return {
    engine: 'chromium',
    version,
    showPanel,
    openDevTools: async () => void (devtools ??= await openDevTools()),
    closeDevTools,
    panelInFront: async () =>
      (await shownFrontend().evaluate(
        `import('./ui/legacy/legacy.js').then((UI) => UI.InspectorView.InspectorView.instance().tabbedPane.selectedTabId)`,
      )) as string,

    async goto(url) {
      await page.goto(url, { waitUntil: 'load' });
    },
    async evaluate<T>(code: string | ((...args: never[]) => unknown), ...args: readonly unknown[]) {
      return parseJson<T>((await page.evaluate(asJsonSource(code, args))) as string | undefined);
    },
    inPanel: async (expression) => evaluateInTarget(targetOf(isPanel, 'panel'), expression),
    inDevtoolsPage: async (expression) =>
      evaluateInTarget(targetOf(isDevtoolsPage, 'devtools page'), expression),

    async click(selector) {
      const frontend = shownFrontend();
      const point = await evaluateInTarget<Point | null>(
        targetOf(isPanel, 'panel'),
        `${RESTING}(${JSON.stringify(selector)})`,
      );
      if (!point) throw new Error(`Nothing in the panel matches ${selector}.`);
      const { x, y } = await aim(frontend, point);
      await frontend.mouse.click(x, y);
    },
    async drag(selector) {
      const frontend = shownFrontend();
      const span = await evaluateInTarget<Span | null>(
        targetOf(isPanel, 'panel'),
        `${SPAN}(${JSON.stringify(selector)})`,
      );
      if (!span) throw new Error(`No text in the panel matches ${selector}.`);
      const { x, y } = await aim(frontend, { x: span.left, y: span.y });
      const { mouse } = frontend;
      await mouse.down();
      await mouse.move(x + span.right - span.left, y, { steps: 4 });
      await mouse.up();
    },
    async press(key) {
      await shownFrontend().keyboard.press(key as KeyInput);
    },

    async dock(side) {
      await dock(shownFrontend(), side === 'window' ? 'undocked' : side);
    },
    async crash() {
      const session = await page.createCDPSession();
      const crashed = new Promise<void>((resolve) => page.once('error', () => resolve()));
      // The page that would answer is gone.
      session.send('Page.crash').catch(() => undefined);
      await within(crashed, 10_000, 'the page to crash');
    },
    async reloadExtension() {
      // As the button on chrome://extensions does it: the same folder loaded again gives the same extension.
      const reload = async () => {
        const again = await browser.installExtension(path.resolve(options.extension));
        if (again !== id) throw new Error(`The extension ${id} came back as ${again}.`);
      };
      // Chromium 156 closes DevTools a moment later.
      if (devtools) await endDevTools(devtools, reload);
      else await reload();
    },

    async setOffline(offline) {
      const conditions = offline ? 'OfflineConditions' : 'NoThrottlingConditions';
      await shownFrontend().evaluate(`import('./core/sdk/sdk.js').then(({ NetworkManager }) =>
        NetworkManager.MultitargetNetworkManager.instance().setNetworkConditions(NetworkManager.${conditions}))`);
    },
    async blockRequest(url) {
      await shownFrontend().evaluate(`import('./core/sdk/sdk.js').then(({ NetworkManager }) => {
        const { requestConditions } = NetworkManager.MultitargetNetworkManager.instance();
        requestConditions.conditionsEnabled = true;
        requestConditions.add(NetworkManager.RequestCondition.create(
          NetworkManager.RequestURLPattern.create(${JSON.stringify(url)}), NetworkManager.BlockingConditions));
      })`);
    },

    async screenshot(file, size) {
      const frontend = shownFrontend();
      const clip = await resizePanel(frontend, size);
      const panel = targetOf(isPanel, 'panel');
      await until(
        () =>
          evaluateInTarget<boolean>(
            panel,
            `innerWidth === ${size.width} && innerHeight === ${size.height} && devicePixelRatio === 1`,
          ),
        `the panel to be laid out at ${size.width} by ${size.height} pixels`,
      );
      await evaluateInTarget(panel, PAINTED);
      await frontend.screenshot({ path: file, clip, captureBeyondViewport: false });
    },

    async setTheme(next) {
      wanted = next;
      if (devtools && theme !== wanted) await showPanel();
    },
    async setHighContrast(on) {
      highContrast ??= await targetOf(isPanel, 'panel').createCDPSession();
      const features = [{ name: 'forced-colors', value: on ? 'active' : 'none' }];
      await highContrast.send('Emulation.setEmulatedMedia', { features });
    },

    async pageWork() {
      if (pageMeter === null) {
        pageMeter = await page.createCDPSession();
        await pageMeter.send('Performance.enable', { timeDomain: 'threadTicks' });
      }
      const { metrics } = await pageMeter.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    },
    async panelTasks(run) {
      const mark = 'whycors-panel';
      await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
      await evaluateInTarget(targetOf(isPanel, 'panel'), `performance.mark('${mark}') && null`);
      await run();
      const trace = JSON.parse(Buffer.from((await page.tracing.stop()) ?? []).toString()) as {
        readonly traceEvents: readonly TraceEvent[];
      };
      const panel = trace.traceEvents.find(({ name }) => name === mark);
      if (!panel) throw new Error('The trace lacks the panel.');
      return trace.traceEvents
        .filter(({ name, pid, tid }) => name.endsWith('RunTask') && pid === panel.pid && tid === panel.tid)
        .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, work: tdur / 1000 }));
    },
    async panelHeap() {
      const session = await targetOf(isPanel, 'panel').createCDPSession();
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      await session.detach();
      return usedSize;
    },

    takeReports: async () => reporter.take(),
    async waitForReports(enough, timeout = 10_000) {
      try {
        await until(() => enough(reporter.peek()), 'the browser’s reports', timeout);
      } catch (error) {
        throw new Error(`Only these reports came: ${JSON.stringify(reporter.peek())}`, { cause: error });
      }
      return reporter.take();
    },
  };
}
