/** One measurement in a process of its own: `time` or `memory`, and how many entries. Writes JSON. */
import { readHar, readLog } from '../../src/har/file.ts';
import { examineAll } from '../../src/report/examine.ts';
import { reportOf } from '../../src/report/report.ts';
import { recordingText } from './recording.ts';

const [what = '', size = ''] = process.argv.slice(2);
const count = Number(size);
const text = recordingText(count);
const collect = (): void => globalThis.gc?.();

/** In milliseconds of the processor: on a busy machine the clock tells of the others as well. */
function timed<T>(run: () => T): readonly [milliseconds: number, result: T] {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

function time(): unknown {
  const warm = count <= 1000 ? 30 : count <= 10_000 ? 4 : 1;
  const rounds = warm + (count <= 1000 ? 40 : count <= 10_000 ? 12 : 5);
  const parse: number[] = [];
  const engine: number[] = [];
  let summary: unknown = null;
  for (let round = 0; round < rounds; round++) {
    collect();
    const [parseTime, har] = timed(() => JSON.parse(text) as unknown);
    collect();
    const [engineTime, examined] = timed(() => examineAll(readLog(har).exchanges));
    parse.push(parseTime);
    engine.push(engineTime);
    summary ??= reportOf(examined).summary;
  }
  return {
    bytes: text.length,
    summary,
    parse: parse.slice(warm),
    engine: engine.slice(warm),
    first: [parse[0], engine[0]],
  };
}

function memory(): unknown {
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const har: unknown = JSON.parse(text);
  const parsed = used() - before;
  const examined = examineAll(readLog(har).exchanges);
  const all = used() - before;
  return { parsed, all, flows: examined.length, entries: Object.keys(har as object).length };
}

/** The most that the process ever held, with what it had not yet thrown away. */
function peak(): unknown {
  const before = process.memoryUsage.rss();
  const result = what === 'peak-parse' ? (JSON.parse(text) as unknown) : examineAll(readHar(text).exchanges);
  return { peak: process.resourceUsage().maxRSS * 1024 - before, kept: typeof result };
}

const measured = what === 'time' ? time() : what === 'memory' ? memory() : peak();
process.stdout.write(JSON.stringify(measured));
