/** What servers and files say is text: it is shown, never obeyed, and what is around it stays where it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { capturedExchanges, gotoHeard } from '../../scripts/lab/observe.ts';
import { dropFile, showAll } from '../../scripts/lab/panel.ts';
import { listen, type Listening } from '../../scripts/lab/server.ts';
import { HOSTILE, READ, UNREAD, WORD, hostileRecording, walk } from './hostile.ts';

const HOSTS = ['app.example.com', 'api.example.com'];
/** As bytes: what is beyond Latin-1 goes as UTF-8, and what no header can hold not at all. */
const onWire = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  Buffer.from(text.replace(/[\u0000-\u001F]/g, ''), 'utf8').toString('latin1');

describe.each<Engine>(['chromium', 'firefox'])('in %s', (engine) => {
  let page: Listening;
  let api: Listening;
  let driver: Driver;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    page = await listen(0, ({ target }) => ({
      status: target === '/' || target.startsWith('/heard') ? 200 : 404,
      headers: [['Content-Type', 'text/html']],
      body: '<!doctype html><title>Page</title>',
    }));
    api = await listen(0, ({ target }) => {
      const text = onWire(HOSTILE[Number(/^\/(\d+)/.exec(target)?.[1] ?? 0)] ?? '');
      return {
        status: 418,
        reason: text.slice(0, 1000),
        headers: [
          ['Access-Control-Allow-Origin', text],
          ['Access-Control-Allow-Headers', text],
          ['Server', text],
          ['X-Hostile', text],
        ],
      };
    });
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: HOSTS, headless: true });
    await driver.goto(`http://app.example.com:${page.port}/`);
    await driver.showPanel();
    await gotoHeard(driver, `http://app.example.com:${page.port}/`);
  });

  afterAll(async () => {
    await driver?.close();
    await Promise.all([page?.close(), api?.close()]);
  });

  it('shows what a server says, as text', async () => {
    const urls = HOSTILE.map(
      (text, at) => `http://api.example.com:${api.port}/${at}/${encodeURI(text)}?${text}#${text}`,
    );
    await driver.evaluate(
      `(async () => { for (const url of ${JSON.stringify(urls)}) await fetch(url, { headers: { 'X-Any': '1' } }).catch(() => null);
        for (const url of ${JSON.stringify(urls)}) await fetch(url).catch(() => null); return null; })()`,
    );
    await until(
      async () =>
        (await capturedExchanges(driver)).filter(({ url }) => url.includes('//api.')).length >= urls.length,
      'the requests',
    );
    await showAll(driver);
    const { harm, text } = await walk(driver);
    expect(harm).toEqual([]);
    expect(text).toContain(`<${WORD}><img src="x:"`);
    expect(text).toContain('<script>window.hostile=1</script>');
  });

  it('shows what a file says, as text, and the good entry among the bad', async () => {
    await dropFile(driver, `${HOSTILE[0]}.har`, hostileRecording());
    const banner = await until(async () => {
      const text = await driver.inPanel<string>(`document.querySelector('.banner')?.textContent ?? ''`);
      return text.includes('requests, saved by') && text;
    }, 'the file');
    expect(banner).toContain(`: ${READ} requests, saved by <${WORD}>`);
    expect(banner).toContain(`${UNREAD} entries could not be read`);
    await showAll(driver);
    const { harm, text, requests } = await walk(driver);
    expect(harm).toEqual([]);
    expect(requests).toBe(READ);
    expect(text).toContain('good.example');
    expect(text).toContain('\\u202e');
  });
});
