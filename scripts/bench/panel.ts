/**
 * `npm run bench:panel [-- quick]`: what the panel costs, in real Chromium. Figures are processor time where not
 * said otherwise, and medians of interleaved rounds: other programs may run.
 */
import { argumentsOf } from '../arguments.ts';
import { launchChromium, type Task } from '../browsers/chromium.ts';
import { until, type Driver } from '../browsers/driver.ts';
import { build, extensionDirectory } from '../build.ts';
import { median } from './median.ts';
import { emptyExtension } from './empty-extension.ts';
import { listen, type LabAnswer, type LabRequest } from '../lab/server.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;

const HOSTS = ['app.example.com', 'api.example.com'];
const USAGE = `Usage: npm run bench:panel [-- quick]

Measures in Chromium what the panel costs while a page makes requests. Takes some minutes; quick makes fewer rounds.
`;
const quick = argumentsOf(USAGE, {}, (word) => word === 'quick').positionals.length > 0;

/** One request in five is refused for its origin, one in five at its preflight, and the rest pass. */
function answerTo({ target, method, headers }: LabRequest): LabAnswer {
  const origin = headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? '*';
  if (target === '/')
    return { status: 200, headers: [['Content-Type', 'text/html']], body: '<h1>Bench</h1>' };
  const allowed = target.startsWith('/slash') ? `${origin}/` : origin;
  const access: readonly (readonly [string, string])[] = [['Access-Control-Allow-Origin', allowed]];
  if (method === 'OPTIONS') return { status: target.startsWith('/refused') ? 405 : 204, headers: access };
  return { status: 200, headers: access, body: '{}' };
}

/** Makes requests in the page: so many, of which a part begins every 50 milliseconds. Returns how long it took. */
const burst = (driver: Driver, api: string, count: number, each: number): Promise<number> =>
  driver.evaluate<number>(`(async () => {
    const started = performance.now();
    const all = [];
    const send = (i) => {
      const kind = i % 5 === 0 ? 'slash' : i % 5 === 1 ? 'refused' : 'ok';
      const options = kind === 'refused' ? { method: 'PUT' } : {};
      all.push(fetch('${api}/' + kind + '/' + (i % 40) + '?n=' + i, options).then((r) => r.text(), () => null));
    };
    for (let i = 0; i < ${count}; i += ${each}) {
      for (let j = i; j < Math.min(i + ${each}, ${count}); j++) send(j);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await Promise.all(all);
    return performance.now() - started;
  })()`);

const shownFlows = (driver: Driver): Promise<number> =>
  driver.inPanel<number>(
    `[...document.querySelectorAll('.chip b')].reduce((sum, { textContent }) => sum + Number(textContent), 0)`,
  );

function tasksText(tasks: readonly Task[]): string {
  const longest = Math.max(0, ...tasks.map(({ work }) => work));
  const over = (limit: number, of: 'work' | 'wall'): number =>
    tasks.filter((task) => task[of] > limit).length;
  const sum = tasks.reduce((total, { work }) => total + work, 0);
  return (
    `${over(50, 'work')} tasks over 50 ms, ${over(16, 'work')} over 16 ms, the longest ${longest.toFixed(0)} ms, ` +
    `all together ${(sum / 1000).toFixed(1)} s (by the wall clock ${over(50, 'wall')} over 50 ms)`
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const say = (text: string): void => console.log(text);

await build();
const server = await listen(0, answerTo);
const api = `http://api.example.com:${server.port}`;
const page = `http://app.example.com:${server.port}/`;
const extensions = [extensionDirectory, await emptyExtension(), await emptyExtension(true)];
const [ours, empty, listening] = (await Promise.all(
  extensions.map((extension) => launchChromium({ extension, hosts: HOSTS, headless: true })),
)) as [Browser, Browser, Browser];
try {
  for (const driver of [ours, empty, listening]) {
    await driver.goto(page);
    await driver.showPanel();
  }
  say(ours.version);
  await burst(ours, api, 20, 20);
  await until(async () => (await shownFlows(ours)) >= 20, 'the first requests');
  const before = await ours.panelHeap();

  let flows = 20;
  const load = async (count: number): Promise<void> => {
    await burst(ours, api, count, 10);
    flows += count;
    await until(async () => (await shownFlows(ours)) >= flows, `${flows} requests in the panel`, 120_000);
  };
  say(`2,000 requests in ten seconds: ${tasksText(await ours.panelTasks(() => load(2000)))}`);

  // The pages of all three have the same behind them.
  for (const driver of [empty, listening]) await burst(driver, api, flows, 10);
  const rounds = quick ? 5 : 40;
  const all = [ours, empty, listening].map((driver) => ({
    driver,
    work: new Array<number>(),
    wall: new Array<number>(),
  }));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const { driver, work, wall } = all[(round + turn) % all.length]!;
      const from = await driver.pageWork();
      wall.push(await burst(driver, api, 200, 200));
      work.push((await driver.pageWork()) - from);
      if (driver !== ours) continue;
      flows += 200;
      // Else the panel would still be busy while another page is measured.
      await until(async () => (await shownFlows(ours)) >= flows, `${flows} requests in the panel`, 120_000);
    }
  }
  for (const of of ['work', 'wall'] as const) {
    const [mine, without, listener] = all.map((each) => each[of]) as [number[], number[], number[]];
    const over = (other: readonly number[]): string => {
      const ratio = median(mine.map((milliseconds, round) => milliseconds / other[round]!));
      return `${(100 * (ratio - 1)).toFixed(1)} % over ${median(other).toFixed(1)} ms`;
    };
    say(
      `The page’s ${of === 'work' ? 'work' : 'time by the wall clock'} for 200 requests, ${rounds} rounds: ` +
        `${median(mine).toFixed(1)} ms, ${over(without)} without an extension that listens, ` +
        `${over(listener)} with one that listens and does nothing`,
    );
  }

  if (flows < 10_000) await load(10_000 - flows);
  const after = await ours.panelHeap();
  say(
    `Memory with ${flows} requests: ${megabytes(after)}, with 20 ${megabytes(before)}: ` +
      `${((after - before) / flows / 1000).toFixed(1)} kB each`,
  );

  const scroll = await ours.panelTasks(async () => {
    await ours.inPanel(`(async () => {
      const rows = document.querySelector('.rows');
      for (let step = 0; step < 240; step++) {
        rows.scrollTop = (step % 2 ? 1 : 0) * 300 + (step / 240) * rows.scrollHeight;
        await new Promise(requestAnimationFrame);
      }
      return null;
    })()`);
  });
  say(`Scrolling through ${flows}, 240 frames: ${tasksText(scroll)}`);

  const filter = await ours.panelTasks(async () => {
    await ours.inPanel(`(async () => {
      const input = document.querySelector('input.filter');
      for (const text of ['s', 'sl', 'slash', 'slash/7', '']) {
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
      }
      return null;
    })()`);
  });
  say(`Filtering ${flows}, five times: ${tasksText(filter)}`);
} finally {
  await Promise.all([ours, empty, listening].map((driver) => driver.close()));
  await server.close();
}
