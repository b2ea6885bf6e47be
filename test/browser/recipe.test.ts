import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';
import { showAll, showCase } from '../../scripts/lab/panel.ts';
import { misfits } from './fit.ts';

const IDS = ['preflight-all-wrong', 'proxy-repeats', 'pass-credentials'];
const PICTURES = join('dist', 'pictures');

describe.each<Engine>(['chromium', 'firefox'])('the configuration in %s', (engine) => {
  let lab: Lab;
  let driver: Driver;
  let page: string;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine), mkdir(PICTURES, { recursive: true })]);
    lab = await startLab();
    page = lab.withPorts('http://app.example.com:5173');
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
    await until(() => driver.inPanel<boolean>(`document.querySelector('.row.flow') !== null`), 'a request');
    await listenToCopies();
  }

  /** What the panel puts into the clipboard, whichever way it takes. */
  const listenToCopies = (): Promise<void> =>
    driver.inPanel(`(() => {
      if (window.copies !== undefined) return null;
      window.copies = [];
      const write = navigator.clipboard?.writeText?.bind(navigator.clipboard);
      if (write) navigator.clipboard.writeText = (text) => write(text).then(() => void window.copies.push(text));
      document.addEventListener('copy', (event) => window.copies.push(event.target.value));
      return null;
    })()`);

  const text = (selector: string): Promise<string> =>
    driver.inPanel<string>(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`);

  const waitForText = (selector: string, part: string): Promise<string> =>
    until(async () => {
      const found = await text(selector);
      return found.includes(part) && found;
    }, `"${part}" in ${selector}`);

  async function copied(button: string): Promise<string> {
    const before = await driver.inPanel<number>(`window.copies.length`);
    await driver.inPanel(
      `document.querySelector(${JSON.stringify(button)}).scrollIntoView({ block: 'center', container: 'nearest' })`,
    );
    await driver.click(button);
    await until(() => driver.inPanel<boolean>(`window.copies.length > ${before}`), `${button} to copy`);
    return driver.inPanel<string>(`window.copies.at(-1)`);
  }

  const pick = (server: string): Promise<void> =>
    driver.inPanel(`(() => {
      const select = document.querySelector('select[aria-label="Server"]');
      select.value = ${JSON.stringify(server)};
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return null;
    })()`);

  const type = (label: string, value: string): Promise<void> =>
    driver.inPanel(`(() => {
      const labels = [...document.querySelectorAll('.fields label')];
      const field = labels.find((one) => one.textContent.startsWith(${JSON.stringify(label)})).control;
      field.value = ${JSON.stringify(value)};
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return null;
    })()`);

  it('is written with the page’s own origin and all that its requests need, and can be copied', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await waitForText('#configuration', 'Server configuration');
    await until(() => driver.inPanel<boolean>(`document.querySelector('select') !== null`), 'the picker');
    await pick('nginx');
    // The other requests to the server are heard a moment later; one of them has cookies.
    const snippet = await waitForText('.snippet', `"${page}" $http_origin;`);
    // What the server allows today is kept.
    expect(snippet).toContain('"GET, POST, PUT"');
    expect(snippet).toContain('"authorization, content-type, x-request-id"');
    expect(await text('.snippet-where')).toContain('nginx.conf');
    expect(await text('.snippet-notes')).toContain('Tested with nginx');
    // It goes to two places, so it is copied in two parts, with lines as they are and not as they are wrapped.
    expect(await copied('button[aria-label="Copy http { } part"]')).toBe(snippet);
    expect(await copied('button[aria-label="Copy location { } part"]')).toBe(
      await text('.snippet[aria-label="Part for location { }"]'),
    );
  });

  it('knows who answered, and takes the second copy out', async () => {
    await showCase(driver, 'proxy-repeats');
    const head = await waitForText('.change-head:has(select)', 'Recognized: ');
    expect(head).toMatch(/Recognized: Express \(x-powered-by: Express\)/i);
    expect(await driver.inPanel<string>(`document.querySelector('.whence').textContent`)).toContain(
      'Answered by Express',
    );
    expect(await driver.inPanel<string>(`document.querySelector('select').value`)).toBe('express');
    expect(await text('.doubled')).toContain('Two layers send Access-Control-Allow-Origin');
    expect(await text('.doubled')).toContain('Express: Delete the app.use(cors(…)) line');
    expect(await text('.snippet')).toContain(`'${page}'`);
  });

  it('follows what the user changes, and says what can’t be written', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await until(() => driver.inPanel<boolean>(`document.querySelector('.fields') !== null`), 'the form');
    await pick('nginx');
    await driver.inPanel(`document.querySelector('.policy > summary').click()`);
    expect(await waitForText('.sources', 'GET /case=pass-credentials/me')).toContain('this request: ');
    await type('Origins', `${page}\nhttps://admin.example.com`);
    await waitForText('.snippet', 'https://admin.example.com');
    await type('Origins', `${page}/`);
    await waitForText('.policy-problems', 'no slash at its end');
    expect(await text('.change:has(select)')).not.toContain('add_header');
    await driver.inPanel(`document.querySelector('.fields .button').click()`);
    await waitForText('.snippet', `"${page}"`);
  });

  it('speaks of access only where a key or a cookie goes along', async () => {
    const note = 'CORS is not access control';
    await showCase(driver, 'proxy-repeats');
    await waitForText('.snippet', 'cors(');
    expect(await text('.snippet-notes')).not.toContain(note);
    await driver.inPanel(`document.querySelector('.fields input[type=checkbox]').click()`);
    await waitForText('.snippet-notes', note);
    await waitForText('.snippet', 'credentials: true');
  });

  it('is written without a failing request too, begun with the selected one', async () => {
    await showCase(driver, 'pass-credentials');
    expect(await text('#configuration')).toBe('');
    await driver.click('.builder-tool');
    await waitForText('.builder', 'GET');
    await until(
      () => driver.inPanel<boolean>(`document.querySelector('.builder select') !== null`),
      'a picker',
    );
    await pick('express');
    const snippet = await waitForText('.builder .snippet', 'cors(');
    expect(snippet).toContain(page);
    expect(snippet).toContain('credentials: true');
    await driver.press('Escape');
    await until(() => driver.inPanel<boolean>(`document.querySelector('.builder') === null`), 'the requests');
  });

  it('stands beside the same requests as commands, without secrets unless asked for', async () => {
    await showCase(driver, 'pass-credentials');
    await driver.inPanel(`document.getElementById('tab-reproduce').click()`);
    const command = await waitForText('#tab-panel .snippet', 'curl');
    expect(command).toContain(`-H 'Origin: ${page}'`);
    expect(await copied('button[aria-label="Copy request"]')).toBe(command);
    await showCase(driver, 'preflight-all-wrong');
    await driver.inPanel(`document.getElementById('tab-reproduce').click()`);
    expect(await waitForText('#tab-panel .snippet', 'curl')).toContain(
      `-H 'Access-Control-Request-Headers: content-type,x-request-id'`,
    );
  });

  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  it.each(['light', 'dark'] as const)(
    'has no accessibility finding, and nothing is cut off, %s',
    async (theme) => {
      await driver.setTheme(theme);
      await makeRequests();
      await driver.inPanel(`(() => { ${await readFile(axe, 'utf8')} ; return null; })()`);
      const check = async (what: string): Promise<void> => {
        for (const width of [1200, 550]) {
          const file = join(PICTURES, `${what}-${engine}-${theme}-${width}.png`);
          await driver.screenshot(file, { width, height: 900 });
        }
        const found = await driver.inPanel<readonly string[]>(
          `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
        );
        expect(found).toEqual([]);
        expect(await misfits(driver)).toEqual([]);
      };
      const toTop = (selector: string): Promise<void> =>
        driver.inPanel(`document.querySelector('${selector}').scrollIntoView({ container: 'nearest' })`);
      await showCase(driver, 'preflight-all-wrong');
      await showAll(driver);
      await until(() => driver.inPanel<boolean>(`document.querySelector('select') !== null`), 'the picker');
      await pick('nginx');
      await waitForText('.change:has(select)', 'add_header');
      await toTop('#fix');
      await check('recipe');
      await showCase(driver, 'proxy-repeats');
      await showAll(driver);
      await waitForText('.doubled', 'Two layers');
      await toTop('#fix');
      await check('doubled');
      await driver.inPanel(`document.getElementById('tab-reproduce').click()`);
      await waitForText('#tab-panel', 'curl');
      await toTop('#tab-reproduce');
      await check('reproduce');
      await driver.inPanel(`document.querySelector('.builder-tool').click()`);
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('.builder select') !== null`),
        'a picker',
      );
      await check('builder');
    },
  );
});
