import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, type EngineName } from '../../scripts/differential/compare.ts';
import { startEngine } from '../../scripts/differential/engine.ts';
import { expectations } from '../../scripts/differential/expectations.ts';
import { generate } from '../../scripts/differential/generate.ts';
import { MOST_UNRECORDED, type Observation, type Runner } from '../../scripts/differential/observe.ts';
import { hopelessSituations, tryRemedies } from '../../scripts/differential/remedies.ts';

const COUNT = 300;
const SEED = 20_261;
/** Every third situation. */
const REPAIRED = 3;

describe.each<EngineName>(['chromium', 'firefox', 'webkit'])('the verdict and %s', (engine) => {
  let runner: Runner;
  let observations: readonly Observation[] = [];
  const examples = expectations.filter(({ engines }) => engines.includes(engine));
  let exampled: readonly Observation[] = [];

  beforeAll(async () => {
    runner = await startEngine(engine);
    observations = await runner.run(generate(SEED, COUNT, { plain: engine === 'webkit' }));
    exampled = await runner.run(examples.map(({ example }) => example));
  });

  afterAll(async () => {
    await runner?.close();
  });

  it(`agree on ${COUNT} generated situations`, () => {
    expect(observations).toHaveLength(COUNT);
    const recorded = observations.filter(({ isRecorded }) => isRecorded);
    const fewest = engine === 'firefox' ? COUNT * (1 - MOST_UNRECORDED) : COUNT;
    expect(recorded.length).toBeGreaterThanOrEqual(fewest);
    const faults = recorded.flatMap((observation) => {
      const wrong = compare(engine, observation).disagreements.filter(({ expected }) => expected === null);
      // What --situation takes.
      return wrong.length === 0 ? [] : [{ situation: JSON.stringify(observation.situation), wrong }];
    });
    expect(faults).toEqual([]);
  });

  it('let pass what was blocked once it is repaired as the remedy says, and refuse what no header mends', async () => {
    const some = observations.filter(({ isRecorded }, at) => isRecorded && at % REPAIRED === 0);
    const hopeless = await runner.run(hopelessSituations(engine));
    const figures = await tryRemedies(engine, runner, [...some, ...hopeless]);
    expect(figures.faults).toEqual([]);
    expect(figures.remedied).toBeGreaterThan(COUNT / REPAIRED / 3);
    expect([...figures.obstacles.keys()]).toEqual(
      expect.arrayContaining(['redirect-to-other-scheme', 'redirect-to-blocked-port']),
    );
  });

  it.each(examples)('still differ where that is expected: $id', ({ id, example }) => {
    const observation = exampled.find(({ situation }) => situation === example);
    const ids = observation && compare(engine, observation).disagreements.map(({ expected }) => expected);
    expect(ids).toContain(id);
  });
});
