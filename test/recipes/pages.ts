/** One browser for all servers, with a page of each origin. */
import path from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import { asJsonSource, parseJson, within } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { listen } from '../../scripts/lab/server.ts';

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: 'include' | 'same-origin';
}

/** What a script sees: an answer, or that there was none. */
export type Seen =
  | { readonly status: number; readonly total: string | null; readonly json: boolean }
  | { readonly error: string };

export interface Pages {
  readonly browser: string;
  readonly app: string;
  readonly admin: string;
  readonly evil: string;
  /** From one of the three origins, or from a page at another address. */
  fetchFrom(origin: string, request: PageRequest): Promise<Seen>;
  close(): Promise<void>;
}

const script = async ({ url, method, headers, credentials }: PageRequest): Promise<Seen> => {
  try {
    const body = method === 'PUT' ? '{"item":1}' : null;
    const signal = AbortSignal.timeout(20_000);
    const answer = await fetch(url, { method, headers, credentials, body, signal });
    const text = await answer.text();
    return {
      status: answer.status,
      total: answer.headers.get('X-Total-Count'),
      json: text.startsWith('{'),
    };
  } catch (error) {
    return { error: String(error) };
  }
};

export async function openPages(folder: string): Promise<Pages> {
  const server = await listen(0, () => ({
    status: 200,
    headers: [['Content-Type', 'text/html; charset=utf-8']],
    body: '<!doctype html><title>Page</title>',
  }));
  const browser = await launch({
    executablePath: await ensureBrowser('chromium'),
    headless: true,
    pipe: true,
    userDataDir: path.join(folder, 'profile'),
    args: [
      // Nothing but these resolves, so nothing reaches for the internet.
      '--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP *.example.net 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
      '--disable-component-update',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const child = browser.process();
  const [app, admin, evil] = ['app.example.com', 'admin.example.com', 'evil.example.net'].map(
    (host) => `http://${host}:${server.port}`,
  ) as [string, string, string];
  const open = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };
  // So that there is a cookie to send along.
  await browser.setCookie({
    name: 'session',
    value: '1',
    domain: 'api.example.com',
    path: '/',
    sameSite: 'Lax',
  });
  const pages = new Map<string, Page>();
  for (const origin of [app, admin, evil]) pages.set(origin, await open(origin));

  return {
    browser: (await browser.version()).replace(/^\w+\//, 'Chromium '),
    app,
    admin,
    evil,
    async fetchFrom(origin, request) {
      const page = pages.get(origin) ?? (await open(origin));
      try {
        return parseJson<Seen>((await page.evaluate(asJsonSource(script, [request]))) as string);
      } finally {
        if (!pages.has(origin)) await page.close();
      }
    },
    async close() {
      await within(browser.close(), 15_000, 'the browser to close').catch(() => child?.kill('SIGKILL'));
      await server.close();
    },
  };
}
