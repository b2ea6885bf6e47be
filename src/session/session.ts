import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Exchange } from '../http/exchange.ts';
import { attemptsOf, passes, passingSince, type Attempts } from './attempts.ts';
import { countKinds, isOfKind, textFilter, type Counts } from './filter.ts';
import { hasPassed, type Item, type Kind } from './item.ts';
import { createLedger } from './ledger.ts';
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
} from './room.ts';
import { flatRows, groupedRows, groupsOf, type Group, type Navigation, type Row } from './rows.ts';
import { repeatOf } from './repeat.ts';
import {
  NOTHING_DROPPED,
  withGone,
  type Dropped,
  type Jumps,
  type Repeated,
  type Source,
  type SourceEvent,
} from './source.ts';

/** Everything that a panel shows, and what can be done to it. */
export interface Session {
  /** Every flow, oldest first. */
  readonly items: ReadonlySignal<readonly Item[]>;
  readonly navigations: ReadonlySignal<readonly Navigation[]>;
  /** How many of each kind the text filter leaves. */
  readonly counts: ReadonlySignal<Counts>;
  /** How many of these failed, and pass now in a later attempt. */
  readonly fixed: ReadonlySignal<Counts>;
  /** What text filter and chips leave. */
  readonly shown: ReadonlySignal<readonly Item[]>;
  /** How many that still fail text filter and chips hide. */
  readonly hiddenFailures: ReadonlySignal<number>;
  readonly groups: ReadonlySignal<readonly Group[]>;
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly selected: ReadonlySignal<Item | null>;
  /**
   * What fails since the page was loaded anew, while what is selected is from before: the newest attempt at the same
   * thing or, where that does not fail, the newest failure.
   */
  readonly newerFailure: ReadonlySignal<Item | null>;
  /** All attempts at what is selected; null where nothing is. */
  readonly attempts: ReadonlySignal<Attempts | null>;
  /** How many events wait for the end of a pause. */
  readonly waiting: ReadonlySignal<number>;
  /** How many requests are no more in the list because memory is limited. */
  readonly dropped: ReadonlySignal<Dropped>;

  readonly text: Signal<string>;
  /** The pressed chips; with none pressed all but exempt flows are shown. */
  readonly kinds: Signal<ReadonlySet<Kind>>;
  readonly grouped: Signal<boolean>;
  /** Whether flows outlive the page that made them. */
  readonly preserve: Signal<boolean>;
  readonly paused: ReadonlySignal<boolean>;

  select(item: Item | null): void;
  /** Whether there is a page that more may come from, and that can repeat requests; a file has none. */
  readonly live: boolean;
  readonly jumps: Jumps;
  readonly reload: Source['reload'];
  /** Lets the page make the request again, and selects the new attempt when it comes. */
  repeat(item: Item): Promise<Repeated>;
  toggleKind(kind: Kind): void;
  /** Ends text filter and chips. */
  showAll(): void;
  toggleGroup(key: string, open?: boolean): void;
  pause(paused: boolean): void;
  clear(): void;
  dispose(): void;
}

/** Calls back once: soon where it is the rest of what has begun, and for what has come in when the panel has the time. */
export type Schedule = (run: () => void, isRest: boolean) => void;

const afterThis: Schedule = (run) => void Promise.resolve().then(run);

/**
 * Events that are looked at in one turn, and milliseconds after which a turn ends before it has looked at so many: more
 * would make the panel stand still, when it opens on a long recording.
 */
const MOST_AT_ONCE = 300;
const LONGEST_TURN = 12;
/** Events, or flows to look at, between two looks at the clock. */
const SLICE = 30;

export function createSession(source: Source, schedule: Schedule = afterThis, room: Load = ROOM): Session {
  let ledger = createLedger();
  let pending: SourceEvent[] = [];
  /** What waits in a pause. */
  let waitingLoad = NO_LOAD;
  let scheduled = false;
  /** Whether the first problem may still be selected by itself: not once the user has chosen, or closed it. */
  let untouched = true;
  /** The repetition that has to come; it is selected unless the user has gone elsewhere. */
  let awaited: {
    readonly key: string;
    readonly after: number;
    readonly selection: number | null;
  } | null = null;
  /** Without preservation: when the page that is shown was loaded. */
  let from = Number.NEGATIVE_INFINITY;

  const items = signal<readonly Item[]>([]);
  const navigations = signal<readonly Navigation[]>([]);
  const waiting = signal(0);
  const dropped = signal(source.dropped);
  const paused = signal(false);
  /** Index of an exchange, not of a flow: flows come together while their exchanges come in. */
  const selection = signal<number | null>(null);
  const text = signal('');
  const kinds = signal<ReadonlySet<Kind>>(new Set());
  const closed = signal<ReadonlySet<string>>(new Set());
  /** Groups closed among what a text filter found, for as long as it stays the same: what is found is shown at first. */
  const closedFound = signal<{ readonly text: string; readonly keys: ReadonlySet<string> }>({
    text: '',
    keys: new Set(),
  });
  const grouped = signal(true);
  const preserve = signal(true);

  /** What the text filter lets through; that of the text before, while the new one is being looked for. */
  const matches = signal(textFilter(''));
  const matching = computed(() => (matches.value === null ? items.value : items.value.filter(matches.value)));
  const shown = computed(() => {
    const pressed = kinds.value;
    return matching.value.filter((item) => isOfKind(item, pressed));
  });
  const closedNow = computed((): ReadonlySet<string> => {
    if (matches.value === null) return closed.value;
    return closedFound.value.text === text.value ? closedFound.value.keys : new Set();
  });
  const passing = computed(() => passingSince(items.value));
  const isFixed = (item: Item): boolean => passes(item) === false && passing.value.has(item.attemptKey);
  const hiddenFailures = computed(() => {
    const inSight = new Set(shown.value);
    return items.value.filter((item) => passes(item) === false && !inSight.has(item) && !isFixed(item))
      .length;
  });
  let lastGroups: readonly Group[] = [];
  const groups = computed(
    () => (lastGroups = groupsOf(shown.value, navigations.value, lastGroups, passing.value)),
  );
  const rows = computed(() =>
    grouped.value
      ? groupedRows(groups.value, navigations.value, closedNow.value)
      : flatRows(shown.value, navigations.value),
  );
  const selected = computed(() => {
    const index = selection.value;
    return items.value.length === 0 || index === null ? null : ledger.holderOf(index);
  });

  let lastAttempts: { readonly items: readonly Item[]; readonly attempts: Attempts } | null = null;
  const attempts = computed(() => {
    const key = selected.value?.attemptKey;
    if (key === undefined) return null;
    const same = items.value.filter((item) => item.attemptKey === key);
    if (lastAttempts === null || !isSame(lastAttempts.items, same)) {
      lastAttempts = { items: same, attempts: attemptsOf(same) };
    }
    return lastAttempts.attempts;
  });

  const newerFailure = computed(() => {
    const loadedAt = navigations.value.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    const { startedAt = loadedAt, attemptKey } = selected.value ?? {};
    if (startedAt >= loadedAt) return null;
    const failures = items.value.filter(
      (item) => item.startedAt >= loadedAt && passes(item) === false && !isFixed(item),
    );
    return failures.findLast((item) => item.attemptKey === attemptKey) ?? failures.at(-1) ?? null;
  });

  /** To look for something in all headers of ten thousand requests takes longer than a turn. What is found is kept. */
  function search(sought: string): void {
    const filter = textFilter(sought);
    const all = filter === null ? [] : items.peek();
    let looked = 0;
    const turn = (): void => {
      if (text.peek() !== sought) return;
      const end = Date.now() + LONGEST_TURN;
      for (; looked < all.length; looked += SLICE) {
        if (Date.now() >= end) return schedule(turn, true);
        for (const item of all.slice(looked, looked + SLICE)) filter?.(item);
      }
      matches.value = filter;
    };
    turn();
  }

  function receive(events: readonly SourceEvent[]): void {
    for (const event of events) pending.push(event);
    if (!paused.value) return wake();
    waitingLoad = add(waitingLoad, loadOf(exchangesIn(events)));
    if (!fits(waitingLoad, room)) keepSome();
    waiting.value = pending.length;
  }

  /** A pause may last as long as it likes; what waits takes no more room than what is listed. */
  function keepSome(): void {
    const exchanges = exchangesIn(pending);
    const rank = rankByLooks(exchanges);
    const gone = surplus(exchanges, waitingLoad, room, (one) => loadOf([one]), rank);
    pending = pending.filter((event) => event.kind === 'navigation' || !gone.has(event.exchange));
    waitingLoad = loadOf(exchangesIn(pending));
    dropped.value = withGone(
      dropped.value,
      [...gone].map((one) => rank(one) === 0),
    );
  }

  function wake(isRest = false): void {
    if (scheduled) return;
    scheduled = true;
    schedule(() => {
      scheduled = false;
      if (!paused.value) flush();
    }, isRest);
  }

  function flush(): void {
    const loads: Navigation[] = [];
    const end = Date.now() + LONGEST_TURN;
    let taken = 0;
    do {
      const exchanges: Exchange[] = [];
      for (const event of pending.slice(taken, taken + SLICE)) {
        if (event.kind === 'exchange') exchanges.push(event.exchange);
        else loads.push({ url: event.url, at: event.at });
      }
      ledger.take(exchanges);
      taken += SLICE;
    } while (taken < Math.min(pending.length, MOST_AT_ONCE) && Date.now() < end);
    pending = pending.slice(taken);
    if (pending.length > 0) wake(true);
    const last = loads.at(-1);
    if (!preserve.value && last !== undefined) from = last.at;
    // Each time: what the old page had asked for may be reported after the new one was loaded.
    if (from > 0) ledger.forget(from);
    const index = selection.peek();
    const spared = index === null ? null : ledger.holderOf(index);
    const gone = ledger.makeRoom(room, spared);
    batch(() => {
      // A new page in an empty list is a new beginning, whatever was chosen or closed in the old one.
      if (!preserve.value && last !== undefined && spared === null) {
        selection.value = null;
        untouched = true;
      }
      if (gone.size > 0) dropped.value = withGone(dropped.value, [...gone].map(hasPassed));
      waiting.value = 0;
      items.value = ledger.items();
      if (last !== undefined)
        navigations.value = preserve.value
          ? [...navigations.value, ...loads].slice(-MOST_NAVIGATIONS)
          : [last];
      if (untouched && selection.value === null) selection.value = firstProblem(groups.value)?.id ?? null;
      const repeated = awaited && items.value.findLast((item) => isAwaited(item));
      if (repeated) {
        if (selection.value === awaited?.selection) selection.value = repeated.id;
        awaited = null;
      }
    });
  }

  function isAwaited({ attemptKey, id }: Item): boolean {
    return awaited !== null && attemptKey === awaited.key && id > awaited.after;
  }

  async function repeat(item: Item): Promise<Repeated> {
    const request = repeatOf(item.examined);
    if (source.repeat === null || request === null) return 'failed';
    const after = items.value.reduce((newest, { id }) => Math.max(newest, id), -1);
    const expected = { key: item.attemptKey, after, selection: selection.value };
    awaited = expected;
    const result = await source.repeat(request);
    if (result !== 'sent' && awaited === expected) awaited = null;
    return result;
  }

  function forget(): void {
    awaited = null;
    ledger = createLedger();
    pending = [];
    waitingLoad = NO_LOAD;
    untouched = true;
    from = Number.NEGATIVE_INFINITY;
    batch(() => {
      waiting.value = 0;
      dropped.value = NOTHING_DROPPED;
      items.value = [];
      navigations.value = [];
      selection.value = null;
      closed.value = new Set();
    });
  }

  receive(source.events);
  if (!paused.value) flush();
  const ends = [source.subscribe(receive), text.subscribe(search)];

  return {
    items,
    navigations,
    counts: computed(() => countKinds(matching.value)),
    fixed: computed(() => countKinds(matching.value.filter(isFixed))),
    shown,
    hiddenFailures,
    groups,
    rows,
    selected,
    newerFailure,
    attempts,
    waiting,
    dropped,
    text,
    kinds,
    grouped,
    preserve,
    paused,
    select: (item) => {
      untouched = false;
      selection.value = item?.id ?? null;
    },
    live: source.repeat !== null,
    jumps: source.jumps,
    reload: source.reload,
    repeat,
    toggleKind: (kind) => {
      kinds.value = toggled(kinds.value, kind);
    },
    showAll: () =>
      batch(() => {
        text.value = '';
        kinds.value = new Set();
      }),
    toggleGroup: (key, open = closedNow.value.has(key)) => {
      if (open !== closedNow.value.has(key)) return;
      const keys = toggled(closedNow.value, key);
      if (matches.value === null) closed.value = keys;
      else closedFound.value = { text: text.value, keys };
    },
    pause: (on) => {
      paused.value = on;
      waitingLoad = loadOf(exchangesIn(pending));
      if (!on) flush();
    },
    clear: () => {
      source.clear();
      forget();
    },
    dispose: () => ends.forEach((end) => end()),
  };
}

function exchangesIn(events: readonly SourceEvent[]): readonly Exchange[] {
  return events.flatMap((event) => (event.kind === 'exchange' ? [event.exchange] : []));
}

function firstProblem(groups: readonly Group[]): Item | null {
  const group = groups.find(({ kind }) => kind === 'blocked' || kind === 'failed');
  return group?.items[0] ?? null;
}

function isSame(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
