/**
 * Measures the engine against `JSON.parse` of the same text, and writes the figures as Markdown: `npm run bench`, or
 * `npm run bench -- 1000 10000` for fewer sizes.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface Times {
  readonly bytes: number;
  readonly parse: readonly number[];
  readonly engine: readonly number[];
  /** Of the very first round, before anything is compiled. */
  readonly first: readonly [parse: number, engine: number];
}

interface Memory {
  readonly parsed: number;
  readonly all: number;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const script = join(root, 'dist', 'bench.mjs');

function measure<T>(what: string, size: number): T {
  const args = ['--expose-gc', '--max-old-space-size=8192', script, what, `${size}`];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as T;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** As the command line is built: what runs a TypeScript file directly slows closures down. */
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/bench/measure.ts'],
  outfile: script,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [1000, 10_000, 100_000];
const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

process.stdout.write(`Node ${process.version} on ${cpus()[0]?.model ?? 'an unknown processor'}.\n\n`);
process.stdout.write(
  '| entries | text (MiB) | JSON.parse (ms) | engine (ms) | ratio | ratio, first time | live memory | peak memory |\n',
);
process.stdout.write(`|${' ---: |'.repeat(8)}\n`);
const engineTimes = new Map<number, number>();
for (const size of sizes) {
  const { bytes, parse, engine, first } = measure<Times>('time', size);
  const ratio = median(engine.map((time, round) => time / (parse[round] ?? 0)));
  const live = measure<Memory>('memory', size);
  const [alone, all] = ['peak-parse', 'peak'].map(
    (what) => measure<{ readonly peak: number }>(what, size).peak,
  );
  engineTimes.set(size, median(engine));
  const cells = [
    `${size}`,
    mebibytes(bytes),
    median(parse).toFixed(1),
    median(engine).toFixed(1),
    ratio.toFixed(2),
    (first[1] / first[0]).toFixed(2),
    (live.all / live.parsed).toFixed(2),
    ((all ?? 0) / (alone ?? 1)).toFixed(2),
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
const [ten, hundred] = [engineTimes.get(10_000), engineTimes.get(100_000)];
if (ten !== undefined && hundred !== undefined)
  process.stdout.write(`\n100,000 entries take ${(hundred / ten).toFixed(1)} times as long as 10,000.\n`);
