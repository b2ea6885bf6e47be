import { EntryError, isToldTwice, readEntry } from '../har/entry.ts';
import { asRecord, asText } from '../har/json.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import {
  add,
  fits,
  loadOf,
  MOST_NAVIGATIONS,
  NO_LOAD,
  rankByLooks,
  ROOM,
  surplus,
  type Load,
} from '../session/room.ts';
import { NOTHING_DROPPED, withGone, type Source, type SourceEvent } from '../session/source.ts';
import type { DevTools } from './browser.ts';
import { repeatExpression } from './repeat.ts';

/** How long no request may have ended before the page is asked what it could read, or Chromium's log is, in milliseconds. */
const QUIET = 250;
/**
 * The same for Firefox's log. While Firefox 153 makes its log it forgets what happens meanwhile, in the log and to tell of, so it
 * has to be at rest, and there has to be a reason. devtools/client/netmonitor/src/har/har-exporter.js, buildHarData
 */
const LONG_QUIET = 1000;
/** How often the log is read again for what should be in it and is not, each time after twice as long. */
const MOST_READINGS = 2;
/** Reading the log costs about a millisecond an entry in Firefox: rest this many times as long between two readings. */
const REST = 4;
/** When to look for a repeated request in Chromium's log, in milliseconds: of some failures no event tells. */
const LOOKS = [300, 1000, 3000, 8000];
/** Milliseconds after which others get their turn while a log is gone through: the panel is drawn by the same thread. */
const LONGEST_TURN = 12;
/** When to ask a page anew that could not be asked yet, in milliseconds after the time before. */
const ASKS_AGAIN = [50, 150, 400];
/** Preflights of which is noted when they were refused: only the last ones matter. */
const MOST_REFUSED = 100;

export interface Capture extends Source {
  /** Reads DevTools' log, and takes from it what no event has told. */
  reconcile(): Promise<void>;
  /** The same as soon as the page is at rest: it is dear, and Firefox forgets what happens meanwhile. */
  reconcileAtRest(): void;
}

/** Of a beacon nobody reads the answer, so its timing says nothing. */
const RESOURCE_TIMINGS = `performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType !== 'beacon')
  .map(({ name, startTime, responseStatus }) => [name.replace(/#.*/, ''), performance.timeOrigin + startTime, responseStatus])`;

/** Whether a request of the page's document has just ended, of which no event may have told yet. */
const IS_BUSY = `performance.getEntriesByType('resource').some(({ responseEnd }) => performance.now() - responseEnd < ${LONG_QUIET})`;

interface Clock {
  now(): number;
  after(milliseconds: number, callback: () => void): void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
};

/**
 * Listens from the moment DevTools opens, whether or not the panel is ever shown. Keeps requests and headers, never
 * bodies, across navigations.
 *
 * Events are not all: Firefox never tells of a request whose preflight failed, and tells nothing of what its Network
 * panel's filter hides; Chromium may tell of a request before it knows the headers. The log has all of these.
 */
export function createCapture(devTools: DevTools, clock: Clock = systemClock, room: Load = ROOM): Capture {
  let events: SourceEvent[] = [];
  const known = new Map<string, Exchange[]>();
  /** How many events told of a key: the log may have told of the same request before. */
  const told = new Map<string, number>();
  /** Resource timings that found their exchange. */
  const fates = new Set<string>();
  /** How many preflights and redirects have led to nothing that was told yet, by where they lead. */
  const leads = new Map<string, number>();
  /** When the last preflight to an address was refused. */
  const refusedPreflights = new Map<string, number>();
  let nextIndex = 0;
  let pageOrigin: string | null = null;
  let pages = 0;
  let namesPages = false;
  let timer = 0;
  /** When the log is to be read next; null where nothing asks for it. */
  let dueAt: number | null = null;
  let glance = 0;
  let restUntil = 0;
  let lastCost = 0;
  let readings = 0;
  /** What is known, whether or not it was cleared. */
  let held = NO_LOAD;
  let dropped = NOTHING_DROPPED;
  let clearings = 0;
  /** When the last began of what was dropped: the log still has it, and must not bring it back. */
  let droppedUntil = Number.NEGATIVE_INFINITY;
  const listeners = new Set<(events: readonly SourceEvent[]) => void>();

  const emit = (fresh: readonly SourceEvent[]): void => {
    if (fresh.length === 0) return;
    events.push(...fresh);
    if (!fits(held, room)) makeRoom();
    for (const listener of listeners) {
      try {
        listener(fresh);
      } catch {
        // Docking gives the panel a new window, and Firefox lets nobody call a function of the old one.
        listeners.delete(listener);
      }
    }
  };

  /** What was cleared goes first, then what looks as if it passed, then the oldest. */
  const makeRoom = (): void => {
    const shown = new Set(events.map((event) => (event.kind === 'exchange' ? event.exchange.index : null)));
    const all = [...known].map(([key, twins]) => [key, twins.flat()] as const);
    const rank = rankByLooks(all.flatMap(([, twins]) => twins));
    const isShown = ({ index }: Exchange): boolean => shown.has(index);
    const gone = surplus(
      all,
      held,
      room,
      ([, twins]) => loadOf(twins),
      ([, twins]) => (twins.some(isShown) ? Math.max(...twins.map(rank)) : -1),
    );
    for (const [key, twins] of gone) {
      known.delete(key);
      held = add(held, loadOf(twins), -1);
      dropped = withGone(
        dropped,
        twins.filter(isShown).map((one) => rank(one) === 0),
      );
      for (const { startedAt } of twins) if (startedAt > droppedUntil) droppedUntil = startedAt;
    }
    for (const key of told.keys()) if (!known.has(key)) told.delete(key);
    // Of what was read more than once only the last reading stays, and of the navigations what anyone may look for.
    const current = new Set([...known.values()].flat());
    const loads = new Set(events.filter(({ kind }) => kind === 'navigation').slice(-MOST_NAVIGATIONS));
    events = events.filter((event) =>
      event.kind === 'navigation' ? loads.has(event) : current.has(event.exchange),
    );
  };

  /** Reads an entry that is the n-th of its key; the same place means the same request, read again. */
  const take = (entry: unknown, key: string, place: number): SourceEvent | null => {
    const twins = known.get(key) ?? [];
    const before = twins[place];
    const index = before?.index ?? nextIndex;
    let exchange: Exchange;
    try {
      const pageOrigins = new Map(
        pageOrigin === null ? [] : [[asText(asRecord(entry)?.['pageref']) ?? '', pageOrigin]],
      );
      namesPages ||= asText(asRecord(entry)?.['pageref']) !== null;
      exchange = readEntry(entry, index, { producer: devTools.engine, pageOrigins, namesPages });
    } catch (error) {
      // An entry without a request can't be shown; the rest goes on.
      if (error instanceof EntryError) return null;
      throw error;
    }
    if (before !== undefined && !isBetter(exchange, before)) return null;
    if (twins.some((twin, at) => at !== place && isToldTwice(exchange, twin))) return null;
    if (before === undefined) nextIndex++;
    else held = add(held, loadOf([before]), -1);
    held = add(held, loadOf([exchange]));
    // What the page told of the first reading holds for the better one: it is asked only once.
    twins[place] =
      before === undefined
        ? exchange
        : { ...exchange, pageOrigin: before.pageOrigin, readable: before.readable };
    known.set(key, twins);
    return { kind: 'exchange', exchange: twins[place] };
  };

  /**
   * Firefox's entries do not say whether the page could read the answer; the page's own resource timing does. It knows
   * of the page's document alone, not of frames and workers, and by default of its first 250 requests.
   */
  const learnFates = async (): Promise<readonly SourceEvent[]> => {
    const timings = await devTools.evaluate(RESOURCE_TIMINGS);
    if (!Array.isArray(timings)) return [];
    const open = new Map<string, Exchange[]>();
    for (const exchange of [...known.values()].flat()) {
      if (exchange.readable !== null || exchange.method === 'OPTIONS') continue;
      const same = open.get(exchange.url);
      if (same === undefined) open.set(exchange.url, [exchange]);
      else same.push(exchange);
    }
    const fresh: SourceEvent[] = [];
    const here = new Set<string>();
    for (const timing of timings) {
      // The page may have put its own in the place of what we ask.
      const [url, startedAt, status]: readonly unknown[] = Array.isArray(timing) ? timing : [];
      if (typeof url !== 'string' || typeof startedAt !== 'number' || typeof status !== 'number') continue;
      const timingKey = `${url} ${startedAt}`;
      here.add(timingKey);
      // A redirect's status is that of a request that went no further: it may have been refused or handed to the page.
      if (fates.has(timingKey) || (status >= 300 && status < 400)) continue;
      const distance = ({ startedAt: at }: Exchange): number => Math.abs(at - startedAt);
      const nearest = (open.get(url) ?? []).toSorted((a, b) => distance(a) - distance(b))[0];
      if (nearest === undefined || distance(nearest) > 1000) continue;
      open.set(
        url,
        (open.get(url) ?? []).filter((exchange) => exchange !== nearest),
      );
      fates.add(timingKey);
      const exchange = { ...nearest, readable: status !== 0 };
      for (const twins of known.values()) {
        const place = twins.indexOf(nearest);
        if (place !== -1) twins[place] = exchange;
      }
      fresh.push({ kind: 'exchange', exchange });
    }
    for (const key of fates) if (!here.has(key)) fates.delete(key);
    return fresh;
  };

  const reconcile = async (): Promise<void> => {
    const started = clock.now();
    const clearingsBefore = clearings;
    const log = asRecord(await devTools.getHar().catch(() => null));
    const entries = (asRecord(log?.['log']) ?? log)?.['entries'];
    if (!Array.isArray(entries)) return;
    const inLog = new Map<string, number>();
    let fresh: SourceEvent[] = [];
    const tell = (): void => {
      // What was in the log before the list was cleared stays cleared.
      if (clearings === clearingsBefore) emit(fresh);
      for (const event of fresh) if (event.kind === 'exchange') forgetLead(event.exchange);
      fresh = [];
    };
    // To take over a long log has cost this turn already, before there is anything to go through.
    let turnEnds = started + LONGEST_TURN;
    for (const entry of entries) {
      if (clock.now() >= turnEnds) {
        tell();
        await new Promise<void>((resolve) => clock.after(0, resolve));
        turnEnds = clock.now() + LONGEST_TURN;
      }
      const key = keyOf(entry);
      const place = countUp(inLog, key);
      if (!known.has(key) && startOf(entry) <= droppedUntil) continue;
      if (devTools.engine === 'chromium' && isUnderWay(entry)) continue;
      const event = take(entry, key, place);
      if (event !== null) fresh.push(event);
    }
    tell();
    if (devTools.engine === 'firefox') emit(await learnFates());
    lastCost = clock.now() - started;
    restUntil = clock.now() + REST * lastCost;
    if (++readings >= MOST_READINGS) leads.clear();
    if (leads.size > 0) reconcileAfter(calm() * 2 ** readings);
  };

  /**
   * How long nothing may have happened before the log is read, in milliseconds. A long log, or a slow machine, takes long to
   * read it, in which the panel stands still: the longer, the calmer the page has to be.
   */
  const calm = (): number => Math.max(devTools.engine === 'chromium' ? QUIET : LONG_QUIET, REST * lastCost);

  const reconcileAfter = (delay: number): void => {
    const mine = ++timer;
    const wait = Math.max(delay, restUntil - clock.now());
    dueAt = clock.now() + wait;
    clock.after(wait, () => {
      if (mine === timer) void reconcileUnlessBusy();
    });
  };

  const reconcileUnlessBusy = async (): Promise<void> => {
    const mine = timer;
    const isBusy = devTools.engine === 'firefox' && (await devTools.evaluate(IS_BUSY)) === true;
    // Meanwhile an event may have put it off.
    if (mine !== timer) return;
    if (isBusy) return reconcileAfter(calm());
    dueAt = null;
    await reconcile();
  };

  /** Asks Firefox's page alone, which takes nothing from the log. */
  const glanceWhenQuiet = (): void => {
    const mine = ++glance;
    clock.after(QUIET, () => {
      if (mine === glance) void learnFates().then(emit);
    });
  };

  const reconcileAtRest = (): void => {
    readings = 0;
    reconcileAfter(calm());
  };

  const reconcileWhenQuiet = (): void => {
    if (devTools.engine === 'chromium') return reconcileAfter(calm());
    glanceWhenQuiet();
    // Each event puts off what is due, for whatever reason it is.
    if (leads.size > 0) reconcileAtRest();
    else if (dueAt !== null) reconcileAfter(Math.max(calm(), dueAt - clock.now()));
  };

  /** Notes of what Firefox may not tell: a request whose preflight failed, and one that a redirect would have led to. */
  const noteLeads = ({ method, url, requestHeaders, response }: Exchange): void => {
    const asked = method === 'OPTIONS' ? getHeader(requestHeaders, 'Access-Control-Request-Method') : null;
    if (asked !== null) countUp(leads, `${asked} ${url}`);
    const location =
      response !== null && isRedirectStatus(response.status) ? getHeader(response.headers, 'Location') : null;
    if (location !== null && URL.canParse(location, url)) countUp(leads, new URL(location, url).href);
  };

  const forgetLead = ({ method, url, requestHeaders }: Exchange): void => {
    const isPreflight = getHeader(requestHeaders, 'Access-Control-Request-Method') !== null;
    for (const lead of isPreflight ? [] : [`${method} ${url}`, url]) {
      const count = (leads.get(lead) ?? 0) - 1;
      if (count > 0) leads.set(lead, count);
      else leads.delete(lead);
    }
  };

  /** The log knows no more of what its preflight kept from being sent; and to read it costs the more, the longer it is. */
  const isNeverSent = ({ url, startedAt, duration }: Exchange): boolean => {
    const refusedAt = refusedPreflights.get(url);
    return refusedAt !== undefined && Math.abs(refusedAt - startedAt) <= (duration ?? 0) + 1000;
  };

  const learnPage = async (): Promise<number | null> => {
    const page = asRecord(
      await devTools.evaluate('({ origin: location.origin, start: performance.timeOrigin })'),
    );
    pageOrigin = asText(page?.['origin']) ?? pageOrigin;
    return typeof page?.['start'] === 'number' ? page['start'] : null;
  };

  devTools.onRequestFinished((entry) => {
    const key = keyOf(entry);
    const event = take(entry, key, countUp(told, key));
    if (event !== null) emit([event]);
    const seen = event?.kind === 'exchange' ? event.exchange : null;
    if (devTools.engine === 'firefox' && seen !== null) {
      forgetLead(seen);
      noteLeads(seen);
    }
    if (seen !== null && isRefusedPreflight(seen)) {
      refusedPreflights.set(seen.url, seen.startedAt);
      const [oldest = ''] = refusedPreflights.keys();
      if (refusedPreflights.size > MOST_REFUSED) refusedPreflights.delete(oldest);
    }
    if (devTools.engine === 'firefox' || (seen !== null && isHalfTold(seen) && !isNeverSent(seen)))
      reconcileWhenQuiet();
  });
  /**
   * When a page began that DevTools have just gone to: they tell of it when its first requests are under way, or in Firefox
   * when it has loaded, and only the page knows. Neither Chromium 156 nor Firefox 153 can always ask it at once.
   */
  const startOfPage = async (): Promise<number> => {
    const mine = ++pages;
    const toldAt = clock.now();
    for (const delay of [...ASKS_AGAIN, null]) {
      const start = await learnPage();
      if (mine !== pages) break;
      if (start !== null) return start;
      if (delay !== null) await new Promise<void>((resolve) => clock.after(delay, resolve));
      if (mine !== pages) break;
    }
    return toldAt;
  };

  devTools.onNavigated((url) => {
    pageOrigin = originOf(url);
    void startOfPage().then((at) => emit([{ kind: 'navigation', url, at }]));
    reconcileWhenQuiet();
  });
  void learnPage().then(reconcile);

  return {
    get events() {
      return events;
    },
    get dropped() {
      return dropped;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      // What is `known` stays: the browser's log still holds it, and must not bring it back.
      events = [];
      dropped = NOTHING_DROPPED;
      clearings++;
      // Nobody waits for the rest of it.
      leads.clear();
      timer++;
      dueAt = null;
    },
    jumps: devTools.jumps,
    async repeat(request) {
      const result = await devTools.evaluate(repeatExpression(request));
      if (result !== 'sent') return result === 'elsewhere' ? 'elsewhere' : 'failed';
      if (devTools.engine === 'firefox') reconcileAtRest();
      else for (const delay of LOOKS) clock.after(delay, () => void reconcile());
      return 'sent';
    },
    reload: () => void devTools.evaluate('location.reload()'),
    reconcile,
    reconcileAtRest,
  };
}

/**
 * Neither browser gives its entries an id: time, method and address, and the order among equals, tell them apart. An `OPTIONS`
 * and its preflight, which may begin within one millisecond, come in another order in the log.
 */
function keyOf(entry: unknown): string {
  const { startedDateTime, request, _resourceType: type } = asRecord(entry) ?? {};
  const { method, url, headers } = asRecord(request) ?? {};
  const asks = (): boolean =>
    Array.isArray(headers) && headers.some((row) => ASKS.test(asText(asRecord(row)?.['name']) ?? ''));
  const kind = method === 'OPTIONS' && (type === 'preflight' || asks()) ? 'preflight' : '';
  return `${asText(startedDateTime)} ${asText(method)} ${asText(url)} ${kind}`;
}

function startOf(entry: unknown): number {
  return Date.parse(asText(asRecord(entry)?.['startedDateTime']) ?? '');
}

const ASKS = /^access-control-request-method$/i;

/** Adds one to a key's count, and returns what it was before. */
function countUp(counts: Map<string, number>, key: string): number {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count;
}

// Chromium's log has requests that are still under way, with neither an answer nor an error. Their event will come.
function isUnderWay(entry: unknown): boolean {
  const response = asRecord(asRecord(entry)?.['response']);
  return response?.['status'] === 0 && response['_error'] === null;
}

/** Whether Chromium may have told of a request before it knew the wire's headers. */
function isHalfTold({ netError, response, method }: Exchange): boolean {
  return (netError !== null || method === 'OPTIONS') && (response === null || response.headers.length === 0);
}

/** Whether a preflight is refused for its status or its origin, as most are; about the others the log is asked. */
function isRefusedPreflight({ method, requestHeaders, response }: Exchange): boolean {
  if (method !== 'OPTIONS' || response === null || response.headers.length === 0) return false;
  const allowed = getHeader(response.headers, 'Access-Control-Allow-Origin');
  const isOk = response.status >= 200 && response.status <= 299;
  return !isOk || (allowed !== '*' && allowed !== getHeader(requestHeaders, 'Origin'));
}

function isBetter(now: Exchange, before: Exchange): boolean {
  const weight = ({ response, requestHeaders }: Exchange): number =>
    (response === null ? 0 : 1000) + (response?.headers.length ?? 0) + requestHeaders.length;
  return weight(now) > weight(before) || now.netError !== before.netError;
}
