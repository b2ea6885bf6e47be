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
const [ours, empty] = await Promise.all(
  [extensionDirectory, await emptyExtension()].map((extension) =>
    launchChromium({ extension, hosts: HOSTS, headless: true }),
  ) as [ReturnType<typeof launchChromium>, ReturnType<typeof launchChromium>],
);
try {
  for (const driver of [ours, empty]) {
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

  const rounds = quick ? 5 : 40;
  const work: Record<'ours' | 'empty', number[]> = { ours: [], empty: [] };
  const wall: Record<'ours' | 'empty', number[]> = { ours: [], empty: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'empty'] as const) : (['empty', 'ours'] as const);
    for (const which of order) {
      const driver = which === 'ours' ? ours : empty;
      const from = await driver.pageWork();
      wall[which].push(await burst(driver, api, 200, 200));
      work[which].push((await driver.pageWork()) - from);
    }
  }
  flows += rounds * 200;
  const difference = (of: typeof work): string =>
    `${median(of.ours).toFixed(1)} ms with, ${median(of.empty).toFixed(1)} ms without ` +
    `(${(100 * (median(of.ours) / median(of.empty) - 1)).toFixed(1)} %)`;
  say(`The page’s work for 200 requests, ${rounds} rounds each: ${difference(work)}`);
  say(`The same by the wall clock: ${difference(wall)}`);

  await until(async () => (await shownFlows(ours)) >= flows, `${flows} requests in the panel`, 120_000);
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
  await Promise.all([ours.close(), empty.close()]);
  await server.close();
}
