/**
 * Measures the engine against `JSON.parse` of the same text, and writes the figures as Markdown: `npm run bench`, or
 * `npm run bench -- 1000 10000` for fewer sizes. See docs/performance.md for what each figure means.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { recordingText } from './bench/recording.ts';

const USAGE = `Usage: npm run bench [-- ENTRIES…]

Measures the engine against JSON.parse of the same recordings, and prints tables; takes a few minutes.

  ENTRIES  how many entries the recordings have: 1000 10000 100000 unless given
`;
const { positionals } = argumentsOf(USAGE, {}, (word) => !word.startsWith('-'));
const asked = positionals.map((word) => wholeNumber(USAGE, 'ENTRIES', word));

interface Round {
  readonly parse: number;
  readonly engine: number;
  readonly tenth: number;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const directory = join(root, 'dist', 'bench');
const script = join(directory, 'measure.mjs');

function measure<T>(kind: string, file: string): T {
  const args = ['--expose-gc', '--max-old-space-size=8192', script, kind, file];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as T;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function head(...cells: readonly string[]): void {
  process.stdout.write('\n');
  row(cells);
  process.stdout.write(`|${' ---: |'.repeat(cells.length)}\n`);
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

const sizes = asked.length > 0 ? asked : [1000, 10_000, 100_000];
mkdirSync(directory, { recursive: true });
const files = new Map<number, string>();
for (const size of sizes) {
  const file = join(directory, `${size}.har`);
  writeFileSync(file, recordingText(size));
  files.set(size, file);
}

const processors = cpus();
process.stdout.write(
  `Node ${process.version}, ${processors.length} processors: ${processors[0]?.model ?? 'unknown'}.\n`,
);

head(
  'entries',
  '`JSON.parse` (ms)',
  'engine (ms)',
  'ratio',
  'ratio, first time',
  'to a tenth of the entries',
);
for (const [size, file] of files) {
  const { first, rounds } = measure<{ readonly first: Round; readonly rounds: readonly Round[] }>(
    'time',
    file,
  );
  row([
    `${size}`,
    median(rounds.map(({ parse }) => parse)).toFixed(1),
    median(rounds.map(({ engine }) => engine)).toFixed(1),
    median(rounds.map(({ parse, engine }) => engine / parse)).toFixed(2),
    (first.engine / first.parse).toFixed(2),
    median(rounds.map(({ engine, tenth }) => engine / tenth)).toFixed(1),
  ]);
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
head(
  'entries',
  'parsed (MiB)',
  'with all flows (MiB)',
  'ratio',
  'peak, parsed',
  'peak, with all flows',
  'ratio',
);
for (const [size, file] of files) {
  const { parsed, both } = measure<{ readonly parsed: number; readonly both: number }>('live', file);
  const [alone, all] = [
    measure<{ readonly peak: number }>('peak-parse', file),
    measure<{ readonly peak: number }>('peak', file),
  ];
  row([
    `${size}`,
    mebibytes(parsed),
    mebibytes(both),
    (both / parsed).toFixed(2),
    mebibytes(alone.peak),
    mebibytes(all.peak),
    (all.peak / alone.peak).toFixed(2),
  ]);
}

head('entries known', 'engine, one event (ms)', 'capture, engine and list, one event (ms)');
for (const [size, file] of files) {
  if (size > 10_000) continue;
  const { rounds } = measure<{
    readonly rounds: readonly { readonly engine: number; readonly session: number }[];
  }>('event', file);
  row([
    `${size}`,
    median(rounds.map(({ engine }) => engine)).toFixed(4),
    median(rounds.map(({ session }) => session)).toFixed(4),
  ]);
}
