/**
 * Runs situations in a real browser and holds the engine's verdicts against the browser's own.
 *
 *   npm run test:differential -- --engine chromium --count 1000 --seed 7
 *   npm run test:differential -- --engine firefox --replay FILE
 *   npm run test:differential -- --engine webkit --situation '{…}'
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compare, describeFlow, examine, type Comparison, type EngineName } from './differential/compare.ts';
import { startEngine } from './differential/engine.ts';
import { generate } from './differential/generate.ts';
import type { Observation } from './differential/observe.ts';
import { shrink } from './differential/shrink.ts';
import type { Situation } from './differential/situation.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'chromium' },
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    situation: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    unknown: { type: 'boolean', default: false },
    show: { type: 'string', default: '10' },
  },
});
const engine = values.engine as EngineName;

async function situations(): Promise<readonly Situation[]> {
  const text = values.situation ?? (values.replay && (await readFile(values.replay, 'utf8')));
  if (text) {
    const parsed = JSON.parse(text) as Situation | readonly Situation[];
    return 'api' in parsed ? [parsed] : parsed;
  }
  return generate(Number(values.seed), Number(values.count), { plain: engine === 'webkit' });
}

const started = performance.now();
const runner = await startEngine(engine);
const ready = performance.now();
let all: readonly Observation[] = [];
let took = 0;
const minimal: Situation[] = [];
try {
  all = await runner.run(await situations());
  took = performance.now() - ready;
  const seen = new Set<string>();
  for (const observation of all) {
    const fault = compare(engine, observation).disagreements.find(({ expected }) => expected === null);
    if (fault === undefined || seen.has(fault.kind) || values.replay || values.situation) continue;
    seen.add(fault.kind);
    minimal.push(await shrink(runner, observation.situation, fault.kind, (each) => compare(engine, each)));
  }
} finally {
  await runner.close();
}

const counts = new Map<string, number>();
const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
const groups = new Map<string, [Observation, Comparison][]>();
let [requests, blocked, disagreeing] = [0, 0, 0];
for (const observation of all) {
  const result = compare(engine, observation);
  requests += result.requests;
  blocked += result.blocked;
  for (const each of result.unknown) {
    count(`unknown: ${each}`);
    if (!values.unknown) continue;
    const key = `unknown: ${each}`;
    groups.set(key, [...(groups.get(key) ?? []), [observation, result]]);
  }
  if (observation.flows.length === 0) count('no entry');
  const faults = result.disagreements.filter(({ expected }) => expected === null);
  for (const { expected } of result.disagreements) if (expected !== null) count(`expected: ${expected}`);
  if (faults.length > 0) disagreeing++;
  for (const { kind, browser, whycors } of faults) {
    count(`disagreement: ${kind}`);
    const key = `${kind}: browser ${browser.replace(/'.*?'/g, '…')} / whycors ${whycors.replace(/'.*?'/g, '…').replace(/\d+/g, 'n')}`;
    groups.set(key, [...(groups.get(key) ?? []), [observation, result]]);
  }
}
for (const [key, members] of [...groups].toSorted(([, a], [, b]) => b.length - a.length)) {
  console.log(`\n== ${members.length} × ${key}`);
  for (const [observation, result] of members.slice(0, Number(values.show))) {
    console.log(JSON.stringify(observation.situation));
    console.log(`  ${JSON.stringify(result.disagreements)} outcomes ${observation.outcomes.join()}`);
    console.log(
      `  reports ${JSON.stringify(observation.reports.map(({ code, parameter, netError, url }) => [code, parameter, netError, url]))}`,
    );
    if (!values.verbose) continue;
    for (const flow of observation.flows) console.log(describeFlow(examine(flow)));
    console.log(`  arrived: ${observation.arrivals.map((each) => `${each.method} ${each.url}`).join(', ')}`);
  }
}
console.log(
  `\n${all.length} situations, ${requests} requests, ${blocked} blocked, ${disagreeing} disagree, in ${Math.round(took)} ms (start ${Math.round(ready - started)} ms)`,
);
console.log(Object.fromEntries(counts));
for (const situation of minimal) console.log(`\nMinimal, for --situation:\n${JSON.stringify(situation)}`);
process.exitCode = disagreeing > 0 ? 1 : 0;
