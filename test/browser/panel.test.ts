import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';
import { showAll, showCase, type ShownFlow } from '../../scripts/lab/panel.ts';
import { axeFindings } from './axe.ts';

const IDS = [
  'preflight-all-wrong',
  'error-response-without-allow-origin',
  'pass-preflighted',
  'server-unreachable',
];
const script = (source: string) => (driver: Driver) =>
  driver.inPanel(`(() => { ${source}; return null; })()`);
const press = (selector: string) => script(`document.querySelector('${selector}').click()`);

/** What the panel may look like, and how to get there from the state before. */
const STATES: readonly (readonly [name: string, reach: (driver: Driver) => Promise<unknown>])[] = [
  ['a closed group', press('.row.group')],
  ['an open group', press('.row.group')],
  ['the plain list', press('.tools .check input')],
  ['the grouped list', press('.tools .check input')],
  ['a menu', press('.menu > button')],
  ['no menu', press('.menu > button')],
  ['paused', press('[aria-label=Pause]')],
  ['recording', press('[aria-label=Pause]')],
  ['the builder', press('.builder-tool')],
  ['no builder', press('.builder-tool')],
  [
    'nothing that matches',
    script(
      `const filter = document.querySelector('input.filter'); filter.value = 'nothing has this'; filter.dispatchEvent(new Event('input', { bubbles: true }))`,
    ),
  ],
  ['all again', (driver) => showAll(driver)],
  ['nothing', press('[aria-label=Clear]')],
];
const PICTURES = join('dist', 'pictures');

describe.each<Engine>(['chromium', 'firefox'])('the panel in %s', (engine) => {
  let lab: Lab;
  let driver: Driver;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine), mkdir(PICTURES, { recursive: true })]);
    lab = await startLab();
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: LAB_HOSTS, headless: true });
    await driver.goto(lab.page);
    await driver.showPanel();
    await makeRequests();
  });

  afterAll(async () => {
    await driver?.close();
    await lab?.close();
  });

  async function makeRequests(): Promise<void> {
    await driver.evaluate(`lab.runAll(${JSON.stringify(IDS)})`);
  }

  /** A case's explanation once it begins as expected: Firefox tells of a request in several parts. */
  const shown = async (id: string, beginning: string): Promise<ShownFlow> =>
    until(async () => {
      const flow = await showCase(driver, id);
      return flow.headline.startsWith(beginning) && flow;
    }, `${id} to be explained by "${beginning}"`);

  const text = (selector: string): Promise<string> =>
    driver.inPanel<string>(`document.querySelector('${selector}')?.textContent ?? ''`);

  it('explains a click with the user’s own origin, method and headers', async () => {
    const { headline, problems } = await showCase(driver, 'preflight-all-wrong');
    const page = lab.withPorts('http://app.example.com:5173');
    expect(headline).toContain(`The server allows ${page}/. Your page is ${page}.`);
    expect(problems.map(({ title }) => title.replace(/ in the .*/, ''))).toEqual([
      'Allowed origin ends with a slash',
      'Method not allowed by the preflight',
      'Header not allowed by the preflight',
    ]);
    expect(problems[0]?.text).toContain(`Send Access-Control-Allow-Origin: ${page}, without the slash.`);
    expect(problems[1]?.text).toContain('PUT');
    expect(problems[2]?.text).toContain('content-type');
    expect(problems[2]?.text).toContain('x-request-id');
  });

  it('marks the characters that differ', async () => {
    await showCase(driver, 'preflight-all-wrong');
    expect(await text('.compare')).toContain('/');
    expect(
      await driver.inPanel<number>(`document.querySelectorAll('.compare mark, .compare .gap').length`),
    ).toBeGreaterThan(0);
  });

  it('shows the headers to send, checked', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await until(async () => (await text('.explanation')).includes('Checked'), 'the check of the fix');
    expect(await text('.explanation')).toContain(
      'Access-Control-Allow-Headers: authorization, content-type, x-request-id',
    );
  });

  it('calls a passing request allowed, without a problem', async () => {
    const { problems } = await shown('pass-preflighted', 'The page could read this response');
    expect(problems).toEqual([]);
  });

  it('says first that a server which is down is not CORS', async () => {
    await shown('server-unreachable', engine === 'chromium' ? 'No server is listening at' : 'The request to');
    expect(await text('.request')).toContain('Not CORS');
  });

  it('is operated by keyboard: / to filter, arrows to walk, Escape to close', async () => {
    await showAll(driver);
    await driver.click('.rows');
    await driver.press('/');
    await until(
      () => driver.inPanel<boolean>(`document.activeElement.matches('input.filter')`),
      'the filter',
    );
    await driver.press('ArrowDown');
    await until(() => driver.inPanel<boolean>(`document.activeElement.matches('.rows')`), 'the list');
    const before = await text('.explanation h1');
    await driver.press('End');
    await until(async () => (await text('.explanation h1')) !== before, 'another explanation');
    await driver.press('Escape');
    await until(
      () => driver.inPanel<boolean>(`document.querySelector('.explanation') === null`),
      'no explanation',
    );
  });

  it('leads to the Network panel and to the line that made the request, where the browser has a way', async () => {
    await showCase(driver, 'preflight-all-wrong');
    const links = `[...document.querySelectorAll('.whence button')].map(({ textContent }) => textContent)`;
    if (engine === 'firefox') {
      expect(await driver.inPanel(links)).toEqual([]);
      return;
    }
    expect(await driver.inPanel(links)).toEqual([expect.stringMatching(/^lab\.js:\d+$/), 'Show in Network']);
    for (const [link, panel] of [
      ['.to-network', 'network'],
      ['.to-source', 'sources'],
    ] as const) {
      await driver.click(link);
      await until(async () => (await driver.panelInFront()) === panel, `the panel ${panel}`);
      await driver.showPanel();
    }
  });

  it('keeps what it saw when the page is loaded anew', async () => {
    await driver.goto(lab.page);
    await showAll(driver);
    await until(async () => (await text('.row.group')).includes('before the reload'), 'the divider');
    expect((await showCase(driver, 'preflight-all-wrong')).problems).toHaveLength(3);
  });

  it.each(['light', 'dark'] as const)('has no accessibility finding, %s, at both widths', async (theme) => {
    await driver.setTheme(theme);
    await makeRequests();
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    expect(await driver.inPanel<string>(`document.documentElement.dataset.theme`)).toBe(theme);
    for (const [state, reach] of STATES) {
      await reach(driver);
      expect([state, ...(await axeFindings(driver))]).toEqual([state]);
    }
    await makeRequests();
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    for (const width of [550, 1200]) {
      await driver.screenshot(join(PICTURES, `${engine}-${theme}-${width}.png`), { width, height: 800 });
      expect(await axeFindings(driver)).toEqual([]);
    }
  });
});
