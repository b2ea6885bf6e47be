/**
 * Damages recordings and holds the engine to what must be true of any: no error, no entry lost, no hang.
 *
 *   npm run fuzz -- --count 100000 --seed 1 [FILE.har …]
 *
 * Files are damaged besides our own recordings. A case is made again by its own seed and `--count 1`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { createRandom } from './differential/random.ts';
import { checkRecording } from './fuzz/check.ts';
import { mutated, seedRecordings } from './fuzz/mutate.ts';

const USAGE = `Usage: npm run fuzz [-- --count N] [--seed N] [FILE.har …]

Damages recordings, and holds the engine to no error, no entry lost, no hang.

  --count N  how many recordings: 10000 unless given, which takes some minutes
  --seed N   of the first one: 1 unless given; a case is made again by its own seed and --count 1
  FILE.har   damaged besides our own recordings
`;
const { values, positionals } = argumentsOf(
  USAGE,
  { options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } },
  existsSync,
);
const first = wholeNumber(USAGE, '--seed', values.seed);
const count = wholeNumber(USAGE, '--count', values.count);
const seeds = [
  ...seedRecordings(),
  ...positionals.map((file) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '')),
];
/** Milliseconds of the processor in which no recording of this size may still be at work. */
const HANG = 5000;

const outcomes = { read: 0, refused: 0 };
let failures = 0;
let longest = 0;
for (let seed = first; seed < first + count; seed++) {
  const text = mutated(seeds, createRandom(seed));
  const before = process.cpuUsage();
  try {
    outcomes[checkRecording(text)]++;
  } catch (error) {
    failures++;
    process.stdout.write(
      `--seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  longest = Math.max(longest, took);
  if (took > HANG)
    process.stdout.write(`--seed ${seed}: took ${Math.round(took)} ms for ${text.length} characters\n`);
  if (took > HANG) failures++;
}
process.stdout.write(
  `${count} recordings: ${outcomes.read} read, ${outcomes.refused} refused as none, ${failures} failures; the longest took ${Math.round(longest)} ms.\n`,
);
process.exitCode = failures > 0 ? 1 : 0;
