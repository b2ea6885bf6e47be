/** The panel in a tab of its own, served as files: for those who only have a HAR file, and for development. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { axeFindings } from './axe.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { dropFile, showAll } from '../../scripts/lab/panel.ts';
import { HOSTILE, READ, UNREAD, WORD, hostileRecording, walk } from './hostile.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
};

const PAGE = 'https://app.example.com';
const HAR = JSON.stringify({
  log: {
    creator: { name: 'WebInspector' },
    entries: [
      {
        startedDateTime: '2026-11-24T10:00:00.000Z',
        time: 5,
        _resourceType: 'fetch',
        request: {
          method: 'GET',
          url: 'https://api.example.net/orders',
          headers: [{ name: 'Origin', value: PAGE }],
        },
        response: {
          status: 200,
          statusText: 'OK',
          headers: [{ name: 'Access-Control-Allow-Origin', value: `${PAGE}/` }],
          _error: 'net::ERR_FAILED',
        },
      },
    ],
  },
});

describe.each<Engine>(['chromium', 'firefox'])('in a tab of %s', (engine) => {
  let driver: Driver;
  let server: Server;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      readFile(join(extensionDirectory, pathname)).then(
        (content) => response.setHeader('Content-Type', TYPES[extname(pathname)] ?? '').end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: [], headless: true });
    await driver.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/panels/cors.html`);
  });

  afterAll(async () => {
    await driver?.close();
    server?.close();
  });

  /** The page is the panel. */
  const tab: Pick<Driver, 'inPanel'> = { inPanel: (expression) => driver.evaluate(expression) };
  const says = (selector: string, words: string): Promise<boolean> =>
    until(
      () =>
        driver.evaluate<boolean>(
          `(document.querySelector(${JSON.stringify(selector)})?.textContent ?? '').includes(${JSON.stringify(words)})`,
        ),
      `“${words}” in ${selector}`,
    );

  it('says how to get a file, and has no buttons that need a page', async () => {
    await says('.empty', 'How to save one');
    expect(
      await driver.evaluate<number>(
        `document.querySelectorAll('[aria-label=Pause], [aria-label=Clear]').length`,
      ),
    ).toBe(0);
  });

  it('explains the file that is dropped on it', async () => {
    await dropFile(tab, 'mine.har', HAR);
    await says('.banner', 'mine.har: one request, saved by Chrome or Edge.');
    await says('.explanation h1', `The server allows ${PAGE}/. Your page is ${PAGE}.`);
    await says('.explanation', 'Checked: with these headers the request passes');
    expect(await driver.evaluate<boolean>(`document.querySelector('.try-again') === null`)).toBe(true);
  });

  it.each(['light', 'dark'])('has no accessibility finding, %s', async (theme) => {
    await driver.evaluate(`(document.documentElement.dataset.theme = '${theme}')`);
    expect(await axeFindings(tab)).toEqual([]);
    await driver.evaluate(`document.querySelector('.builder-tool').click()`);
    await says('.builder', 'Filled in with what');
    expect(await axeFindings(tab)).toEqual([]);
    await driver.evaluate(`document.querySelector('.builder-tool').click()`);
  });

  // Here no policy of the browser's for extensions keeps code in the text from running.
  it('shows what a file says, as text, and the good entry among the bad', async () => {
    await dropFile(tab, `${HOSTILE[0]}.har`, hostileRecording());
    await says('.banner', `: ${READ} requests, saved by <${WORD}>`);
    await says('.banner', `${UNREAD} entries could not be read`);
    await showAll(tab);
    const { harm, text, requests } = await walk(tab);
    expect(harm).toEqual([]);
    expect(requests).toBe(READ);
    expect(text).toContain('<script>window.hostile=1</script>');
    expect(text).toContain('good.example');
    expect(text).toContain('\\u202e');
  });

  it('closes the file again', async () => {
    await driver.evaluate(`document.querySelector('.banner .button').click()`);
    await says('.empty', 'How to save one');
  });
});
