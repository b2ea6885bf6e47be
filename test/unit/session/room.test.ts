import { describe, expect, it } from 'vitest';
import type { HeaderList } from '../../../src/http/header-list.ts';
import { fileSource } from '../../../src/session/file-source.ts';
import { createSession, type Session } from '../../../src/session/session.ts';
import type { Dropped } from '../../../src/session/source.ts';
import { droppedText } from '../../../src/session/words.ts';
import { allowed, ALLOWS, blocked, exchange, preflight, source, type TestSource } from './exchanges.ts';

const now = (run: () => void): void => run();
const at = (path: string): { readonly url: string } => ({ url: `https://api.example.com/${path}` });
const own = (index: number): ReturnType<typeof exchange> =>
  exchange({ index, url: `http://app.example.com:3000/${index}.js`, status: 200 });

/** A session with room for ten requests: what is too many makes it forget down to nine. */
function tenOf(...first: Parameters<typeof source>): {
  readonly session: Session;
  readonly from: TestSource;
} {
  const from = source(...first);
  return { from, session: createSession(from, now, { requests: 10, text: 1_000_000 }) };
}

const ids = (session: Session): readonly number[] => session.items.value.map(({ id }) => id);
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a session whose room is full', () => {
  it('keeps all that fits', () => {
    const { session } = tenOf(...numbers(1, 10).map((i) => allowed(i)));
    expect(ids(session)).toEqual(numbers(1, 10));
    expect(session.dropped.value).toEqual({ passed: 0, others: 0 });
  });

  it.each([
    ['the oldest that passed, down to nine', (i: number) => allowed(i, at(`${i}`))],
    ['the oldest to which CORS does not apply, down to nine', own],
  ])('forgets %s', (_, one) => {
    const { session, from } = tenOf();
    for (const i of numbers(1, 11)) from.push(one(i));
    expect(ids(session)).toEqual(numbers(3, 11));
    expect(session.dropped.value).toEqual({ passed: 2, others: 0 });
  });

  it('forgets what passed before anything that failed, be that as old as it may', () => {
    const { session, from } = tenOf(
      blocked(1, at('old')),
      ...numbers(2, 8).map((i) => allowed(i, at(`${i}`))),
    );
    from.push(...numbers(9, 12).map((i) => blocked(i, at(`${i}`))));
    expect(ids(session)).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(session.dropped.value).toEqual({ passed: 3, others: 0 });
  });

  it('forgets what passed with a warning after what just passed', () => {
    const cached: HeaderList = [...ALLOWS, ['Cache-Control', 'public, max-age=600']];
    const warned = numbers(1, 6).map((i) => allowed(i, { ...at(`${i}`), answer: cached }));
    const { session } = tenOf(...warned, ...numbers(7, 12).map((i) => allowed(i, at(`${i}`))));
    expect(session.items.value[0]?.kind).toBe('warning');
    expect(ids(session)).toEqual([1, 2, 3, 4, 5, 6, 10, 11, 12]);
  });

  it('forgets the oldest failures where there is nothing else', () => {
    const { session } = tenOf(...numbers(1, 11).map((i) => blocked(i, at(`${i}`))));
    expect(ids(session)).toEqual(numbers(3, 11));
    expect(session.dropped.value).toEqual({ passed: 0, others: 2 });
  });

  it('does not forget what is selected', () => {
    const { session, from } = tenOf(...numbers(1, 10).map((i) => allowed(i, at(`${i}`))));
    session.select(session.items.value[0] ?? null);
    from.push(allowed(11, at('11')));
    expect(ids(session)).toEqual([1, ...numbers(4, 11)]);
    expect(session.selected.value?.id).toBe(1);
  });

  it('remembers that a failure was fixed', () => {
    const { session, from } = tenOf(blocked(1, at('a')), allowed(2, at('a')));
    from.push(...numbers(3, 12).map((i) => allowed(i, at(`${i}`))));
    expect(ids(session)).toEqual([1, 2, ...numbers(6, 12)]);
    expect(session.groups.value.find(({ kind }) => kind === 'blocked')?.fixedSince).toBe(200);
  });

  it('counts preflights as requests that take room', () => {
    const flows = numbers(1, 6).map((i) => [
      allowed(2 * i, { method: 'PUT', ...at(`${i}`), duration: 40 }),
      preflight({
        index: 2 * i + 1,
        asks: 'PUT',
        ...at(`${i}`),
        startedAt: 200 * i + 5,
        duration: 10,
        answer: [...ALLOWS, ['Access-Control-Allow-Methods', 'PUT']],
      }),
    ]);
    const { session } = tenOf(...flows.flat());
    expect(session.items.value.map(({ preflighted }) => preflighted)).toEqual([true, true, true, true]);
    expect(session.dropped.value).toEqual({ passed: 2, others: 0 });
  });

  it('makes room for headers of a megabyte', () => {
    const large: HeaderList = [...ALLOWS, ['X-Large', 'x'.repeat(200_000)]];
    const { session } = tenOf(
      blocked(0),
      ...numbers(1, 6).map((i) => allowed(i, { ...at(`${i}`), answer: large })),
    );
    expect(ids(session)).toEqual([0, 3, 4, 5, 6]);
    expect(session.dropped.value).toEqual({ passed: 2, others: 0 });
  });

  it('holds no more than that in a pause', () => {
    const { session, from } = tenOf();
    session.pause(true);
    from.push(blocked(0, at('0')));
    for (const i of numbers(1, 30)) from.push(allowed(i, at(`${i}`)));
    expect(session.waiting.value).toBeLessThanOrEqual(10);
    session.pause(false);
    expect(ids(session)).toContain(0);
    expect(session.dropped.value).toEqual({ passed: 31 - session.items.value.length, others: 0 });
  });

  it('begins with what the source had no room for, and counts anew when cleared', () => {
    const from = { ...source(allowed(1)), dropped: { passed: 5, others: 2 } };
    const session = createSession(from, now);
    expect(session.dropped.value).toEqual({ passed: 5, others: 2 });
    session.clear();
    expect(session.dropped.value).toEqual({ passed: 0, others: 0 });
  });

  it('leaves nothing behind in a file’s source', () => {
    const from = fileSource(numbers(1, 20).map((i) => allowed(i, at(`${i}`))));
    const session = createSession(from, now, { requests: 10, text: 1_000_000 });
    expect(session.items.value.length + session.dropped.value.passed).toBe(20);
    expect(from.events).toEqual([]);
  });

  it('goes on as before: a page that polls for hours', () => {
    const { session, from } = tenOf();
    for (const i of numbers(1, 2000))
      from.push(i % 100 === 0 ? blocked(i, at('bad')) : allowed(i, at('poll')));
    expect(session.items.value.length).toBeLessThanOrEqual(10);
    expect(session.items.value.length + session.dropped.value.passed + session.dropped.value.others).toBe(
      2000,
    );
    expect(session.counts.value.blocked).toBe(10);
  });
});

describe('what is said of it', () => {
  it.each<readonly [Dropped, boolean, string | null]>([
    [{ passed: 0, others: 0 }, true, null],
    [
      { passed: 1, others: 0 },
      true,
      'To save memory, the list leaves out one request that passed. The Network panel may still show it.',
    ],
    [
      { passed: 2000, others: 0 },
      true,
      'To save memory, the list leaves out 2,000 requests that passed. The Network panel may still show them.',
    ],
    [
      { passed: 1234567, others: 500 },
      true,
      'To save memory, the list leaves out 1,234,567 requests that passed and the 500 oldest of the others. The Network panel may still show them.',
    ],
    [
      { passed: 0, others: 12 },
      false,
      'To save memory, the list leaves out the 12 oldest requests. `whycors check` on the command line reads the whole file.',
    ],
  ])('%j, live: %j', (dropped, live, text) => {
    expect(droppedText(dropped, live)).toBe(text);
  });
});
