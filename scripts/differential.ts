/**
 * Runs situations in a real browser and holds the engine's verdicts against the browser's own. With --remedies it then repairs
 * what was blocked, as the remedy says, and holds the browser to letting it pass.
 *
 *   npm run test:differential -- --engine chromium --count 1000 --seed 7
 *   npm run test:differential -- --engine firefox --count 1000 --seed 7 --remedies
 *   npm run test:differential -- --engine firefox --replay FILE
 *   npm run test:differential -- --engine webkit --situation '{…}'
 */
import { readFile } from 'node:fs/promises';
import { exchangesOf } from '../src/cors/flow.ts';
import { argumentsOf, refuse, wholeNumber } from './arguments.ts';
import {
  compare,
  describeFlow,
  examine,
  type Comparison,
  type Disagreement,
  type EngineName,
} from './differential/compare.ts';
import { startEngine } from './differential/engine.ts';
import { generate } from './differential/generate.ts';
import { MOST_UNRECORDED, type Observation } from './differential/observe.ts';
import { hopelessSituations, tryRemedies } from './differential/remedies.ts';
import { shrink } from './differential/shrink.ts';
import type { Situation } from './differential/situation.ts';

const USAGE = `Usage: npm run test:differential [-- options]

Makes situations in a real browser, and holds the engine's verdicts against the browser's own.

  --engine NAME      chromium (unless given), firefox or webkit
  --count N          how many situations: 300 unless given
  --seed N           which ones: 1 unless given
  --remedies         then repairs what was blocked, as the remedy says, and tries again
  --unknown          prints the flows of which the recording does not tell enough
  --situation JSON   this one instead; --replay FILE a file of one or of several
`;
const { values } = argumentsOf(USAGE, {
  options: {
    engine: { type: 'string', default: 'chromium' },
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    situation: { type: 'string' },
    remedies: { type: 'boolean', default: false },
    unknown: { type: 'boolean', default: false },
  },
});
const ENGINES: readonly string[] = ['chromium', 'firefox', 'webkit'] satisfies readonly EngineName[];
if (!ENGINES.includes(values.engine)) refuse(USAGE, `--engine is none of ours: '${values.engine}'`);
const engine = values.engine as EngineName;
const firstSeed = wholeNumber(USAGE, '--seed', values.seed);
const howMany = wholeNumber(USAGE, '--count', values.count);

async function situations(): Promise<readonly Situation[]> {
  const text = values.situation ?? (values.replay && (await readFile(values.replay, 'utf8')));
  if (text) {
    const parsed = JSON.parse(text) as Situation | readonly Situation[];
    return 'api' in parsed ? [parsed] : parsed;
  }
  return generate(firstSeed, howMany, { plain: engine === 'webkit' });
}

const compareHere = (observation: Observation): Comparison => compare(engine, observation);
const isFault = ({ expected }: Disagreement): boolean => expected === null;

const runner = await startEngine(engine);
try {
  const started = performance.now();
  const ran = await runner.run(await situations());
  const all = ran.filter(({ isRecorded }) => isRecorded);
  const seconds = (performance.now() - started) / 1000;
  const faulty = all.filter((observation) => compareHere(observation).disagreements.some(isFault));
  for (const observation of faulty) printFaults(observation);
  if (values.unknown) {
    for (const observation of all) if (compareHere(observation).unknown.length > 0) printFlows(observation);
  }
  printFigures(all, faulty.length, seconds);
  const unrecorded = ran.length - all.length;
  console.log(`${unrecorded} × not compared: DevTools' log lacks a request that was answered`);
  process.exitCode = faulty.length > 0 || unrecorded > ran.length * MOST_UNRECORDED ? 1 : 0;
  if (values.remedies) await printRemedies(all);
  if (!values.replay && !values.situation) await printMinimal(faulty);
} finally {
  await runner.close();
}

function printFaults(observation: Observation): void {
  const { disagreements } = compareHere(observation);
  const first = disagreements.find(isFault);
  console.log(
    `\n== ${first?.kind}: the browser ${first?.browser || 'nothing'}, whycors ${first?.whycors || 'nothing'}`,
  );
  console.log(JSON.stringify(observation.situation));
  for (const each of disagreements) console.log(`  ${JSON.stringify(each)}`);
  printFlows(observation);
}

function printFlows({ outcomes, reports, flows, arrivals }: Observation): void {
  console.log(`  outcomes: ${outcomes.join(', ')}`);
  for (const { code, parameter, netError, url } of reports)
    console.log(`  said: ${code} '${parameter}' ${netError} ${url}`);
  for (const flow of flows) console.log(describeFlow(examine(flow)));
  console.log(`  arrived: ${arrivals.map(({ method, url }) => `${method} ${url}`).join(', ')}`);
}

function printFigures(all: readonly Observation[], faulty: number, seconds: number): void {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let [requests, blocked, unknown] = [0, 0, 0];
  for (const observation of all) {
    const result = compareHere(observation);
    requests += result.requests;
    blocked += result.blocked;
    unknown += result.unknown.length;
    for (const each of result.unknown) count(`unknown: ${each}`);
    if (observation.flows.length === 0) count('no traffic');
    for (const { kind, expected } of result.disagreements) {
      count(expected === null ? `disagreement: ${kind}` : `expected: ${expected}`);
    }
  }
  const share = ((100 * unknown) / requests).toFixed(2);
  console.log(
    `\n${all.length} situations, ${requests} requests, ${blocked} blocked, ${unknown} unknown (${share} %), ` +
      `${faulty} situations with a disagreement that nothing explains, in ${seconds.toFixed(0)} s`,
  );
  // On WebKit's wire nothing tells how long a request takes.
  if (engine !== 'webkit') console.log(`up to ${mostAtOnce(all)} requests in flight at once`);
  for (const [key, value] of [...counts].toSorted(([, a], [, b]) => b - a)) console.log(`${value} × ${key}`);
}

/** How many requests were under way at one time, by the recording's own clock. */
function mostAtOnce(all: readonly Observation[]): number {
  const changes = all
    .flatMap(({ flows }) => flows.flatMap(exchangesOf))
    .flatMap(({ startedAt, duration }) => [
      { at: startedAt, change: 1 },
      { at: startedAt + (duration ?? 0), change: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.change - b.change);
  let [now, most] = [0, 0];
  for (const { change } of changes) most = Math.max(most, (now += change));
  return most;
}

async function printRemedies(all: readonly Observation[]): Promise<void> {
  const more = values.situation || values.replay ? [] : hopelessSituations(engine);
  const started = performance.now();
  const figures = await tryRemedies(engine, runner, [...all, ...(await runner.run(more))]);
  const seconds = (performance.now() - started) / 1000;
  const { blocked, remedied, remediedLater, unknowable, obstacles, faults } = figures;
  for (const { why, situation, tried } of faults)
    console.log(`\n== ${why}\n${situation}\n  repaired: ${tried}`);
  console.log(
    `\n${blocked} blocked, ${remedied} pass with the remedy, ${remediedLater} once it had shown an answer that had never ` +
      `been sent, ${faults.length} faults, in ${seconds.toFixed(0)} s`,
  );
  for (const [reason, times] of unknowable) console.log(`${times} × not to be known: ${reason}`);
  for (const [kind, times] of obstacles)
    console.log(`${times} × no header helps, and that was checked: ${kind}`);
  if (faults.length > 0) process.exitCode = 1;
}

/** One of each kind of disagreement, as small as it gets. */
async function printMinimal(faulty: readonly Observation[]): Promise<void> {
  const seen = new Set<string>();
  for (const observation of faulty) {
    const fault = compareHere(observation).disagreements.find(isFault);
    if (fault === undefined || seen.has(fault.kind)) continue;
    seen.add(fault.kind);
    const minimal = await shrink(runner, observation.situation, fault.kind, compareHere);
    console.log(`\nAs small as it gets, for --situation:\n${JSON.stringify(minimal)}`);
  }
}
