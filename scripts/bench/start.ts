/**
 * `npm run bench:start [-- quick]`: how long the panel takes from shown to its first row in real Chromium, with requests that
 * wait for it and without, and beside a panel of another extension that shows one line. Medians of interleaved rounds.
 */
import { argumentsOf } from '../arguments.ts';
import { launchChromium, type Meters } from '../browsers/chromium.ts';
import type { Driver } from '../browsers/driver.ts';
import { build, extensionDirectory } from '../build.ts';
import { listen } from '../lab/server.ts';
import { emptyExtension } from './empty-extension.ts';
import { median } from './median.ts';

const USAGE = `Usage: npm run bench:start [-- quick]

Measures in Chromium how long the panel takes from shown to its first row, beside an empty panel. Takes some minutes; quick
makes 5 rounds instead of 13.
`;
const rounds = argumentsOf(USAGE, {}, (word) => word === 'quick').positionals.length > 0 ? 5 : 13;

/** Requests as the devtools page would have captured them: of five one is refused for its origin, one at its preflight. */
const wait = (flows: number): string => `(() => {
  const origin = 'http://app.example.com:5173';
  const headers = (more) => [['Content-Type', 'application/json'], ['Date', 'Tue, 24 Nov 2026 10:00:00 GMT'],
    ['Server', 'nginx/1.27.2'], ['Cache-Control', 'no-store'], ['Content-Length', '1234'], ...more];
  const sent = (more) => [['Host', 'api.example.com'], ['User-Agent', navigator.userAgent], ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate'], ['Accept-Language', 'en'], ['Origin', origin], ['Referer', origin + '/'],
    ['Sec-Fetch-Mode', 'cors'], ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Dest', 'empty'], ...more];
  let index = 0;
  const start = Date.now() - 1e6;
  const add = (n, more) => whycors.source.events.push({ kind: 'exchange', exchange: {
    index: index++, producer: 'chromium', startedAt: start + n * 50, duration: 20, method: 'GET',
    url: 'http://api.example.com/' + (n % 40) + '?n=' + n, requestHeaders: sent([]), response: null, netError: null,
    resourceType: 'fetch', readable: null, unsent: null, fromServiceWorker: false, fromCache: false, pageOrigin: origin, ...more } });
  const answer = (status, more) => ({ status, statusText: '', headers: headers(more) });
  const allow = ['Access-Control-Allow-Origin', origin];
  for (let n = 0; n < ${flows}; n++) {
    if (n % 5 === 0)
      add(n, { netError: 'net::ERR_FAILED', response: answer(200, [['Access-Control-Allow-Origin', origin + '/']]) });
    else if (n % 5 === 1) {
      add(n, { method: 'PUT', netError: 'net::ERR_FAILED' });
      add(n, { method: 'OPTIONS', resourceType: 'preflight', duration: 5, response: answer(405, [allow]),
        requestHeaders: sent([['Access-Control-Request-Method', 'PUT']]) });
    } else add(n, { response: answer(200, [allow]) });
  }
  return null;
})()`;

/** Milliseconds from shown, and from when its document began, to the first paint that has something in it. */
async function timesOf(
  driver: Driver & Meters,
  page: string,
  flows: number,
): Promise<readonly [number, number]> {
  await driver.closeDevTools();
  await driver.goto(page);
  await driver.openDevTools();
  if (flows > 0) await driver.inDevtoolsPage(wait(flows));
  const shown = Date.now();
  await driver.showPanel();
  // Its first paint has rows: they are rendered at once with the frame around them.
  const [origin, paint, rows] = await driver.inPanel<
    readonly [number, number, number]
  >(`new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName('first-contentful-paint');
      if (first) resolve([performance.timeOrigin, first.startTime, document.querySelectorAll('.row').length]);
    }).observe({ type: 'paint', buffered: true });
  })`);
  if (flows > 0 && rows === 0) throw new Error('There is no row.');
  return [origin + paint - shown, paint];
}

await build();
const server = await listen(0, () => ({
  status: 200,
  headers: [['Content-Type', 'text/html']],
  body: '<h1>Bench</h1>',
}));
const page = `http://app.example.com:${server.port}/`;
const launch = (extension: string): Promise<Driver & Meters> =>
  launchChromium({ extension, hosts: ['app.example.com'], headless: true });
const [ours, other] = await Promise.all([launch(extensionDirectory), launch(await emptyExtension())]);
try {
  console.log(ours.version);
  const cases = [
    ['another extension’s panel with one line', other, 0],
    ['our panel, empty', ours, 0],
    ['with 1,000 requests waiting', ours, 1000],
    ['with 10,000 requests waiting', ours, 10_000],
  ] as const;
  const found = cases.map((): (readonly [number, number])[] => []);
  // One round more, to warm up.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, [, driver, flows]] of cases.entries()) {
      const times = await timesOf(driver, page, flows);
      if (round > 0) found[i]?.push(times);
    }
  }
  const medians = found.map((times) =>
    [0, 1].map((part) => median(times.map((one) => one[part] ?? Number.NaN))),
  );
  for (const [i, [name]] of cases.entries()) {
    const [shown = 0, began = 0] = medians[i] ?? [];
    const [other0 = 0] = medians[0] ?? [];
    const [empty = 0, emptyBegan = 0] = medians[1] ?? [];
    console.log(
      `${name}: ${shown.toFixed(0)} ms from shown to the first paint, ` +
        `${(shown / empty).toFixed(2)} times our empty panel, ${(shown / other0).toFixed(2)} times the other extension’s; ` +
        `${began.toFixed(0)} ms of them in its document, ${(began / emptyBegan).toFixed(2)} times our empty panel`,
    );
  }
} finally {
  await Promise.all([ours.close(), other.close()]);
  await server.close();
}
