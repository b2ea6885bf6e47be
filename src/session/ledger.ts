import { exchangeOf, exchangesOf, firstHop } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import { isPreflight } from '../cors/preflight.ts';
import type { Exchange } from '../http/exchange.ts';
import { keptAnswersOf, maySpare } from '../pairing/kept-answers.ts';
import { mayMeet, pair, reachOf } from '../pairing/pair.ts';
import { addressesOf } from '../pairing/redirects.ts';
import type { Surroundings } from '../diagnosis/rule.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import { passes } from './attempts.ts';
import { hasPassed, idOf, itemOf, type Item } from './item.ts';
import { add as sumOf, fits, loadOf, NO_LOAD, surplus, type Load } from './room.ts';

/** From the start of an item's first exchange to when nothing can meet its exchanges any more. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What pairing some items' exchanges anew made: the items that are no more, and the flows in their place. */
interface Paired {
  readonly gone: ReadonlySet<Item>;
  readonly changed: readonly Flow[];
}

/** All exchanges as items, kept up to date at a cost that depends on what is new, not on what is there. */
export interface Ledger {
  /** Oldest first. */
  readonly items: () => readonly Item[];
  /** The item that an exchange is part of. */
  readonly holderOf: (index: number) => Item | null;
  readonly take: (batch: readonly Exchange[]) => void;
  /** Forgets the items that began before a time. */
  readonly forget: (before: number) => void;
  /** Forgets what there is no room for: what passes first, then the oldest. Returns it. One item may be spared. */
  readonly makeRoom: (room: Load, spared: Item | null) => ReadonlySet<Item>;
}

/**
 * What is new is paired by itself, then together with the flows that it may meet, and those that change with the flows that
 * they may meet, until nothing more changes. The items are then what pairing all exchanges at once would make.
 */
export function createLedger(describe: (flow: Flow, surroundings: Surroundings) => Item = itemOf): Ledger {
  let items: readonly Item[] = [];
  const holders = new Map<number, Item>();
  const byAddress = new Map<string, Map<Item, Span>>();
  const kept = keptAnswersOf([]);
  let surroundings = createSurroundings();
  let held = NO_LOAD;

  function add(item: Item): void {
    const exchanges = exchangesOf(item.examined.flow);
    held = sumOf(held, loadOf(exchanges));
    const span = {
      from: Math.min(...exchanges.map(({ startedAt }) => startedAt)),
      to: Math.max(...exchanges.map(reachOf)),
    };
    for (const exchange of exchanges) {
      holders.set(exchange.index, item);
      for (const address of addressesOf(exchange)) {
        const known = byAddress.get(address);
        if (known === undefined) byAddress.set(address, new Map([[item, span]]));
        else known.set(item, span);
      }
    }
  }

  function drop(item: Item): void {
    const exchanges = exchangesOf(item.examined.flow);
    held = sumOf(held, loadOf(exchanges), -1);
    for (const exchange of exchanges) {
      if (holders.get(exchange.index) === item) holders.delete(exchange.index);
      for (const address of addressesOf(exchange)) {
        const known = byAddress.get(address);
        known?.delete(item);
        if (known?.size === 0) byAddress.delete(address);
      }
    }
  }

  /** For good: also what the others knew of them. */
  function forgetAll(gone: ReadonlySet<Item>): void {
    if (gone.size === 0) return;
    for (const item of gone) {
      drop(item);
      exchangesOf(item.examined.flow).forEach(kept.forget);
    }
    items = items.filter((item) => !gone.has(item));
    surroundings = createSurroundings();
    for (const item of items) exchangesOf(item.examined.flow).forEach(learn);
  }

  /** One exchange that can't be read must not take the others with it. */
  function learn(exchange: Exchange): void {
    try {
      surroundings.add(exchange);
    } catch {
      // It will be listed as one that can't be examined.
    }
  }

  function take(batch: readonly Exchange[]): void {
    const fresh = new Map(batch.map((exchange) => [exchange.index, exchange]));
    if (fresh.size === 0) return;
    for (const exchange of fresh.values()) {
      learn(exchange);
      if (isPreflight(exchange)) kept.add(exchange);
    }
    const touched = new Set<Item>();
    // A better reading takes the place of what was known.
    for (const index of fresh.keys()) {
      const holder = holders.get(index);
      if (holder !== undefined) touched.add(holder);
    }
    for (const exchange of fresh.values()) if (isPreflight(exchange)) touchSpared(exchange, touched);
    let paired: Paired;
    let size: number;
    do {
      size = touched.size;
      paired = pairAnew(touched, fresh);
      for (const flow of paired.changed) exchangesOf(flow).forEach((exchange) => touch(exchange, touched));
    } while (touched.size > size);

    const { gone, changed } = paired;
    for (const item of gone) drop(item);
    const added = changed.map((flow) => describe(flow, surroundings));
    for (const item of added) add(item);
    items = merge(items, gone, added);
  }

  function pairAnew(touched: ReadonlySet<Item>, fresh: ReadonlyMap<number, Exchange>): Paired {
    const pool = new Map<number, Exchange>();
    for (const { examined } of touched)
      for (const exchange of exchangesOf(examined.flow)) pool.set(exchange.index, exchange);
    for (const [index, exchange] of fresh) pool.set(index, exchange);
    const before = new Map([...touched].map((item) => [item.id, item]));
    const gone = new Set(touched);
    const changed: Flow[] = [];
    for (const flow of pair([...pool.values()], kept)) {
      const known = before.get(idOf(flow));
      if (known !== undefined && isSame(known.examined.flow, flow)) gone.delete(known);
      else changed.push(flow);
    }
    return { gone, changed };
  }

  function touch(exchange: Exchange, touched: Set<Item>): void {
    const { startedAt } = exchange;
    const reach = reachOf(exchange);
    for (const address of addressesOf(exchange)) {
      for (const [item, { from, to }] of byAddress.get(address) ?? []) {
        if (from > reach || to < startedAt || touched.has(item)) continue;
        if (exchangesOf(item.examined.flow).some((other) => mayMeet(exchange, other))) touched.add(item);
      }
    }
  }

  /** A preflight that is told of late may have spared requests that are known. */
  function touchSpared(preflight: Exchange, touched: Set<Item>): void {
    for (const [item, { to }] of byAddress.get(addressesOf(preflight)[0] ?? '') ?? []) {
      if (to < preflight.startedAt || touched.has(item)) continue;
      const isSpared = item.examined.flow.hops.some(
        ({ actual, keptPreflight }) =>
          keptPreflight?.index === preflight.index || (actual !== null && maySpare(preflight, actual)),
      );
      if (isSpared) touched.add(item);
    }
  }

  return {
    items: () => items,
    holderOf: (index) => holders.get(index) ?? null,
    take,
    forget: (before) => forgetAll(new Set(items.filter((item) => item.startedAt < before))),
    makeRoom: (room, spared) => {
      if (fits(held, room)) return NOTHING;
      const fixes = fixesOf(items);
      const rankOf = (item: Item): number | null => {
        if (item === spared) return null;
        if (fixes.has(item)) return 2;
        return hasPassed(item) ? 0 : item.kind === 'warning' ? 1 : 2;
      };
      const gone = surplus(items, held, room, (item) => loadOf(exchangesOf(item.examined.flow)), rankOf);
      forgetAll(gone);
      return gone;
    },
  };
}

const NOTHING: ReadonlySet<Item> = new Set();

/** The first attempts that passed after the last that failed: without them what is fixed would be listed as failing. */
function fixesOf(items: readonly Item[]): ReadonlySet<Item> {
  const fixes = new Map<string, Item | null>();
  for (const item of items) {
    const passed = passes(item);
    if (passed === false) fixes.set(item.attemptKey, null);
    else if (passed === true && fixes.get(item.attemptKey) === null) fixes.set(item.attemptKey, item);
  }
  return new Set([...fixes.values()].filter((item) => item !== null));
}

function isSame(a: Flow, b: Flow): boolean {
  return (
    a.viaWorker === b.viaWorker &&
    a.hops.length === b.hops.length &&
    a.hops.every(
      ({ preflight, actual, keptPreflight = null }, i) =>
        preflight === b.hops[i]?.preflight &&
        actual === b.hops[i]?.actual &&
        keptPreflight === (b.hops[i]?.keptPreflight ?? null),
    )
  );
}

/** Both are sorted by start. What comes and goes is the newest, or nearly: only the end of what is known is looked at. */
function merge(known: readonly Item[], gone: ReadonlySet<Item>, added: readonly Item[]): readonly Item[] {
  const [first] = added;
  const tail: Item[] = [];
  let end = known.length;
  for (let left = gone.size; end > 0; end--) {
    const last = known[end - 1] as Item;
    if (left === 0 && (first === undefined || !isBefore(first, last))) break;
    if (gone.has(last)) left--;
    else tail.push(last);
  }
  const newest = [...tail, ...added].toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  const before = end === known.length ? known : known.slice(0, end);
  return before.concat(newest);
}

/** As `pair` sorts them. */
function isBefore(a: Item, b: Item | undefined): boolean {
  if (b === undefined || a.startedAt !== b.startedAt) return b === undefined || a.startedAt < b.startedAt;
  return exchangeOf(firstHop(a.examined.flow)).index < exchangeOf(firstHop(b.examined.flow)).index;
}
