/**
 * `npm run screenshots [-- firefox] [-- NAME…]`: pictures of the panel in the states that matter, at the width of a
 * docked and of an undocked DevTools, light and dark, in dist/screenshots. For people to look at and to criticise.
 * `npm run screenshots -- store`: the five for the stores, in store/screenshots.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, until, type Driver, type Engine, type Theme } from './browsers/driver.ts';
import { ensureBrowser } from './browsers/find.ts';
import { build, extensionDirectory } from './build.ts';
import { LAB_HOSTS, startLab, type Lab } from './lab/lab.ts';
import { capturedExchanges, examineCases } from './lab/observe.ts';
import { closeExplanation, dropFile, openTab, showAll, showCase } from './lab/panel.ts';
import { writeHar } from '../src/har/write.ts';

const WIDTHS = [550, 1200] as const;
const HEIGHT = 860;

/** What the Chrome Web Store and Edge Add-ons take: at most five, of just this size. */
const STORE_SIZE = { width: 1280, height: 800 } as const;
const STORE_SCENES: readonly (readonly [scene: string, theme: Theme])[] = [
  ['all-wrong', 'light'],
  ['trailing-slash', 'light'],
  ['error-500', 'dark'],
  ['headers', 'light'],
  ['attempts', 'light'],
];

/** A page with the troubles of a working day: most requests pass, many fail for one reason. */
const WORKING_DAY: readonly string[] = [
  'preflight-all-wrong',
  'error-response-without-allow-origin',
  'proxy-repeats',
  'allow-origin-wildcard-with-credentials',
  'preflight-405-bare',
  'server-unreachable',
  'allow-origin-trailing-slash',
  'pass-simple',
  'pass-preflighted',
  'pass-credentials',
];

interface Scene {
  readonly name: string;
  readonly show: (driver: Driver, lab: Lab) => Promise<void>;
}

function ofCase(name: string, id: string, tab?: string): Scene {
  return {
    name,
    show: async (driver) => {
      await showCase(driver, id);
      await showAll(driver);
      if (tab !== undefined) await openTab(driver, tab);
    },
  };
}

async function run(driver: Driver, ids: readonly string[]): Promise<void> {
  await driver.evaluate(`lab.runAll(${JSON.stringify(ids)})`);
  await examineCases(driver, ids);
}

/** In this order: each goes on from where the one before has left the panel. */
const SCENES: readonly Scene[] = [
  { name: 'empty', show: async () => undefined },
  {
    name: 'grouped-list',
    show: async (driver) => {
      await run(driver, WORKING_DAY);
      await showAll(driver);
      await closeExplanation(driver);
    },
  },
  ofCase('trailing-slash', 'allow-origin-trailing-slash'),
  ofCase('all-wrong', 'preflight-all-wrong'),
  ofCase('doubled-header', 'proxy-repeats'),
  ofCase('error-500', 'error-response-without-allow-origin'),
  ofCase('wildcard-with-credentials', 'allow-origin-wildcard-with-credentials'),
  ofCase('preflight-405', 'preflight-405-bare'),
  ofCase('server-down', 'server-unreachable'),
  ofCase('passing', 'pass-preflighted'),
  ofCase('checklist', 'proxy-repeats', 'checklist'),
  ofCase('headers', 'preflight-all-wrong', 'headers'),
  {
    name: 'attempts',
    show: async (driver, lab) => {
      lab.mend('allow-origin-wildcard-with-credentials');
      await showCase(driver, 'allow-origin-wildcard-with-credentials');
      await showAll(driver);
      await driver.click('.actions .button');
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('.course-strip.passed') !== null`),
        'the new attempt',
      );
      await driver.inPanel(`document.querySelector('.explanation').scrollTop = 0`);
    },
  },
  {
    name: 'har-opened',
    show: async (driver) => {
      // As Chrome saves it by default.
      const exchanges = (await capturedExchanges(driver)).map((exchange) => ({
        ...exchange,
        requestHeaders: exchange.requestHeaders.filter(([name]) => name.toLowerCase() !== 'cookie'),
      }));
      const har = writeHar(exchanges, '537.36').replace('"Why CORS?"', '"WebInspector"');
      await dropFile(driver, 'recording.har', har);
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('.banner b')?.textContent === 'recording.har'`),
        'the file',
      );
      await showCase(driver, 'proxy-repeats');
      await showAll(driver);
    },
  },
  {
    name: 'keys',
    show: async (driver) => {
      await driver.inPanel(`document.querySelector('.rows').focus()`);
      await driver.press('?');
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('dialog[open]') !== null`),
        'the keys',
      );
    },
  },
];

async function shoot(engine: Engine, theme: Theme, names: readonly string[]): Promise<void> {
  const directory = join('dist', 'screenshots');
  const isForStore = names.includes('store');
  await mkdir(isForStore ? join('store', 'screenshots') : directory, { recursive: true });
  const lab = await startLab();
  const driver = await launchBrowser(engine, {
    extension: extensionDirectory,
    hosts: LAB_HOSTS,
    headless: true,
    theme,
  });
  try {
    await driver.goto(lab.page);
    await driver.showPanel();
    for (const { name, show } of SCENES) {
      await show(driver, lab);
      if (isForStore) {
        const at = STORE_SCENES.findIndex(([scene, of]) => scene === name && of === theme);
        if (at === -1) continue;
        const file = join('store', 'screenshots', `${at + 1}-${name}.png`);
        await driver.screenshot(file, STORE_SIZE);
        console.log(file);
        continue;
      }
      if (names.length > 0 && !names.includes(name)) continue;
      for (const width of WIDTHS) {
        const file = join(
          directory,
          `${name}-${width}-${theme}${engine === 'firefox' ? '-firefox' : ''}.png`,
        );
        await driver.screenshot(file, { width, height: HEIGHT });
        console.log(file);
      }
    }
  } finally {
    await driver.close();
    await lab.close();
  }
}

const words = process.argv.slice(2);
const engine = words.includes('firefox') ? 'firefox' : 'chromium';
await Promise.all([build(), ensureBrowser(engine)]);
for (const theme of ['light', 'dark'] as const) {
  await shoot(
    engine,
    theme,
    words.filter((word) => word !== 'firefox'),
  );
}
