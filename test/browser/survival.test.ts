/** What may happen to DevTools, to the page and to the extension while requests are captured, and that capturing goes on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { capturedExchanges, gotoHeard } from '../../scripts/lab/observe.ts';
import { filterBy } from '../../scripts/lab/panel.ts';
import { listen, type Listening } from '../../scripts/lab/server.ts';

const HOSTS = ['app.example.com', 'other.example.org', 'api.example.com'];
const NAVIGATIONS = 40;

describe.each<Engine>(['chromium', 'firefox'])('in %s capturing goes on after', (engine) => {
  let page: Listening;
  let api: Listening;
  let driver: Driver;
  let home: string;
  let elsewhere: string;
  let requests = 0;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    page = await listen(0, () => ({
      status: 200,
      headers: [['Content-Type', 'text/html']],
      body: '<!doctype html><title>Page</title>',
    }));
    api = await listen(0, () => ({ status: 200, headers: [['Access-Control-Allow-Origin', '*']] }));
    home = `http://app.example.com:${page.port}/`;
    elsewhere = `http://other.example.org:${page.port}/`;
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: HOSTS, headless: true });
    await driver.goto(home);
    await driver.showPanel();
    await gotoHeard(driver, home);
  });

  afterAll(async () => {
    await driver?.close();
    await Promise.all([page?.close(), api?.close()]);
  });

  const isCaptured = async (what: string): Promise<boolean> =>
    (await capturedExchanges(driver)).some(({ url }) => url.includes(what));
  const isListed = async (what: string): Promise<boolean> => {
    await filterBy(driver, what);
    return driver.inPanel<boolean>(`document.querySelector('.row.flow[title*="${what}"]') !== null`);
  };

  /** The page makes a request; resolves with its name when the panel lists it. */
  const request = async (): Promise<string> => {
    const name = `request-${++requests}.`;
    await driver.evaluate(
      `fetch('http://api.example.com:${api.port}/${name}').catch(() => null).then(() => null)`,
    );
    await until(() => isCaptured(name), `${name} to be captured`);
    await until(() => isListed(name), `${name} to be listed`);
    return name;
  };

  it('DevTools were docked to another side, and moved into a window of their own', async () => {
    const names = [await request()];
    for (const side of ['right', 'window', 'bottom'] as const) {
      await driver.dock(side);
      await driver.showPanel();
      names.push(await request());
      for (const name of names) await until(() => isListed(name), `${name} after ${side}`);
    }
  });

  it('DevTools were closed and opened', async () => {
    await driver.closeDevTools();
    await driver.showPanel();
    await gotoHeard(driver, home);
    await request();
  });

  it('the page went to another process and back, and nothing of before is lost', async () => {
    const names = [await request()];
    for (const url of [elsewhere, 'about:blank', home]) {
      await gotoHeard(driver, url);
      if (url !== 'about:blank') names.push(await request());
    }
    for (const name of names) await until(() => isListed(name), name);
    const origins = (await capturedExchanges(driver))
      .filter(({ url }) => names.some((name) => url.includes(name)))
      .map(({ pageOrigin }) => `${pageOrigin}/`);
    expect(origins).toEqual([home, elsewhere, home]);
  });

  it(`${NAVIGATIONS} navigations, of which each request is kept`, async () => {
    const before = (await capturedExchanges(driver)).filter(({ url }) => url.includes('step-')).length;
    expect(before).toBe(0);
    for (let step = 0; step < NAVIGATIONS; step++) {
      await driver.goto(`${home}?${step}`);
      await driver.evaluate(
        `fetch('http://api.example.com:${api.port}/step-${step}.').catch(() => null).then(() => null)`,
      );
      // Neither browser is sure to tell of a request that ends as its page goes.
      await until(() => isCaptured(`step-${step}.`), `step ${step}`);
    }
    await until(() => isCaptured(`step-${NAVIGATIONS - 1}.`), 'the last request');
    const steps = (await capturedExchanges(driver)).filter(({ url }) => url.includes('step-'));
    expect(new Set(steps.map(({ url }) => url)).size).toBe(NAVIGATIONS);
    await request();
  });

  it('the page’s process crashed', async () => {
    const name = await request();
    await driver.crash();
    await driver.goto(home);
    await driver.showPanel();
    await gotoHeard(driver, home);
    await request();
    expect(await isCaptured(name)).toBe(true);
  });

  it('the extension was reloaded', async () => {
    await driver.reloadExtension();
    await driver.closeDevTools();
    await driver.showPanel();
    await gotoHeard(driver, home);
    await request();
  });
});
