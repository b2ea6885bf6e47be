import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import { LOADED, PAINTED, SPAN, asJsonSource, launchAndDrive, parseJson, until, within } from './driver.ts';
import type { BrowserReport, Driven, Driver, LaunchOptions, Span, Theme } from './driver.ts';
import { ensureBrowser } from './find.ts';

const NOWHERE = 'http://127.0.0.1:9/';

/** Beside puppeteer's own, which already silence most of what would reach for the internet. */
function preferences(options: LaunchOptions): Record<string, string | number | boolean> {
  return {
    'network.dns.localDomains': options.hosts.join(','),
    'network.dns.disableIPv6': true,
    'network.trr.mode': 5,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.prefetch-next': false,
    'network.dns.disablePrefetch': true,
    'app.normandy.enabled': false,
    'app.shield.optoutstudies.enabled': false,
    'app.update.auto': false,
    'browser.aboutwelcome.enabled': false,
    'browser.newtabpage.activity-stream.feeds.section.topstories': false,
    'browser.newtabpage.activity-stream.feeds.asrouterfeed': false,
    'browser.region.network.url': '',
    'browser.region.update.enabled': false,
    'browser.safebrowsing.provider.google4.updateURL': '',
    'browser.safebrowsing.provider.google5.updateURL': '',
    'browser.safebrowsing.provider.mozilla.updateURL': '',
    'browser.search.geoSpecificDefaults': false,
    'datareporting.usage.uploadEnabled': false,
    'dom.push.connection.enabled': false,
    'extensions.blocklist.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'media.gmp-manager.url': NOWHERE,
    'toolkit.telemetry.enabled': false,
    'toolkit.telemetry.server': NOWHERE,
    'toolkit.telemetry.unified': false,
    'termsofuse.bypassNotification': true,
    // Pages are asked for by http on purpose.
    'dom.security.https_first': false,
    'dom.security.https_first_schemeless': false,
    'intl.locale.requested': 'en-US',
    'layout.css.devPixelsPerPx': '1.0',
    // So that a screenshot's width is the layout's, as in headless Chromium.
    'ui.useOverlayScrollbars': 1,
    'widget.gtk.overlay-scrollbars.enabled': true,
    'devtools.theme': options.theme ?? 'light',
    'devtools.toolbox.host': options.headless ? 'window' : 'bottom',
    'devtools.toolbox.footer.height': 420,
    'devtools.everOpened': true,
    ...(options.proxy && {
      'network.proxy.type': 2,
      'network.proxy.autoconfig_url': `data:text/plain,${encodeURIComponent(`function FindProxyForURL(url, host) {
        return host === '${options.proxy.host}' ? 'PROXY 127.0.0.1:${options.proxy.port}' : 'DIRECT';
      }`)}`,
    }),
  };
}

/**
 * Defines `whycorsDriver` in the browser's own window, with the privileges of the browser: the panel and the devtools page have
 * no context in WebDriver BiDi, and the console's messages about workers reach only the console service.
 */
const HELPERS = String.raw`(extensionId) => {
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');

  const reports = [];
  const listener = {
    QueryInterface: ChromeUtils.generateQI(['nsIConsoleListener']),
    observe(message) {
      if (!(message instanceof Ci.nsIScriptError) || !message.category.startsWith('CORS')) return;
      // A warning, such as the one about Authorization and the wildcard, blocks nothing.
      if (message.flags & Ci.nsIScriptError.warningFlag) return;
      reports.push({ category: message.category, message: message.errorMessage });
    },
  };
  Services.console.registerListener(listener);
  addEventListener('unload', () => Services.console.unregisterListener(listener));

  const toolbox = () => gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const tool = () => toolbox()?.getAdditionalTools().find((each) => each.extensionId === extensionId);
  const viewOf = (type) =>
    [...WebExtensionPolicy.getByID(extensionId).extension.views].find((view) => view.viewType === type);

  // Runs in the content process, as a frame script: privileged code, or an expression for the page.
  const frame = async (name, code, expression) => {
    const answer = (data) => sendAsyncMessage(name, data);
    try {
      if (code) return answer({ json: JSON.stringify(await code()) });
      // A sandbox, because the content security policy of extension pages forbids eval.
      const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
      sandbox.whycorsValue = Cu.evalInSandbox(expression, sandbox);
      answer({ json: await Cu.evalInSandbox('(async () => JSON.stringify(await whycorsValue))()', sandbox) });
    } catch (error) {
      // The frame script's own lines in the stack are its whole source, as a data URL.
      answer({ error: String(error) + '\n' + (error?.stack ?? '').replace(/^.*@data:.*\n?/gm, '') });
    }
  };

  let last = 0;
  const evaluateIn = (type, expression, privileged = false) =>
    new Promise((resolve, reject) => {
      const view = viewOf(type);
      if (!view) throw new Error('There is no ' + type + ': call showPanel() first.');
      const name = 'whycors:' + ++last;
      const manager = view.xulBrowser.messageManager;
      manager.addMessageListener(name, function answered({ data }) {
        manager.removeMessageListener(name, answered);
        if ('error' in data) reject(new Error(data.error));
        else resolve(data.json === undefined ? undefined : JSON.parse(data.json));
      });
      const code = privileged ? '() => ' + expression : 'null';
      const call = '(' + frame + ')(' + JSON.stringify(name) + ',' + code + ',' + JSON.stringify(expression) + ')';
      manager.loadFrameScript('data:application/javascript;charset=utf-8,' + encodeURIComponent(call), false);
    });

  globalThis.whycorsDriver = {
    reports,
    evaluateIn,
    isReady: (type) => !!viewOf(type)?.xulBrowser,
    open: () => gDevTools.showToolboxForTab(gBrowser.selectedTab).then(() => true),
    async close() {
      await toolbox()?.destroy();
    },
    hasTool: () => !!tool(),
    inFront: () => toolbox().currentToolId,
    select: () => toolbox().selectTool(tool().id).then(() => true),
    // To the document that is there, with all events of its load: the first of those empties the log.
    hasFollowed() {
      const { targetCommand, resourceCommand } = toolbox().commands;
      const { targetFront } = targetCommand;
      const { innerWindowId } = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;
      const events = resourceCommand.getAllResources(resourceCommand.TYPES.DOCUMENT_EVENT);
      return (
        targetFront.innerWindowId === innerWindowId &&
        events.some((event) => event.name === 'dom-complete' && event.targetFront === targetFront)
      );
    },
    async dock(side) {
      await toolbox().switchHost(side);
    },
    pid: () => gBrowser.selectedBrowser.browsingContext.currentWindowGlobal.osPid,
    isCrashed: () => gBrowser.selectedTab.hasAttribute('crashed'),
    async reload() {
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      await (await AddonManager.getAddonByID(extensionId)).reload();
    },
    async setOffline(offline) {
      await toolbox().commands.targetConfigurationCommand.updateConfiguration({ setTabOffline: offline });
    },
    async blockRequest(url) {
      await toolbox().commands.networkCommand.blockRequestForUrl(url);
    },
    focus() {
      viewOf('devtools_panel').xulBrowser.focus();
    },
    // Larger than its window is fine: a snapshot paints what is out of sight as well.
    resize(width, height) {
      const { style } = viewOf('devtools_panel').xulBrowser;
      for (const [name, value] of [['width', width], ['height', height]]) {
        for (const each of [name, 'min-' + name, 'max-' + name]) style.setProperty(each, value + 'px');
      }
    },
    async snapshot(width, height) {
      const { currentWindowGlobal } = viewOf('devtools_panel').xulBrowser.browsingContext;
      const image = await currentWindowGlobal.drawSnapshot(new DOMRect(0, 0, width, height), 1, 'white');
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d').drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      return bytes.toBase64();
    },
  };
}`;

/** In the content process. `sendMouseEvent` went in Firefox 144 or thereabouts. */
const MOUSE = String.raw`(type, x, y, buttons) => {
  if (content.synthesizeMouseEvent) {
    content.synthesizeMouseEvent(type, x, y, { button: 0, clickCount: 1, ...(buttons !== undefined && { buttons }) }, {});
  } else {
    content.windowUtils.sendMouseEvent(type, x, y, 0, 1, 0);
  }
}`;

/** A click where the pointer would be. */
const CLICK = String.raw`((selector) => {
  const element = content.document.querySelector(selector);
  if (!element) return false;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  const mouse = ${MOUSE};
  for (const type of ['mousemove', 'mousedown', 'mouseup']) mouse(type, x + width / 2, y + height / 2);
  return true;
})`;

const DRAG = String.raw`(({ left, right, y }) => {
  const mouse = ${MOUSE};
  mouse('mousemove', left, y);
  mouse('mousedown', left, y, 1);
  for (const part of [0.25, 0.5, 0.75, 1]) mouse('mousemove', left + (right - left) * part, y, 1);
  mouse('mouseup', right, y, 0);
  return true;
})`;

/** In the content process: a key as from a keyboard. Firefox knows the key codes of the keys that have names. */
const PRESS = String.raw`((key) => {
  const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
  if (!processor.beginInputTransactionForTests(content)) throw new Error('The keyboard is taken.');
  const event = new content.KeyboardEvent('', { key });
  const flags = key.length > 1 ? Ci.nsITextInputProcessor.KEY_NON_PRINTABLE_KEY : 0;
  processor.keydown(event, flags);
  processor.keyup(event, flags);
  return true;
})`;

/** What puppeteer keeps to itself: its connection, for the parts of WebDriver BiDi that only Firefox has. */
interface BidiBrowser {
  readonly connection: {
    send(method: 'browsingContext.getTree', params: object): Promise<{ readonly result: Tree }>;
    send(method: 'script.evaluate', params: object): Promise<{ readonly result: Evaluated }>;
  };
}

interface Tree {
  readonly contexts: readonly { readonly context: string; readonly url: string }[];
}

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** Evaluates an expression in the browser's own window and returns its JSON. */
async function privilegedScope(browser: Browser) {
  const { connection } = browser as unknown as BidiBrowser;
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = result.contexts.find(
    ({ url }) => url === 'chrome://browser/content/browser.xhtml',
  )?.context;
  if (context === undefined) throw new Error('Firefox has no browser window.');
  return async <T>(expression: string): Promise<T> => {
    const { result: outcome } = await connection.send('script.evaluate', {
      expression: asJsonSource(expression, []),
      target: { context },
      awaitPromise: true,
    });
    if (outcome.type === 'exception') throw new Error(outcome.exceptionDetails.text);
    return parseJson<T>(outcome.result.value);
  };
}

interface ConsoleMessage {
  readonly category: string;
  readonly message: string;
}

/** “… the remote resource at http://api.example/. (Reason: …”, in some messages with the address in quotation marks. */
function toReport({ category, message }: ConsoleMessage): BrowserReport {
  return {
    url:
      /remote resource at ‘?(.*?)’?\. \(Reason/.exec(message)?.[1] ??
      /https?:\/\/[^\s‘’]+/.exec(message)?.[0] ??
      '',
    method: null,
    code: category.replace(/\d$/, ''),
    parameter: '',
    netError: null,
    requestId: null,
  };
}

export async function launchFirefox(options: LaunchOptions): Promise<Driver> {
  return launchAndDrive(
    {
      browser: 'firefox',
      executablePath: options.executablePath ?? (await ensureBrowser('firefox')),
      headless: options.headless,
      extraPrefsFirefox: preferences(options),
      args: ['--remote-allow-system-access'],
      acceptInsecureCerts: options.ignoreCertificateErrors ?? false,
    },
    (browser) => drive(browser, options),
  );
}

async function drive(browser: Browser, options: LaunchOptions): Promise<Driven> {
  const chrome = await privilegedScope(browser);
  // puppeteer insists on one process for all sites; people have one for each.
  await chrome(`Services.prefs.setIntPref('fission.webContentIsolationStrategy', 1)`);
  const id = await browser.installExtension(path.resolve(options.extension));
  for (const other of options.others ?? []) await browser.installExtension(path.resolve(other));
  await chrome(`(${HELPERS})(${JSON.stringify(id)})`);
  const version = (await browser.version()).replace(/^\w+\//, 'Firefox ');
  const [page = await browser.newPage()] = await browser.pages();

  let open = false;
  let theme: Theme = options.theme ?? 'light';

  const evaluateIn = <T>(type: 'devtools_panel' | 'devtools_page', expression: string, privileged = false) =>
    chrome<T>(
      `whycorsDriver.evaluateIn(${JSON.stringify(type)}, ${JSON.stringify(expression)}, ${privileged})`,
    );
  const inPanel = <T>(expression: string) => evaluateIn<T>('devtools_panel', expression);

  const isLoaded = async (type: 'devtools_panel' | 'devtools_page') =>
    (await chrome<boolean>(`whycorsDriver.isReady(${JSON.stringify(type)})`)) &&
    (await evaluateIn<string>(type, 'location.protocol')) === 'moz-extension:' &&
    evaluateIn<boolean>(type, LOADED);

  const showPanel = async () => {
    if (!open) {
      await within(chrome('whycorsDriver.open()'), 30_000, 'DevTools to open');
      open = true;
      await until(() => isLoaded('devtools_page'), 'the devtools page');
    }
    await until(() => chrome<boolean>('whycorsDriver.hasTool()'), 'the extension to create its panel');
    await within(chrome('whycorsDriver.select()'), 15_000, 'DevTools to show the panel');
    await until(() => isLoaded('devtools_panel'), 'the panel’s page');
  };

  const closeDevTools = async () => {
    if (!open) return;
    open = false;
    await within(chrome('whycorsDriver.close()'), 15_000, 'DevTools to close');
    await until(
      () =>
        chrome<boolean>(
          `!whycorsDriver.isReady('devtools_page') && !whycorsDriver.isReady('devtools_panel')`,
        ),
      'the extension’s pages to close',
    );
  };

  const peek = async () => (await chrome<ConsoleMessage[]>('whycorsDriver.reports')).map(toReport);
  const take = async () => (await chrome<ConsoleMessage[]>('whycorsDriver.reports.splice(0)')).map(toReport);

  return {
    engine: 'firefox',
    version,
    showPanel,
    closeDevTools,
    panelInFront: () => chrome<string>('whycorsDriver.inFront()'),
    inPanel,
    inDevtoolsPage: (expression) => evaluateIn('devtools_page', expression),

    async goto(url) {
      await page.goto(url, { waitUntil: 'load' });
      if (open)
        await until(() => chrome<boolean>('whycorsDriver.hasFollowed()'), 'DevTools to follow the page');
    },
    async evaluate<T>(code: string | ((...args: never[]) => unknown), ...args: readonly unknown[]) {
      return parseJson<T>((await page.evaluate(asJsonSource(code, args))) as string | undefined);
    },

    async click(selector) {
      const found = await evaluateIn<boolean>(
        'devtools_panel',
        `${CLICK}(${JSON.stringify(selector)})`,
        true,
      );
      if (!found) throw new Error(`Nothing in the panel matches ${selector}.`);
    },
    async drag(selector) {
      const span = await inPanel<Span | null>(`${SPAN}(${JSON.stringify(selector)})`);
      if (!span) throw new Error(`No text in the panel matches ${selector}.`);
      await evaluateIn('devtools_panel', `${DRAG}(${JSON.stringify(span)})`, true);
    },
    async press(key) {
      await chrome('whycorsDriver.focus()');
      await evaluateIn('devtools_panel', `${PRESS}(${JSON.stringify(key)})`, true);
    },

    async dock(side) {
      await within(chrome(`whycorsDriver.dock('${side}')`), 15_000, 'DevTools to move');
    },
    async crash() {
      process.kill(await chrome<number>('whycorsDriver.pid()'), 'SIGKILL');
      await until(() => chrome<boolean>('whycorsDriver.isCrashed()'), 'the page to crash');
    },
    async reloadExtension() {
      await within(chrome('whycorsDriver.reload()'), 15_000, 'the extension to reload');
    },

    async setOffline(offline) {
      await chrome(`whycorsDriver.setOffline(${offline})`);
    },
    async blockRequest(url) {
      await chrome(`whycorsDriver.blockRequest(${JSON.stringify(url)})`);
    },

    async screenshot(file, { width, height }) {
      await chrome(`whycorsDriver.resize(${width}, ${height})`);
      await until(
        () =>
          inPanel<boolean>(`innerWidth === ${width} && innerHeight === ${height} && devicePixelRatio === 1`),
        `the panel to be laid out at ${width} by ${height} pixels`,
      );
      await inPanel(PAINTED);
      await writeFile(file, await chrome<string>(`whycorsDriver.snapshot(${width}, ${height})`), 'base64');
    },

    async setTheme(next) {
      if (next === theme) return;
      theme = next;
      const reopen = open;
      await closeDevTools();
      await chrome(`Services.prefs.setStringPref('devtools.theme', ${JSON.stringify(theme)})`);
      if (reopen) await showPanel();
    },
    async setHighContrast(on) {
      // 2: the system's colours instead of the page's. 0: those only where the system asks for them.
      await chrome(`Services.prefs.setIntPref('browser.display.document_color_use', ${on ? 2 : 0})`);
      await until(
        () => inPanel<boolean>(`matchMedia('(forced-colors: active)').matches === ${on}`),
        'the colours to change',
      );
    },

    takeReports: take,
    async waitForReports(enough, timeout = 10_000) {
      try {
        await until(async () => enough(await peek()), 'the browser’s reports', timeout);
      } catch (error) {
        throw new Error(`Only these reports came: ${JSON.stringify(await peek())}`, { cause: error });
      }
      return take();
    },
  };
}
