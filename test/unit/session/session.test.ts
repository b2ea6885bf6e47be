import { describe, expect, test, vi } from 'vitest';
import { createSession, type Session } from '../../../src/session/session.ts';
import {
  allowed,
  ALLOWS,
  API,
  blocked,
  exchange,
  preflight,
  source,
  type Seen,
  type TestSource,
} from './exchanges.ts';

const now = (run: () => void): void => run();

function sessionOf(...first: Seen[]): { session: Session; from: TestSource } {
  const from = source(...first);
  return { session: createSession(from, now), from };
}

const shown = (session: Session): readonly string[] =>
  session.shown.value.map(({ kind, method, path }) => `${kind} ${method} ${path}`);

const lines = (session: Session): readonly string[] =>
  session.rows.value.map((row) => {
    if (row.kind === 'group')
      return `${row.open ? 'v' : '>'} ${row.group.kind} ${row.group.host} ${row.group.items.length}`;
    return row.kind === 'flow' ? `${row.past ? 'past ' : ''}${row.item.path}` : `-- ${row.navigation.url}`;
  });

const PUT = { method: 'PUT', netError: 'net::ERR_FAILED', duration: 90 } as const;

describe('a session', () => {
  test('takes what the source already holds, and what it reports later', () => {
    const { session, from } = sessionOf(blocked(1));
    from.push(allowed(2));
    expect(shown(session)).toEqual(['blocked GET /orders', 'allowed GET /orders']);
  });

  test('takes events that arrive within one turn together', () => {
    const turns: (() => void)[] = [];
    const from = source();
    const session = createSession(from, (run) => void turns.push(run));
    from.push(blocked(1));
    from.push(allowed(2));
    expect(session.items.value).toHaveLength(0);
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect(session.items.value).toHaveLength(2);
  });

  test('takes a long recording in several turns', () => {
    const turns: (() => void)[] = [];
    const many = Array.from({ length: 700 }, (_, i) => allowed(i));
    const session = createSession(source(...many), (run) => void turns.push(run));
    expect(session.items.value.length).toBeLessThan(700);
    while (turns.length > 0) turns.shift()?.();
    expect(session.items.value).toHaveLength(700);
  });

  test('puts a preflight with its request, whichever comes first, and keeps the selection on them, as the same item', () => {
    const asked = preflight({ index: 1, asks: 'PUT', answer: ALLOWS, startedAt: 101 });
    const { session, from } = sessionOf(asked);
    session.select(session.items.value[0] ?? null);
    from.push(exchange({ ...PUT, index: 2, startedAt: 100 }));
    expect(session.items.value).toHaveLength(1);
    expect(session.selected.value).toMatchObject({
      id: 1,
      method: 'PUT',
      preflighted: true,
      statuses: [204, null],
    });
  });

  test('takes a better reading of an exchange in place of the first', () => {
    const { session, from } = sessionOf(blocked(1));
    from.push(allowed(1));
    expect(shown(session)).toEqual(['allowed GET /orders']);
  });

  test('leaves flows alone that nothing new can concern', () => {
    const { session, from } = sessionOf(blocked(1), blocked(2, { url: `${API}/2` }));
    const [first] = session.items.value;
    from.push(allowed(3, { url: `${API}/2` }));
    expect(session.items.value[0]).toBe(first);
  });

  test('keeps the item, and with it the verdict, of a flow that is paired anew without change', () => {
    const { session, from } = sessionOf(blocked(1));
    const [first] = session.items.value;
    from.push(allowed(2));
    expect(session.items.value[0]).toBe(first);
  });

  test('finds the request of an old preflight that took a minute', () => {
    const asked = preflight({ index: 1, asks: 'PUT', startedAt: 5, answer: ALLOWS });
    const { session, from } = sessionOf(asked, allowed(600));
    from.push(exchange({ ...PUT, index: 601, startedAt: 4, duration: 60_000 }));
    expect(session.items.value.map(({ id }) => id)).toEqual([1, 600]);
  });

  test('looks for a text in several turns, and shows what was shown until it is through', () => {
    const turns: (() => void)[] = [];
    const many = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? allowed(i) : blocked(i)));
    const session = createSession(source(...many), (run) => void turns.push(run));
    while (turns.length > 0) turns.shift()?.();
    let clock = 0;
    const slow = vi.spyOn(Date, 'now').mockImplementation(() => (clock += 10));
    session.text.value = 'nowhere';
    expect(session.shown.value).toHaveLength(200);
    turns.shift()?.();
    session.text.value = 'access-control-allow-origin:';
    expect(session.shown.value).toHaveLength(200);
    while (turns.length > 0) turns.shift()?.();
    slow.mockRestore();
    expect(session.shown.value).toHaveLength(100);
  });

  test('keeps the others where one can’t be examined', () => {
    const headers = [['Access-Control-Allow-Origin', null as unknown as string]] as const;
    const { session } = sessionOf(blocked(1, { answer: headers }), blocked(2));
    expect(session.items.value.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['unknown', 'Why CORS? could not examine this'],
      ['blocked', 'No Access-Control-Allow-Origin'],
    ]);
  });

  test('selects the first problem by itself, and no other after that', () => {
    const { session, from } = sessionOf(allowed(1), blocked(2), blocked(3));
    expect(session.selected.value?.id).toBe(2);
    session.select(null);
    from.push(blocked(4));
    expect(session.selected.value).toBeNull();
  });

  test('shows what waited during a pause once that ends', () => {
    const { session, from } = sessionOf(blocked(1));
    session.pause(true);
    from.push(allowed(2), allowed(3));
    expect([session.items.value.length, session.waiting.value]).toEqual([1, 2]);
    session.pause(false);
    expect([session.items.value.length, session.waiting.value]).toEqual([3, 0]);
  });

  test('forgets everything when cleared, and tells the source', () => {
    const { session, from } = sessionOf(blocked(1));
    session.clear();
    expect([session.items.value.length, session.selected.value, from.cleared()]).toEqual([0, null, 1]);
    from.push(blocked(2));
    expect(session.selected.value?.id).toBe(2);
  });

  test('forgets the old page at a navigation only where the log is not preserved', () => {
    const load = { kind: 'navigation', url: 'http://app.example.com:3000/', at: 150 } as const;
    const { session, from } = sessionOf(blocked(1));
    from.push(load);
    expect(session.items.value).toHaveLength(1);
    session.preserve.value = false;
    from.push({ ...load, at: 250 }, blocked(2, { duration: 900 }), blocked(3));
    expect(session.items.value.map(({ id }) => id)).toEqual([3]);
  });
});

describe('a page that is loaded again', () => {
  const load = { kind: 'navigation', url: 'http://app.example.com:3000/', at: 250 } as const;
  const other = { url: `${API}/other` };

  test.each([
    ['the newest attempt at the same thing', [blocked(3), blocked(4), blocked(5, other)], 4],
    [
      'the newest failure, where the same thing was not tried',
      [blocked(3, other), allowed(4, other), blocked(5, other)],
      5,
    ],
    ['the newest failure, where the same thing passes', [blocked(3, other), allowed(4)], 3],
    ['nothing, where what failed passes now', [blocked(3, other), allowed(4, other)], undefined],
    ['nothing, where nothing failed', [allowed(3)], undefined],
  ])('has, newer than what is selected, %s', (_, after, newer) => {
    const { session, from } = sessionOf(blocked(1), blocked(2, other));
    expect([session.selected.value?.id, session.newerFailure.value]).toEqual([1, null]);
    from.push(load, ...after);
    expect([session.selected.value?.id, session.newerFailure.value?.id]).toEqual([1, newer]);
    session.select(session.newerFailure.value);
    expect(session.newerFailure.value).toBeNull();
  });

  test.each([
    ['was selected', (session: Session) => session.select(session.items.value[1] ?? null)],
    ['was closed', (session: Session) => session.select(null)],
  ])('selects its first problem where the log is not preserved, whatever %s before', (_, before) => {
    const { session, from } = sessionOf(blocked(1), blocked(2));
    session.preserve.value = false;
    before(session);
    from.push(load);
    expect(session.selected.value).toBeNull();
    from.push(allowed(3), blocked(4));
    expect(session.selected.value?.id).toBe(4);
  });
});

describe('the list', () => {
  test('leaves out what CORS does not concern, until it is asked for', () => {
    const own = exchange({ index: 2, url: 'http://app.example.com:3000/main.js', status: 200 });
    const { session } = sessionOf(blocked(1), own);
    expect(shown(session)).toEqual(['blocked GET /orders']);
    session.toggleKind('exempt');
    expect(shown(session)).toEqual(['exempt GET /main.js']);
    expect(session.counts.value).toMatchObject({ blocked: 1, exempt: 1, allowed: 0 });
  });

  test('counts the failures that filter and chips hide, but not those that are fixed', () => {
    const fixed = { url: `${API}/fixed` };
    const { session } = sessionOf(blocked(1), blocked(2), blocked(3, fixed), allowed(4, fixed));
    expect(session.hiddenFailures.value).toBe(0);
    session.toggleKind('allowed');
    session.text.value = 'fixed';
    expect([shown(session), session.hiddenFailures.value]).toEqual([['allowed GET /orders/fixed'], 2]);
    session.showAll();
    expect([session.shown.value.length, session.hiddenFailures.value]).toEqual([4, 0]);
  });

  test('groups by cause and host, what is broken first', () => {
    const { session } = sessionOf(
      allowed(1),
      blocked(2),
      blocked(3, { url: 'https://other.example.com/a' }),
      blocked(4, { url: `${API}/4` }),
      exchange({ index: 5, url: 'http://localhost:4000/health', netError: 'net::ERR_CONNECTION_REFUSED' }),
    );
    expect(lines(session)).toEqual([
      'v blocked api.example.com 2',
      '/orders',
      '/orders/4',
      'v blocked other.example.com 1',
      '/a',
      'v failed localhost:4000 1',
      '/health',
      'v allowed api.example.com 1',
      '/orders',
    ]);
    const [group] = session.groups.value;
    session.toggleGroup(group?.key ?? '');
    expect(lines(session).slice(0, 2)).toEqual([
      '> blocked api.example.com 2',
      'v blocked other.example.com 1',
    ]);
  });

  test('shows what a filter finds in a closed group, and closes it there, too', () => {
    const { session } = sessionOf(blocked(1), blocked(2, { url: `${API}/found` }));
    const [group] = session.groups.value;
    session.toggleGroup(group?.key ?? '');
    expect(lines(session)).toEqual(['> blocked api.example.com 2']);
    session.text.value = 'found';
    expect(lines(session)).toEqual(['v blocked api.example.com 1', '/orders/found']);
    session.toggleGroup(group?.key ?? '');
    expect(lines(session)).toEqual(['> blocked api.example.com 1']);
    session.text.value = 'foun';
    expect(lines(session)).toEqual(['v blocked api.example.com 1', '/orders/found']);
    session.text.value = '';
    expect(lines(session)).toEqual(['> blocked api.example.com 2']);
  });

  test('divides at a navigation, and puts groups that did not come again behind those that did', () => {
    const { session } = sessionOf(
      blocked(1, { url: 'https://old.example.com/a' }),
      blocked(2),
      { kind: 'navigation', url: 'http://app.example.com:3000/next', at: 250 },
      blocked(3),
    );
    expect(lines(session)).toEqual([
      'v blocked api.example.com 2',
      'past /orders',
      '-- http://app.example.com:3000/next',
      '/orders',
      'v blocked old.example.com 1',
      'past /a',
    ]);
    session.grouped.value = false;
    expect(lines(session)).toEqual([
      'past /a',
      'past /orders',
      '-- http://app.example.com:3000/next',
      '/orders',
    ]);
  });

  test.each([
    ['', 3],
    ['api.example', 2],
    ['ORDERS/7', 1],
    ['no access-control-allow-origin', 1],
    ['access-control-allow-origin: http://app', 1],
    ['-allowed', 2],
    ['localhost missing', 0],
    ['health get', 1],
    ['-', 3],
  ])('filters by %j', (text, count) => {
    const { session } = sessionOf(
      blocked(1, { url: `${API}/7` }),
      allowed(2),
      exchange({ index: 3, url: 'http://localhost:4000/health', netError: 'net::ERR_CONNECTION_REFUSED' }),
    );
    session.text.value = text;
    expect(session.shown.value).toHaveLength(count);
  });
});
