/**
 * `npm run screenshots [-- firefox] [-- light|dark] [-- NAME…]`: pictures of the panel in the states that matter, at the
 * width of a docked and of an undocked DevTools, light and dark, in dist/screenshots. For people to look at and to criticise.
 * `npm run screenshots -- store`: the five for the stores, in store/screenshots.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { argumentsOf } from './arguments.ts';
import { launchBrowser, until, type Driver, type Engine, type Size, type Theme } from './browsers/driver.ts';
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
  ['builder', 'light'],
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
  'vary-origin-missing',
  'pass-simple',
  'pass-preflighted',
  'pass-credentials',
];

interface Scene {
  readonly name: string;
  readonly show: (driver: Driver, lab: Lab) => Promise<void>;
  /** Takes back what the next scene does not expect. */
  readonly leave?: (driver: Driver) => Promise<void>;
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
  {
    name: 'plain-list',
    show: async (driver) => {
      await driver.click('.tools .check input');
      await until(() => driver.inPanel<boolean>(`document.querySelector('.rows.flat') !== null`), 'the list');
    },
    leave: (driver) => driver.click('.tools .check input'),
  },
  ofCase('trailing-slash', 'allow-origin-trailing-slash'),
  ofCase('all-wrong', 'preflight-all-wrong'),
  ofCase('doubled-header', 'proxy-repeats'),
  ofCase('error-500', 'error-response-without-allow-origin'),
  ofCase('wildcard-with-credentials', 'allow-origin-wildcard-with-credentials'),
  ofCase('preflight-405', 'preflight-405-bare'),
  ofCase('server-down', 'server-unreachable'),
  ofCase('passing', 'vary-origin-missing'),
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
    name: 'builder',
    show: async (driver) => {
      await driver.click('.builder-tool');
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('.builder .picker') !== null`),
        'the builder',
      );
      await driver.inPanel(`(() => {
        const select = document.querySelector('.builder select');
        select.value = 'express';
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return null;
      })()`);
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('.builder .snippet') !== null`),
        'the configuration',
      );
    },
    leave: (driver) => driver.click('.builder-tool'),
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

/** The files that a scene is written to, and how large. */
function picturesOf(
  scene: string,
  engine: Engine,
  theme: Theme,
  names: readonly string[],
): readonly (readonly [file: string, size: Size])[] {
  if (names.includes('store')) {
    const at = STORE_SCENES.findIndex(([name, of]) => scene === name && of === theme);
    return at === -1 ? [] : [[join('store', 'screenshots', `${at + 1}-${scene}.png`), STORE_SIZE]];
  }
  if (names.length > 0 && !names.includes(scene)) return [];
  const end = engine === 'firefox' ? '-firefox' : '';
  return WIDTHS.map((width) => [
    join('dist', 'screenshots', `${scene}-${width}-${theme}${end}.png`),
    { width, height: HEIGHT },
  ]);
}

async function shoot(engine: Engine, theme: Theme, names: readonly string[]): Promise<void> {
  await mkdir(join(names.includes('store') ? 'store' : 'dist', 'screenshots'), { recursive: true });
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
    for (const { name, show, leave } of SCENES) {
      await show(driver, lab);
      for (const [file, size] of picturesOf(name, engine, theme, names)) {
        await driver.screenshot(file, size);
        console.log(file);
      }
      await leave?.(driver);
    }
  } finally {
    await driver.close();
    await lab.close();
  }
}

const THEMES: readonly string[] = ['light', 'dark'] satisfies readonly Theme[];
const USAGE = `Usage: npm run screenshots [-- firefox] [light|dark] [store|SCENE…]

Takes pictures of the panel in real browsers, at two widths, light and dark, into dist/screenshots.

  firefox  in Firefox instead of Chromium
  store    the five for the stores instead, into store/screenshots
  SCENE    only these, of ${SCENES.map(({ name }) => name).join(', ')}
`;
const KNOWN = new Set(['chromium', 'firefox', 'store', ...THEMES, ...SCENES.map(({ name }) => name)]);
const words = argumentsOf(USAGE, {}, (word) => KNOWN.has(word)).positionals;
const engine = words.includes('firefox') ? 'firefox' : 'chromium';
await Promise.all([build(), ensureBrowser(engine)]);
const wanted = THEMES.filter((theme) => words.includes(theme));
for (const theme of wanted.length > 0 ? wanted : THEMES) {
  await shoot(
    engine,
    theme as Theme,
    words.filter((word) => word !== 'chromium' && word !== 'firefox' && !THEMES.includes(word)),
  );
}
