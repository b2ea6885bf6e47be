/** Runs situations in Chromium or Firefox, and takes what the extension captured and what the browser itself said. */
import { exchangesOf } from '../../src/cors/flow.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import { pair } from '../../src/pairing/pair.ts';
import type { Flow } from '../../src/cors/types.ts';
import { until, type BrowserReport, type Driver } from '../browsers/driver.ts';
import type { SourceEvent } from '../../src/session/source.ts';
import { pageRequests, type Arrival, type Lab } from './lab.ts';
import { requestsOf, type Situation } from './situation.ts';

/** Everything about one situation that was run. */
export interface Observation {
  readonly id: number;
  readonly situation: Situation;
  /** One for each request, in the order in which they were begun. */
  readonly outcomes: readonly string[];
  readonly reports: readonly BrowserReport[];
  readonly flows: readonly Flow[];
  readonly arrivals: readonly Arrival[];
  /** Whether DevTools' log has all that was answered. Firefox's may lose entries, of which no extension can know. */
  readonly isRecorded: boolean;
}

/** The share of situations of which DevTools' log may lack entries. */
export const MOST_UNRECORDED = 0.01;

/** What runs situations in one engine. */
export interface Runner {
  run(situations: readonly Situation[]): Promise<readonly Observation[]>;
  close(): Promise<void>;
}

/** Small enough for Firefox's buffer of resource timings, which holds 250 of a page. */
const BATCH = 60;
const IN_FLIGHT = 50;

let lastId = 0;

export interface Numbered {
  readonly id: number;
  readonly situation: Situation;
}

/** Numbers the situations and makes batches whose pages have one scheme. */
export function batchesOf(lab: Lab, situations: readonly Situation[]): readonly (readonly Numbered[])[] {
  const batches: Numbered[][] = [];
  for (const scheme of ['http', 'https'] as const) {
    const own = situations.filter(({ page }) => page === scheme);
    for (let start = 0; start < own.length; start += BATCH) {
      const batch = own.slice(start, start + BATCH).map((situation) => ({ id: ++lastId, situation }));
      for (const { id, situation } of batch) lab.add(id, situation);
      batches.push(batch);
    }
  }
  return batches;
}

export function jobsOf(lab: Lab, batch: readonly Numbered[]): string {
  const jobs = batch.map(({ id, situation }) => ({
    requests: pageRequests(lab, id, situation, requestsOf(situation)),
    together: situation.twins !== undefined,
  }));
  return `runAll(${JSON.stringify(jobs)}, ${IN_FLIGHT})`;
}

/** The number in a URL of a situation. */
export function idOf(url: string): number | null {
  const [, id] = /\/s\/(\d+)\/\d+/.exec(url) ?? [];
  return id === undefined ? null : Number(id);
}

export function createRunner(driver: Driver, lab: Lab): Runner {
  const runBatch = async (batch: readonly Numbered[]): Promise<readonly Observation[]> => {
    await driver.goto(lab.pageOf(batch[0]?.situation.page ?? 'http'));
    await driver.evaluate('prepare()');
    await untilListening(driver, batch);
    lab.takeArrivals();
    await driver.takeReports();
    const outcomes = await driver.evaluate<readonly (readonly string[])[]>(jobsOf(lab, batch));
    const arrivals = lab.takeArrivals();
    const exchanges = await settledExchanges(driver, batch, arrivals);
    const logged = await driver.inDevtoolsPage<readonly string[]>(LOGGED);
    const reports = await driver.takeReports();
    await driver.inDevtoolsPage('whycors.source.clear()');
    const flows = byId(pair(exchanges));
    return batch.map(({ id, situation }, index): Observation => {
      const own = answeredOf(arrivals, driver.engine, { id, situation });
      const entries = logged.filter((entry) => idOf(entry) === id);
      return {
        id,
        situation,
        outcomes: outcomes[index] ?? [],
        reports: reports.filter(({ url }) => idOf(url) === id),
        flows: flows.get(id) ?? [],
        arrivals: arrivals.filter((arrival) => arrival.situation === id),
        isRecorded: isComplete(own, entries),
      };
    });
  };
  return {
    run: async (situations) => {
      const observations: Observation[] = [];
      for (const batch of batchesOf(lab, situations)) observations.push(...(await runBatch(batch)));
      return observations;
    },
    close: () => driver.close(),
  };
}

/** What the server answered, of which there has to be an entry. */
function answeredOf(
  arrivals: readonly Arrival[],
  engine: Driver['engine'],
  { id, situation }: Numbered,
): readonly Arrival[] {
  // Chromium may hide a worker's preflights, and Firefox never lists a worker's EventSource.
  if (situation.from === 'worker' && (engine === 'chromium' || situation.api === 'eventsource')) return [];
  return arrivals.filter((arrival) => arrival.situation === id && arrival.answer !== null);
}

/**
 * DevTools may take a second to follow a page to its new document, and to its frames and workers; Firefox's then forget what
 * they have heard so far, which may be the first requests of the new document. So two probes have to stay in the log.
 */
async function untilListening(driver: Driver, batch: readonly Numbered[]): Promise<void> {
  const places = [...new Set(batch.map(({ situation }) => situation.from))];
  let rounds: readonly number[] = [];
  let round = 0;
  await until(
    async () => {
      await driver.evaluate(`probe(${JSON.stringify(places)}, ${++round})`);
      await new Promise((resolve) => setTimeout(resolve, LISTENING_PAUSE[driver.engine]));
      const log = await driver.inDevtoolsPage<readonly string[]>(LOGGED);
      const isLogged = (probe: string): boolean => log.some((entry) => entry.endsWith(`/probe/${probe}`));
      rounds = [...rounds, round].filter((each) => places.every((place) => isLogged(`${place}/${each}`)));
      return rounds.length > 1;
    },
    'DevTools to listen to the page',
    30_000,
  );
  await driver.inDevtoolsPage('whycors.source.clear()');
}

const LISTENING_PAUSE = { chromium: 50, firefox: 500 } as const;

/** The answered requests in DevTools' own log, as `GET http://…`, in a source for the devtools page. */
const LOGGED = `(async () => {
  const network = (globalThis.browser ?? chrome).devtools.network;
  const har = await (globalThis.browser ? network.getHAR() : new Promise((resolve) => network.getHAR(resolve)));
  return (har.log ?? har).entries.flatMap(({ request, response }) =>
    response.status > 0 ? [request.method + ' ' + request.url] : []);
})()`;

/** How long the capture has to hear nothing new before it is taken to have heard all, in milliseconds. */
const QUIET = 400;
/** A busy Firefox tells of requests many seconds late, but goes on telling: after so long without a word, the rest is lost. */
const PATIENCE = 15_000;

/** What the capture has, once that is all that the servers answered, and nothing new has come for a while. */
async function settledExchanges(
  driver: Driver,
  batch: readonly Numbered[],
  arrivals: readonly Arrival[],
): Promise<readonly Exchange[]> {
  const answered = batch.flatMap((each) => answeredOf(arrivals, driver.engine, each));
  let heard = -1;
  let since = performance.now();
  for (;;) {
    // The events themselves are many: to ask for them over and over would keep the browser from its work.
    const now = await driver.inDevtoolsPage<number>('whycors.source.events.length');
    if (now !== heard) since = performance.now();
    const silence = performance.now() - since;
    let pause = 100;
    if (silence > PATIENCE) break;
    if (now === heard && silence > QUIET) {
      const entries = (await capturedExchanges(driver)).flatMap(({ method, url, response }) =>
        response === null ? [] : [`${method} ${url}`],
      );
      if (isComplete(answered, entries)) break;
      pause = 1000;
    }
    heard = now;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  // As when the panel comes to the front. Not before all has come: Firefox forgets what happens while it makes its log.
  await driver.inDevtoolsPage('whycors.source.reconcile()');
  return capturedExchanges(driver);
}

/** Whether each arrival has an entry of its own. */
function isComplete(arrived: readonly Arrival[], entries: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const entry of entries) {
    // Firefox keeps a redirect's user name and password, which are no part of what arrives.
    const key = entry.replace(/\/\/[^/]*@/, '//');
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return arrived.every(({ method, url }) => {
    const key = `${method} ${url}`;
    left.set(key, (left.get(key) ?? 0) - 1);
    return (left.get(key) ?? 0) >= 0;
  });
}

/** The last reading of each request. */
async function capturedExchanges(driver: Driver): Promise<readonly Exchange[]> {
  const events = await driver.inDevtoolsPage<readonly SourceEvent[]>('whycors.source.events');
  const latest = new Map<number, Exchange>();
  for (const event of events) if (event.kind === 'exchange') latest.set(event.exchange.index, event.exchange);
  return [...latest.values()];
}

export function byId(flows: readonly Flow[]): ReadonlyMap<number, readonly Flow[]> {
  const found = new Map<number, Flow[]>();
  for (const flow of flows) {
    const [first] = exchangesOf(flow);
    const id = first === undefined ? null : idOf(first.url);
    if (id !== null) found.set(id, [...(found.get(id) ?? []), flow]);
  }
  return found;
}
