/** One measurement in a process of its own: `measure.mjs KIND FILE.har`. Writes JSON. */
import { readFileSync } from 'node:fs';
import { createCapture } from '../../src/devtools/capture.ts';
import { readHar, readLog } from '../../src/har/file.ts';
import { examineAll } from '../../src/report/examine.ts';
import { createLedger } from '../../src/session/ledger.ts';
import { NO_JUMPS } from '../../src/session/source.ts';
import { createSession } from '../../src/session/session.ts';
import { readEntry } from '../../src/har/entry.ts';

interface Har {
  readonly log: { readonly entries: readonly unknown[] };
}

const [kind = '', file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const engine = (har: unknown): readonly unknown[] => examineAll(readLog(har).exchanges);

/** In milliseconds of the processor, all threads: on a busy machine the clock tells of the others as well. */
function timed<T>(run: () => T): readonly [milliseconds: number, result: T] {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

/**
 * Nobody is to pay for what another left in the young generation: what outlives a collection there is moved out of it by the
 * second. A collection of everything would throw away compiled code too, as no program does between two steps.
 */
function tidy(): void {
  for (let turn = 0; turn < 2; turn++) globalThis.gc?.({ type: 'minor', execution: 'sync' });
}

/** Parse, engine, and engine on the first tenth, in turns. The first rounds compile, and are not counted but for the very first. */
function time(): unknown {
  const count = (JSON.parse(text) as Har).log.entries.length;
  const warm = count <= 1000 ? 40 : count <= 10_000 ? 6 : 1;
  const rounds = warm + (count <= 1000 ? 60 : count <= 10_000 ? 15 : 7);
  const all: { readonly parse: number; readonly engine: number; readonly tenth: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    // What the round before left is gigabytes there, and nobody's; so few rounds compile little anew.
    if (count > 10_000) globalThis.gc?.();
    tidy();
    const [parse, har] = timed(() => JSON.parse(text) as Har);
    tidy();
    const [whole] = timed(() => engine(har));
    tidy();
    const tenth = { log: { ...har.log, entries: har.log.entries.slice(0, count / 10) } };
    const [part] = timed(() => engine(tenth));
    all.push({ parse, engine: whole, tenth: part });
  }
  return { first: all[0], rounds: all.slice(warm) };
}

/** What is held at the end, in bytes of the heap after a collection. */
function live(): unknown {
  const used = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const har: unknown = JSON.parse(text);
  const parsed = used() - before;
  const examined = engine(har);
  const both = used() - before;
  return { parsed, both, kept: [har, examined].length };
}

/** The most that the process ever held beyond the text, in bytes, with what it had not yet thrown away. */
function peak(): unknown {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const result: unknown = kind === 'peak-parse' ? JSON.parse(text) : examineAll(readHar(text).exchanges);
  return { peak: process.resourceUsage().maxRSS * 1024 - before, kept: typeof result };
}

/**
 * What one event costs when so many requests are known: the engine alone, and all of capture and session, which put the list in
 * order as well. The panel itself looks at events of one frame together.
 */
function event(): unknown {
  const { entries } = (JSON.parse(text) as Har).log;
  const fresh = 500;
  const [known, events] = [entries.slice(0, -fresh), entries.slice(-fresh)];
  const recording = {
    producer: 'chromium',
    pageOrigins: new Map<string, string>(),
    namesPages: true,
  } as const;

  const rounds: { readonly engine: number; readonly session: number }[] = [];
  for (let round = 0; round < 7; round++) {
    const ledger = createLedger();
    ledger.take(known.map((entry, index) => readEntry(entry, index, recording)));
    tidy();
    const [inEngine] = timed(() => {
      for (const [at, entry] of events.entries())
        ledger.take([readEntry(entry, known.length + at, recording)]);
    });

    const { tell, session, flush } = panelWithout();
    for (const entry of known) tell(entry);
    while (session.items.value.length < ledger.items().length - fresh) if (!flush()) break;
    tidy();
    const [inSession] = timed(() => {
      for (const entry of events) {
        tell(entry);
        flush();
        // The list is asked for once a frame.
        void session.rows.value.length;
      }
    });
    session.dispose();
    rounds.push({ engine: inEngine / fresh, session: inSession / fresh });
  }
  return { rounds: rounds.slice(2) };
}

/** Capture and session as the panel has them, with DevTools that only tell what they are made to tell. */
function panelWithout(): {
  readonly tell: (entry: unknown) => void;
  readonly session: ReturnType<typeof createSession>;
  /** Does what is due; false where nothing was. */
  readonly flush: () => boolean;
} {
  let tell: (entry: unknown) => void = () => undefined;
  const due: (() => void)[] = [];
  const capture = createCapture(
    {
      engine: 'chromium',
      onRequestFinished: (listener) => void (tell = listener),
      onNavigated: () => undefined,
      getHar: () => Promise.resolve(null),
      evaluate: () => Promise.resolve(null),
      jumps: NO_JUMPS,
    },
    { now: () => Date.now(), after: () => undefined },
  );
  const session = createSession(capture, (run) => void due.push(run));
  const flush = (): boolean => {
    const tasks = due.splice(0);
    for (const run of tasks) run();
    return tasks.length > 0;
  };
  return { tell: (entry) => tell(entry), session, flush };
}

const measures: Readonly<Record<string, () => unknown>> = { time, live, event, peak, 'peak-parse': peak };
process.stdout.write(JSON.stringify(measures[kind]?.()));
