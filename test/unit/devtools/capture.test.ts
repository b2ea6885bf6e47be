import { describe, expect, it, vi } from 'vitest';
import type { DevTools } from '../../../src/devtools/browser.ts';
import { createCapture, type Capture } from '../../../src/devtools/capture.ts';
import type { Load } from '../../../src/session/room.ts';
import { NO_JUMPS, type SourceEvent } from '../../../src/session/source.ts';

vi.mock('webextension-polyfill', () => ({ default: { runtime: {} } }));

interface Fake {
  readonly capture: Capture;
  readonly finish: (har: unknown) => void;
  readonly navigate: (url: string) => void;
  log: unknown[];
  /** What is handed over when the log is asked for; null is the log itself. */
  har: (() => Promise<unknown>) | null;
  /** What the page answers to an expression. */
  evaluate: (expression: string) => unknown;
  /** How often the log was read. */
  readings: number;
  /** Keeps the thread busy for some milliseconds. */
  readonly work: (milliseconds: number) => void;
  /** Lets the time pass, by default until nothing is due any more, in milliseconds. */
  readonly settle: (milliseconds?: number) => Promise<void>;
}

async function setUp(engine: DevTools['engine'], log: unknown[] = [], room?: Load): Promise<Fake> {
  let finished: (entry: unknown) => void = () => {};
  let navigated: (url: string) => void = () => {};
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const fake: Omit<Fake, 'capture'> = {
    log,
    har: null,
    evaluate: (): unknown => ({ origin: 'https://app.example', start: 77 }),
    finish: (har: unknown) => finished(har),
    navigate: (url: string) => navigated(url),
    readings: 0,
    work: (milliseconds) => void (now += milliseconds),
    settle: async (milliseconds = 60_000) => {
      const end = now + milliseconds;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.at;
        next.callback();
      }
      now = end;
    },
  };
  const devTools: DevTools = {
    engine,
    onRequestFinished: (listener) => (finished = listener),
    onNavigated: (listener) => (navigated = listener),
    getHar: () => {
      fake.readings++;
      return fake.har?.() ?? Promise.resolve({ entries: fake.log });
    },
    evaluate: (expression) => Promise.resolve(fake.evaluate(expression)),
    jumps: NO_JUMPS,
  };
  const clock = {
    now: () => now,
    after: (delay: number, callback: () => void) => void timers.push({ at: now + delay, callback }),
  };
  const capture = createCapture(devTools, clock, room);
  await fake.settle();
  return Object.assign(fake, { capture });
}

function entry(url: string, status = 200, more: object = {}): object {
  return {
    startedDateTime: '2026-11-24T10:00:00.000Z',
    request: { method: 'GET', url, headers: [{ name: 'Origin', value: 'https://app.example' }] },
    response: {
      status,
      headers: status === 0 ? [] : [{ name: 'A', value: 'b' }],
      _error: status === 0 ? 'net::ERR_FAILED' : null,
    },
    ...more,
  };
}

const urls = (events: readonly SourceEvent[]): readonly string[] =>
  events.map((event) => (event.kind === 'exchange' ? event.exchange.url : `→ ${event.url}`));

describe('createCapture', () => {
  it('begins with what the log holds already', async () => {
    const { capture } = await setUp('chromium', [entry('https://api.example/1')]);
    expect(urls(capture.events)).toEqual(['https://api.example/1']);
  });

  it('knows the origin of a page that it can’t ask yet', async () => {
    const fake = await setUp('chromium');
    fake.evaluate = () => null;
    fake.navigate('https://other.example/start');
    fake.finish({ ...entry('http://api.example/1', 0), pageref: 'page_1' });
    await fake.settle();
    fake.finish({ ...entry('http://api.example/2', 0), pageref: 'page_1' });
    const origins = fake.capture.events.map(
      (event) => event.kind === 'exchange' && event.exchange.pageOrigin,
    );
    expect(origins).toEqual(['https://other.example', false, 'https://other.example']);
  });

  it('tells its listeners of each request, and no more once they stop', async () => {
    const { capture, finish } = await setUp('chromium');
    const heard: string[] = [];
    const stop = capture.subscribe((events) => heard.push(...urls(events)));
    finish(entry('https://api.example/1'));
    stop();
    finish(entry('https://api.example/2'));
    expect(heard).toEqual(['https://api.example/1']);
    expect(urls(capture.events)).toEqual(['https://api.example/1', 'https://api.example/2']);
  });

  it('tells the others when one of its listeners can’t be called any more', async () => {
    const { capture, finish } = await setUp('firefox');
    let calls = 0;
    capture.subscribe(() => {
      calls++;
      throw new TypeError("can't access dead object");
    });
    const heard: string[] = [];
    capture.subscribe((events) => heard.push(...urls(events)));
    finish(entry('https://api.example/1'));
    finish(entry('https://api.example/2'));
    expect(heard).toEqual(['https://api.example/1', 'https://api.example/2']);
    expect(calls).toBe(1);
  });

  it('takes from the log what no event told, once', async () => {
    const fake = await setUp('firefox');
    const unsent = entry('https://api.example/put', 0, { timings: {}, _securityState: 'insecure' });
    fake.finish(entry('https://api.example/1'));
    fake.log = [unsent, entry('https://api.example/1')];
    await fake.settle();
    await fake.capture.reconcile();
    expect(urls(fake.capture.events)).toEqual(['https://api.example/1', 'https://api.example/put']);
  });

  it('keeps twins of one instant apart', async () => {
    const fake = await setUp('firefox');
    fake.finish(entry('https://api.example/1'));
    fake.finish(entry('https://api.example/1'));
    fake.log = [
      entry('https://api.example/1'),
      entry('https://api.example/1'),
      entry('https://api.example/1'),
    ];
    await fake.capture.reconcile();
    const indexes = fake.capture.events.map((event) => event.kind === 'exchange' && event.exchange.index);
    expect(indexes).toEqual([0, 1, 2]);
  });

  it('goes through a long log in turns, between which others have theirs', async () => {
    const fake = await setUp('chromium');
    const heard: (readonly string[])[] = [];
    fake.capture.subscribe((events) => heard.push(urls(events)));
    fake.log = [1, 2, 3, 4, 5].map((n) => ({
      ...entry(`https://api.example/${n}`),
      // Looked at twice, so each entry takes ten.
      get response() {
        fake.work(5);
        return { status: 200, headers: [], _error: null };
      },
    }));
    const reading = fake.capture.reconcile();
    await new Promise((resolve) => setImmediate(resolve));
    fake.finish(entry('https://api.example/meanwhile'));
    fake.finish(entry('https://api.example/4'));
    await fake.settle();
    await reading;
    expect(heard.map((each) => each.map((url) => url.replace(/.*\//, '')))).toEqual([
      ['1', '2'],
      ['meanwhile'],
      ['4'],
      ['3'],
      ['5'],
    ]);
  });

  it('reads Firefox’s log, which that takes from, only for what no event tells', async () => {
    const url = 'https://api.example/1';
    const asks = [{ name: 'Access-Control-Request-Method', value: 'PUT' }];
    const put = { ...entry(url, 0, { timings: {} }), request: { method: 'PUT', url, headers: [] } };
    const fake = await setUp('firefox');
    fake.finish(entry('https://api.example/2'));
    fake.log = [put];
    await fake.settle();
    expect(urls(fake.capture.events)).toEqual(['https://api.example/2']);
    fake.finish({ ...entry(url, 403), request: { method: 'OPTIONS', url, headers: asks } });
    await fake.settle();
    expect(urls(fake.capture.events)).toEqual(['https://api.example/2', url, url]);
  });

  it('does not read Firefox’s log, which then forgets what happens, before the page is at rest', async () => {
    const url = 'https://api.example/1';
    const asks = [{ name: 'Access-Control-Request-Method', value: 'PUT' }];
    const fake = await setUp('firefox');
    const { readings } = fake;
    fake.finish({ ...entry(url, 403), request: { method: 'OPTIONS', url, headers: asks } });
    for (let at = 0; at < 50; at++) {
      fake.finish(entry(`https://api.example/other/${at}`));
      await fake.settle(900);
    }
    expect(fake.readings).toBe(readings);
    await fake.settle(1000);
    expect(fake.readings).toBe(readings + 1);
  });

  it('keeps an OPTIONS and its preflight of one instant apart, whichever the log has first', async () => {
    const url = 'https://api.example/1';
    const options = { ...entry(url), request: { method: 'OPTIONS', url, headers: [] } };
    const asks = [{ name: 'access-control-request-method', value: 'OPTIONS' }];
    const preflight = { ...entry(url, 204), request: { method: 'OPTIONS', url, headers: asks } };
    const fake = await setUp('chromium');
    fake.finish(preflight);
    fake.finish(options);
    const more = [{ name: 'Host', value: 'api.example' }];
    fake.log = [{ ...options, request: { ...options.request, headers: more } }, preflight];
    await fake.settle();
    await fake.capture.reconcile();
    const latest = new Map<number, number | undefined>();
    for (const event of fake.capture.events)
      if (event.kind === 'exchange') latest.set(event.exchange.index, event.exchange.response?.status);
    expect([...latest]).toEqual([
      [0, 204],
      [1, 200],
    ]);
  });

  it.each([
    ['405', 405, '*', false],
    ['another origin', 204, 'https://app.example/', false],
    ['leave to send it', 204, 'https://app.example', true],
  ])('a request without an answer, whose preflight got %s', async (_, status, allowed, reads) => {
    const fake = await setUp('chromium');
    const url = 'https://api.example/put';
    const preflight = entry(url, status);
    fake.finish({
      ...preflight,
      request: { method: 'OPTIONS', url, headers: [{ name: 'Origin', value: 'https://app.example' }] },
      response: { status, headers: [{ name: 'Access-Control-Allow-Origin', value: allowed }], _error: null },
    });
    fake.log = [entry('https://api.example/only-in-the-log')];
    fake.finish(entry(url, 0));
    await fake.settle();
    expect(urls(fake.capture.events).includes('https://api.example/only-in-the-log')).toBe(reads);
  });

  it('lists nothing of what it was reading when the list was cleared', async () => {
    const fake = await setUp('firefox');
    fake.log = [entry('https://api.example/1')];
    const reading = fake.capture.reconcile();
    fake.capture.clear();
    await reading;
    await fake.capture.reconcile();
    expect(fake.capture.events).toEqual([]);
  });

  it.each(['chromium', 'firefox'] as const)(
    'reads the log for its panel when %s is at rest',
    async (engine) => {
      const fake = await setUp(engine);
      const before = fake.readings;
      fake.capture.reconcileAtRest();
      await fake.settle(200);
      fake.navigate('https://app.example/next');
      await fake.settle(200);
      expect(fake.readings).toBe(before);
      fake.log = [entry('https://api.example/hidden')];
      await fake.settle();
      expect(urls(fake.capture.events)).toContain('https://api.example/hidden');
    },
  );

  it('waits for the event of a request that was under way when it read the log', async () => {
    const url = 'https://api.example/1';
    const underWay = { ...entry(url), response: { status: 0, headers: [], _error: null } };
    const fake = await setUp('chromium', [underWay]);
    expect(fake.capture.events).toEqual([]);
    fake.finish(entry(url));
    fake.log = [entry(url)];
    await fake.capture.reconcile();
    expect(urls(fake.capture.events)).toEqual([url]);
  });

  it('takes the event of a request that the log told of before for the same request', async () => {
    const fake = await setUp('firefox', [
      entry('https://api.example/1', 0, { timings: {}, _securityState: 'x' }),
    ]);
    fake.finish(entry('https://api.example/1'));
    const events = fake.capture.events.filter((event) => event.kind === 'exchange');
    expect(events.map(({ exchange }) => [exchange.index, exchange.response?.status])).toEqual([
      [0, undefined],
      [0, 200],
    ]);
  });

  it('reads a request again that Chromium told of before it knew the answer', async () => {
    const fake = await setUp('chromium');
    fake.finish(entry('https://api.example/1', 0));
    fake.log = [entry('https://api.example/1', 302)];
    await fake.settle();
    const events = fake.capture.events.filter((event) => event.kind === 'exchange');
    expect(events.map(({ exchange }) => [exchange.index, exchange.response?.status])).toEqual([
      [0, undefined],
      [0, 302],
    ]);
  });

  it('keeps what it saw across a navigation, and dates that by the page', async () => {
    const fake = await setUp('firefox');
    fake.finish(entry('https://api.example/1'));
    fake.navigate('https://app.example/next');
    await fake.settle();
    expect(fake.capture.events).toMatchObject([
      { kind: 'exchange' },
      { kind: 'navigation', url: 'https://app.example/next', at: 77 },
    ]);
  });

  it('does not bring back from the log what was cleared', async () => {
    const fake = await setUp('chromium', [entry('https://api.example/1')]);
    fake.capture.clear();
    await fake.capture.reconcile();
    expect(fake.capture.events).toEqual([]);
  });

  it('looks no more in Firefox’s log for what belongs to what was cleared', async () => {
    const url = 'https://api.example/1';
    const asks = [{ name: 'Access-Control-Request-Method', value: 'PUT' }];
    const fake = await setUp('firefox');
    fake.finish({ ...entry(url, 403), request: { method: 'OPTIONS', url, headers: asks } });
    fake.log = [{ ...entry(url, 0), request: { method: 'PUT', url, headers: [] } }];
    fake.capture.clear();
    await fake.settle();
    expect(urls(fake.capture.events)).toEqual([]);
  });

  it('goes on after an entry without a request', async () => {
    const fake = await setUp('firefox');
    fake.finish({});
    fake.finish(entry('https://api.example/1'));
    expect(urls(fake.capture.events)).toEqual(['https://api.example/1']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is refused', () => Promise.reject(new Error('Extension context invalidated.'))],
    ['is refused without an error', () => Promise.reject(undefined)],
    ['is never handed over', () => new Promise(() => {})],
    ['is null', () => Promise.resolve(null)],
    ['is an error', () => Promise.resolve({ code: 'E_FAILED', details: [] })],
    ['has no entries', () => Promise.resolve({ log: { entries: null } })],
    ['has entries that are none', () => Promise.resolve({ entries: [null, 7, 'x', {}, { request: null }] })],
  ])('goes on when the log %s, and reads it once it is there', async (_, har) => {
    for (const engine of ['chromium', 'firefox'] as const) {
      const fake = await setUp(engine);
      fake.har = har;
      fake.finish(entry('https://api.example/1'));
      void fake.capture.reconcile();
      fake.navigate('https://app.example/next');
      await fake.settle();
      fake.finish(entry('https://api.example/2'));
      await fake.settle();
      const told = (): readonly string[] => urls(fake.capture.events).filter((one) => !one.startsWith('→'));
      expect(told()).toEqual(['https://api.example/1', 'https://api.example/2']);
      fake.har = null;
      fake.log = [1, 2, 3].map((at) => entry(`https://api.example/${at}`));
      await fake.capture.reconcile();
      expect(told()).toEqual([1, 2, 3].map((at) => `https://api.example/${at}`));
    }
  });

  it('takes nothing from a page that answers something else than it was asked', async () => {
    const fake = await setUp('firefox', [entry('https://api.example/1')]);
    for (const answer of [
      [null],
      [[1, 2, 3]],
      [{}],
      'x',
      { length: 1 },
      [['https://api.example/1', 'x', 0]],
    ]) {
      fake.evaluate = () => answer;
      await fake.capture.reconcile();
    }
    const [first] = fake.capture.events;
    expect(first?.kind === 'exchange' && first.exchange.readable).toBe(null);
    expect(fake.capture.events).toHaveLength(1);
  });

  it('keeps what the page told of a request when that is read again', async () => {
    const url = 'https://api.example/1';
    const fake = await setUp('firefox', [entry(url, 0, { timings: { wait: 1 } })]);
    const [first] = fake.capture.events;
    const startedAt = first?.kind === 'exchange' ? first.exchange.startedAt : 0;
    fake.evaluate = () => [[url, startedAt, 0]];
    await fake.capture.reconcile();
    fake.log = [entry(url)];
    await fake.capture.reconcile();
    const exchanges = fake.capture.events.flatMap((event) =>
      event.kind === 'exchange' ? [event.exchange] : [],
    );
    expect(exchanges.map(({ response, readable }) => [response?.status, readable])).toEqual([
      [undefined, null],
      [undefined, false],
      [200, false],
    ]);
  });

  it.each([
    ['sent', 'sent'],
    ['elsewhere', 'elsewhere'],
    [null, 'failed'],
    [{ anything: 'else' }, 'failed'],
  ])('says %j of a repetition as %j', async (answer, expected) => {
    const fake = await setUp('chromium');
    fake.evaluate = () => answer;
    const repeat = fake.capture.repeat?.({
      url: 'https://api.example/1',
      method: 'GET',
      headers: [],
      credentials: 'same-origin',
      origin: 'https://app.example',
      emptied: [],
    });
    expect(await repeat).toBe(expected);
  });

  it('looks for what was repeated in the log, since events do not tell of every failure', async () => {
    const fake = await setUp('firefox');
    fake.evaluate = (expression) => (expression.includes('fetch(') ? 'sent' : []);
    await fake.capture.repeat?.({
      url: 'https://api.example/1',
      method: 'GET',
      headers: [],
      credentials: 'same-origin',
      origin: 'https://app.example',
      emptied: [],
    });
    fake.log = [entry('https://api.example/1')];
    await fake.settle();
    expect(urls(fake.capture.events)).toEqual(['https://api.example/1']);
  });
});

describe('a capture whose room is full', () => {
  const ROOM: Load = { requests: 10, text: 100_000 };
  const numbers = Array.from({ length: 12 }, (_, i) => i);
  /** The n-th request, a second after the one before, from a page that every answer but a refusal allows. */
  const nth = (n: number, { refused = false, ...more }: Record<string, unknown> = {}): object => ({
    ...entry(`https://api.example/${n}`),
    startedDateTime: new Date(Date.UTC(2026, 10, 24) + n * 1000).toISOString(),
    response: {
      status: 200,
      headers: refused ? [] : [{ name: 'Access-Control-Allow-Origin', value: '*' }],
    },
    ...more,
  });
  const places = (capture: Capture): readonly string[] =>
    urls(capture.events).map((url) => url.replace('https://api.example/', ''));

  it.each([
    [
      'the oldest of those that look as if they passed',
      (n: number) => nth(n),
      ['3', '4', '5', '6', '7', '8', '9', '10', '11'],
      { passed: 3, others: 0 },
    ],
    [
      'no refusal while there is one that looks so',
      (n: number) => nth(n, { refused: n < 2 }),
      ['0', '1', '5', '6', '7', '8', '9', '10', '11'],
      { passed: 3, others: 0 },
    ],
    [
      'the oldest refusals where there are only such',
      (n: number) => nth(n, { refused: true }),
      ['3', '4', '5', '6', '7', '8', '9', '10', '11'],
      { passed: 0, others: 3 },
    ],
    [
      'no redirect while there is something else',
      (n: number) => (n === 0 ? nth(n, { response: { status: 302, headers: [] } }) : nth(n)),
      ['0', '4', '5', '6', '7', '8', '9', '10', '11'],
      { passed: 3, others: 0 },
    ],
    [
      'no preflight of a request that was refused',
      (n: number) => {
        const url = `https://api.example/${n % 2 === 0 ? n : n - 1}`;
        const request = { method: n % 2 === 0 ? 'OPTIONS' : 'PUT', url, headers: [] };
        return nth(n, {
          request: { ...request, headers: [{ name: 'Origin', value: 'https://app.example' }] },
          refused: n === 1,
        });
      },
      ['0', '0', '4', '6', '6', '8', '8', '10', '10'],
      { passed: 3, others: 0 },
    ],
  ])('forgets %s', async (_, one, left, dropped) => {
    const { capture, finish } = await setUp('chromium', [], { ...ROOM, requests: 11 });
    for (const n of numbers) finish(one(n));
    expect(places(capture)).toEqual(left);
    expect(capture.dropped).toEqual(dropped);
  });

  it('forgets what has headers of a megabyte', async () => {
    const { capture, finish } = await setUp('chromium', [], ROOM);
    const large = [
      { name: 'Access-Control-Allow-Origin', value: '*' },
      { name: 'X-Large', value: 'x'.repeat(1_000_000) },
    ];
    for (const n of [0, 1, 2]) finish(nth(n, n === 1 ? { response: { status: 200, headers: large } } : {}));
    expect(places(capture)).toEqual(['2']);
    expect(capture.dropped).toEqual({ passed: 2, others: 0 });
  });

  it.each(['chromium', 'firefox'] as const)('does not bring it back from the log of %s', async (engine) => {
    const fake = await setUp(engine, [], ROOM);
    for (const n of numbers) fake.finish(nth(n));
    const before = places(fake.capture);
    fake.log = [...numbers.map((n) => nth(n)), nth(12)];
    await fake.capture.reconcile();
    expect(before).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(places(fake.capture)).toEqual([...before.slice(2), '12']);
  });

  it('forgets what was cleared before all else, and counts anew', async () => {
    const fake = await setUp('chromium', [], ROOM);
    for (const n of numbers.slice(0, 8)) fake.finish(nth(n, { refused: true }));
    fake.capture.clear();
    for (const n of numbers.slice(8)) fake.finish(nth(n));
    expect(places(fake.capture)).toEqual(['8', '9', '10', '11']);
    expect(fake.capture.dropped).toEqual({ passed: 0, others: 0 });
    fake.log = numbers.map((n) => nth(n, { refused: n < 8 }));
    await fake.capture.reconcile();
    expect(places(fake.capture)).toEqual(['8', '9', '10', '11']);
  });

  it.each(['chromium', 'firefox'] as const)(
    'stays small over a thousand navigations in %s',
    async (engine) => {
      const fake = await setUp(engine, [], { requests: 100, text: 1_000_000 });
      for (let n = 0; n < 2000; n += 2) {
        fake.finish(nth(n, { refused: n === 0 }));
        fake.navigate(`https://app.example/${n}`);
        fake.log = [nth(n, { refused: n === 0 }), nth(n + 1)];
        await fake.capture.reconcile();
      }
      const { events, dropped } = fake.capture;
      const exchanges = events.filter(({ kind }) => kind === 'exchange');
      expect(exchanges.length).toBeLessThanOrEqual(100);
      expect(exchanges.length + dropped.passed).toBe(2000);
      expect(dropped.others).toBe(0);
      expect(events.length - exchanges.length).toBeLessThanOrEqual(1000 + 100);
      expect(urls(exchanges)[0]).toBe('https://api.example/0');
    },
  );
});
