import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/cors/types.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { attemptsOf, attemptKeyOf, passingSince, type Attempts } from '../../../src/session/attempts.ts';
import { tellCourse } from '../../../src/session/course.ts';
import { itemOf } from '../../../src/session/item.ts';
import { createSession } from '../../../src/session/session.ts';
import { allowed, ALLOWS, API, blocked, exchange, PAGE, preflight, source } from './exchanges.ts';

const ORIGIN = 'Access-Control-Allow-Origin';
const single = (actual: Exchange): Flow => ({ hops: [{ preflight: null, actual }], viaWorker: null });

const old = (index: number): Flow => single(blocked(index, { answer: [[ORIGIN, `${PAGE}/`]] }));
const good = (index: number): Flow => single(allowed(index));
const down = (index: number): Flow => single(exchange({ index, netError: 'net::ERR_CONNECTION_REFUSED' }));
const put = (
  index: number,
  status: number,
  answer: readonly (readonly [string, string])[],
  sent = false,
): Flow => ({
  hops: [
    {
      preflight: preflight({ index: index + 1, asks: 'PUT', status, answer }),
      actual: exchange({
        index,
        method: 'PUT',
        ...(sent ? { status: 200, answer: ALLOWS } : { netError: 'net::ERR_FAILED' }),
      }),
    },
  ],
  viaWorker: null,
});
const LETS_PUT = [...ALLOWS, ['Access-Control-Allow-Methods', 'PUT']] as const;

function story(flows: readonly Flow[]): Attempts {
  return attemptsOf(flows.map((flow) => itemOf(flow)));
}

const changesIn = ({ changes }: Pick<Attempts, 'changes'>): readonly string[] =>
  changes.map(({ on, in: side, header, before, after }) => `${on} ${side} ${header}: ${before} > ${after}`);

test('asks about an old preflight only where the request needs one and none was seen', () => {
  const asked = 'Did you restart the server? Is the response cached?';
  const spared = (index: number): Flow => single(blocked(index, { method: 'PUT', answer: [] }));
  const todo = (...flows: readonly Flow[]): string | null => tellCourse(story(flows), String).todo;
  expect([todo(old(1), old(2)), todo(put(1, 405, []), put(3, 405, [])), todo(spared(1), spared(2))]).toEqual([
    asked,
    asked,
    `${asked} Is an old preflight still cached (\`Access-Control-Max-Age\`)?`,
  ]);
});

describe('attemptsOf', () => {
  const slashGone = `request response ${ORIGIN}: ${PAGE}/ > ${PAGE}`;
  test.each([
    ['one attempt', [old(1)], 'single', []],
    ['all of them passed', [good(1), good(2)], 'passing', []],
    ['the server was mended', [old(1), old(2), good(3)], 'fixed', [slashGone]],
    ['mended a while ago', [old(1), good(2), good(3)], 'fixed', [slashGone]],
    ['nothing was changed', [old(1), old(2)], 'unchanged', []],
    [
      'something was changed, and it fails',
      [old(1), single(blocked(2))],
      'changed',
      [`request response ${ORIGIN}: ${PAGE}/ > null`],
    ],
    [
      'it passed, and does not any more',
      [good(1), old(2)],
      'broke',
      [`request response ${ORIGIN}: ${PAGE} > ${PAGE}/`],
    ],
    ['it broke, and fails as before', [good(1), old(2), old(3)], 'unchanged', []],
    ['the server was started', [down(1), good(2)], 'fixed', ['request response :status: null > 200']],
    ['the server stays down', [down(1), down(2)], 'unchanged', []],
    [
      'the preflight was mended',
      [put(1, 405, []), put(3, 204, LETS_PUT, true)],
      'fixed',
      [
        'preflight response :status: 405 > 204',
        `preflight response ${ORIGIN}: null > ${PAGE}`,
        'preflight response Access-Control-Allow-Methods: null > PUT',
      ],
    ],
    [
      'the preflight was mended by half',
      [put(1, 405, []), put(3, 204, [])],
      'changed',
      ['preflight response :status: 405 > 204'],
    ],
    [
      'the preflight is kept from before',
      [
        put(1, 204, LETS_PUT, true),
        single(exchange({ index: 3, method: 'PUT', status: 200, answer: [], netError: 'net::ERR_FAILED' })),
      ],
      'broke',
      ['preflight request :sent: OPTIONS > null', `request response ${ORIGIN}: ${PAGE} > null`],
    ],
    [
      'headers that CORS does not look at',
      [
        old(1),
        single(
          blocked(2, {
            answer: [
              ['Date', 'x'],
              [ORIGIN, `${PAGE}/`],
            ],
          }),
        ),
      ],
      'unchanged',
      [],
    ],
    [
      'a name in another case',
      [old(1), single(blocked(2, { answer: [['access-control-allow-origin', `${PAGE}/`]] }))],
      'unchanged',
      [],
    ],
  ] as const)('%s', (_, flows, course, changes) => {
    const attempts = story(flows);
    expect([attempts.course, changesIn(attempts)]).toEqual([course, changes]);
  });

  test('the newest comes first, and those that went alike are one', () => {
    const { attempts, total, since } = story([old(1), old(2), old(3), good(4), good(5)]);
    expect(total).toBe(5);
    expect(since).toBe(400);
    expect(attempts.map(({ item, count, from, changes }) => [item.id, count, from, changes.length])).toEqual([
      [5, 2, 400, 1],
      [3, 3, 100, 0],
    ]);
  });

  test('cookies are named, never shown', () => {
    const cookie = allowed(2, {
      requestHeaders: [
        ['Origin', PAGE],
        ['Cookie', 'secret=1'],
      ],
      answer: [...ALLOWS, ['Access-Control-Allow-Credentials', 'true']],
    });
    expect(JSON.stringify(story([old(1), single(cookie)]).changes)).not.toContain('secret');
    expect(changesIn(story([old(1), single(cookie)]))[0]).toBe('request request Cookie: null > sent');
  });
});

test.each([
  ['another query', 'GET', `${API}?page=2`, PAGE, true],
  ['another method', 'POST', API, PAGE, false],
  ['another path', 'GET', `${API}/7`, PAGE, false],
  ['another page', 'GET', API, 'https://other.example', false],
])('%s', (_, method, url, origin, same) => {
  expect(attemptKeyOf(method, url, origin) === attemptKeyOf('GET', `${API}?page=1`, PAGE)).toBe(same);
});

test('passing since the first success after the last failure', () => {
  const key = itemOf(good(0)).attemptKey;
  expect(passingSince([good(1), old(2), good(3), good(4)].map((flow) => itemOf(flow))).get(key)).toBe(300);
  expect(passingSince([good(1), old(2)].map((flow) => itemOf(flow))).has(key)).toBe(false);
});

describe('in a session', () => {
  test('a group whose requests all pass now says so, and stands behind those that fail', () => {
    const from = source(blocked(1), blocked(2, { url: 'https://other.example.com/a' }));
    const session = createSession(from, (run) => run());
    from.push(allowed(3));
    const [first, second] = session.groups.value;
    expect([first?.host, first?.fixedSince]).toEqual(['other.example.com', null]);
    expect([second?.host, second?.fixedSince]).toEqual(['api.example.com', 300]);
    const pastIds = session.rows.value.flatMap((row) =>
      row.kind === 'flow' && row.past ? [row.item.id] : [],
    );
    expect(pastIds).toEqual([1]);
    expect([session.counts.value.blocked, session.fixed.value.blocked]).toEqual([2, 1]);
    from.push(blocked(4));
    expect(session.fixed.value.blocked).toBe(0);
    expect(session.groups.value.map(({ fixedSince }) => fixedSince)).toEqual([null, null, null]);
  });

  test('the attempts at what is selected grow with it', () => {
    const from = source(blocked(1));
    const session = createSession(from, (run) => run());
    const before = session.attempts.value;
    from.push(allowed(2, { url: 'https://other.example.com/a' }));
    expect(session.attempts.value).toBe(before);
    from.push(allowed(3));
    expect([session.attempts.value?.total, session.attempts.value?.course]).toEqual([2, 'fixed']);
  });

  test('the page repeats a request, and the new attempt is selected', async () => {
    const from = source(blocked(1));
    const session = createSession(from, (run) => run());
    const [item] = session.items.value;
    expect(item && (await session.repeat(item))).toBe('sent');
    expect(from.repeated).toMatchObject([{ url: API, method: 'GET', origin: PAGE }]);
    from.push(allowed(2, { url: `${API}/other` }));
    expect(session.selected.value?.id).toBe(1);
    from.push(allowed(3));
    expect(session.selected.value?.id).toBe(3);
  });

  test('whoever has gone elsewhere meanwhile stays there', async () => {
    const from = source(blocked(1), blocked(2, { url: `${API}/2` }));
    const session = createSession(from, (run) => run());
    const [item, other] = session.items.value;
    if (item) await session.repeat(item);
    session.select(other ?? null);
    from.push(allowed(3));
    expect(session.selected.value?.id).toBe(2);
  });
});
