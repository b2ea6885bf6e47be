/** What may happen to DevTools, to the page and to the extension while requests are captured, and that capturing goes on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { capturedExchanges, gotoHeard } from '../../scripts/lab/observe.ts';
import { filterBy } from '../../scripts/lab/panel.ts';
import { listen, type Listening } from '../../scripts/lab/server.ts';

const HOSTS = ['app.example.com', 'other.example.org', 'api.example.com'];
const NAVIGATIONS = 200;

/** A page that makes a request that is refused, asks whether DevTools have told of it, and goes on to the next. */
const walkingPage = (api: number): string => `<!doctype html><title>Walk</title><script>
  const step = Number(location.search.slice(1));
  fetch('http://api.example.com:${api}/refused-' + step + '.')
    .catch(() => fetch('/told?' + step))
    .then(() => { if (step + 1 < ${NAVIGATIONS}) location.href = '/walk?' + (step + 1); });
</script>`;

describe.each<Engine>(['chromium', 'firefox'])('in %s capturing goes on after', (engine) => {
  let page: Listening;
  let api: Listening;
  let driver: Driver;
  let home: string;
  let elsewhere: string;
  let requests = 0;
  let walked = 0;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    page = await listen(0, async ({ target }) => {
      const step = /^\/told\?(.*)/.exec(target)?.[1];
      // Neither browser is sure to tell of a request that ends as its page goes.
      if (step !== undefined) await until(() => isTold(`refused-${step}.`), `step ${step}`);
      walked += Number(step !== undefined);
      return {
        status: 200,
        headers: [['Content-Type', 'text/html']],
        body: target.startsWith('/walk') ? walkingPage(api.port) : '<!doctype html><title>Page</title>',
      };
    });
    api = await listen(0, ({ target }) => ({
      status: 200,
      headers: target.startsWith('/refused') ? [] : [['Access-Control-Allow-Origin', '*']],
    }));
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
  /** The same, of what came last, and without moving all of it out of the browser. */
  const isTold = (what: string): Promise<boolean> =>
    driver.inDevtoolsPage<boolean>(
      `whycors.source.events.slice(-50).some(({ exchange }) => exchange?.url.includes('${what}'))`,
    );
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

  it(`${NAVIGATIONS} navigations, of which each request is kept`, { timeout: 300_000 }, async () => {
    await driver.evaluate(`(setTimeout(() => (location.href = '/walk?0')), null)`);
    for (let steps = 1; steps <= NAVIGATIONS; steps++) await until(() => walked >= steps, `${steps} steps`);
    await filterBy(driver, 'refused-');
    // What Chromium does not know any more of a page that has gone makes some of them unknown.
    const listed = `[...document.querySelectorAll('.chip:is(.blocked, .unknown) b')].reduce((sum, { textContent }) => sum + Number(textContent), 0)`;
    await until(async () => (await driver.inPanel(listed)) === NAVIGATIONS, 'the requests in the list');
    const kept = (await capturedExchanges(driver)).filter(({ url }) => url.includes('/refused-'));
    expect(new Set(kept.map(({ url }) => url)).size).toBe(NAVIGATIONS);
    expect(new Set(kept.map(({ pageOrigin }) => `${pageOrigin}/`))).toEqual(new Set([home]));
    await driver.click('.tools .check input');
    await until(
      () => driver.inPanel<boolean>(`document.querySelectorAll('.row.navigation').length > 1`),
      'dividers',
    );
    await driver.click('.tools .check input');
    await request();
  });

  it('navigations, each of which begins before what its page asked for, and the page can be asked', async () => {
    const pages = Array.from({ length: 12 }, (_, index) => `${home}page-${index}`);
    for (const url of pages) {
      await gotoHeard(driver, url);
      const start = await driver.evaluate<number>('performance.timeOrigin');
      const told = `whycors.source.events.findLast(({ url }) => url === ${JSON.stringify(url)})?.at ?? null`;
      const at = await until(() => driver.inDevtoolsPage<number | null>(told), `the navigation to ${url}`);
      expect(at).toBeCloseTo(start, 3);
    }
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
