import { exchangesOf } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { isRedirectStatus } from '../http/status.ts';
import { pair } from '../pairing/pair.ts';
import type { Surroundings } from '../diagnosis/rule.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import { idOf, itemOf, type Item } from './item.ts';

/**
 * Milliseconds around a new exchange in which the flows at its address are paired anew. A preflight and its request
 * overlap, a redirect and its follower are at most a second apart: this is generous.
 */
const WINDOW = 15_000;

/** All exchanges as items, kept up to date at a cost that depends on what is new, not on what is there. */
export interface Ledger {
  /** Oldest first. */
  readonly items: () => readonly Item[];
  /** The item that an exchange is part of. */
  readonly holderOf: (index: number) => Item | null;
  readonly take: (batch: readonly Exchange[]) => void;
  /** Forgets the items that began before a time. */
  readonly forget: (before: number) => void;
}

/**
 * Pairing looks at an exchange's address and at where it redirects to. So only flows that share such an address
 * with a new exchange, and are near to it in time, can change: they are taken apart and paired together with it.
 */
export function createLedger(describe: (flow: Flow, surroundings: Surroundings) => Item = itemOf): Ledger {
  let items: readonly Item[] = [];
  const holders = new Map<number, Item>();
  const byAddress = new Map<string, Set<Item>>();
  const surroundings = createSurroundings();

  function add(item: Item): void {
    for (const exchange of exchangesOf(item.examined.flow)) {
      holders.set(exchange.index, item);
      for (const address of addressesOf(exchange)) {
        const known = byAddress.get(address);
        if (known === undefined) byAddress.set(address, new Set([item]));
        else known.add(item);
      }
    }
  }

  function drop(item: Item): void {
    for (const exchange of exchangesOf(item.examined.flow)) {
      if (holders.get(exchange.index) === item) holders.delete(exchange.index);
      for (const address of addressesOf(exchange)) {
        const known = byAddress.get(address);
        known?.delete(item);
        if (known?.size === 0) byAddress.delete(address);
      }
    }
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
    for (const exchange of fresh.values()) learn(exchange);
    const touched = near([...fresh.values()]);
    const pool = new Map<number, Exchange>();
    for (const item of touched) {
      for (const exchange of exchangesOf(item.examined.flow)) pool.set(exchange.index, exchange);
    }
    for (const [index, exchange] of fresh) pool.set(index, exchange);

    const before = new Map([...touched].map((item) => [item.id, item]));
    const added: Item[] = [];
    const gone = new Set(touched);
    for (const flow of pair([...pool.values()])) {
      const known = before.get(idOf(flow));
      if (known !== undefined && isSame(known.examined.flow, flow)) gone.delete(known);
      else added.push(describe(flow, surroundings));
    }
    for (const item of gone) drop(item);
    for (const item of added) add(item);
    items = merge(gone.size === 0 ? items : items.filter((item) => !gone.has(item)), added);
  }

  function near(fresh: readonly Exchange[]): ReadonlySet<Item> {
    const touched = new Set<Item>();
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    const addresses = new Set<string>();
    const hold = (exchange: Exchange): void => {
      for (const address of addressesOf(exchange)) addresses.add(address);
    };
    for (const exchange of fresh) {
      from = Math.min(from, exchange.startedAt - WINDOW);
      to = Math.max(to, endOf(exchange) + WINDOW);
      hold(exchange);
      // A better reading takes the place of what was known, whenever that was.
      const holder = holders.get(exchange.index);
      if (holder === undefined) continue;
      touched.add(holder);
      exchangesOf(holder.examined.flow).forEach(hold);
    }
    // The set grows while it is walked: flows that are touched bring their own addresses.
    for (const address of addresses) {
      for (const item of byAddress.get(address) ?? []) {
        if (touched.has(item) || item.startedAt > to || item.endedAt < from) continue;
        touched.add(item);
        exchangesOf(item.examined.flow).forEach(hold);
      }
    }
    return touched;
  }

  return {
    items: () => items,
    holderOf: (index) => holders.get(index) ?? null,
    take,
    forget: (before) => {
      for (const item of items) if (item.startedAt < before) drop(item);
      items = items.filter((item) => item.startedAt >= before);
    },
  };
}

function addressesOf({ url, response }: Exchange): readonly string[] {
  if (response === null || !isRedirectStatus(response.status)) return [url];
  const location = getHeader(response.headers, 'Location');
  if (location === null || !URL.canParse(location, url)) return [url];
  const { href, hash } = new URL(location, url);
  return [url, hash === '' ? href : href.slice(0, -hash.length)];
}

function endOf({ startedAt, duration }: Exchange): number {
  return startedAt + (duration ?? 0);
}

function isSame(a: Flow, b: Flow): boolean {
  return (
    a.viaWorker === b.viaWorker &&
    a.hops.length === b.hops.length &&
    a.hops.every(
      ({ preflight, actual }, i) => preflight === b.hops[i]?.preflight && actual === b.hops[i]?.actual,
    )
  );
}

/** Both are sorted by start. New items are the newest, or nearly: only the end of what is known is looked at. */
function merge(known: readonly Item[], added: readonly Item[]): readonly Item[] {
  const [first] = added;
  if (first === undefined) return known;
  let end = known.length;
  while (end > 0 && isBefore(first, known[end - 1])) end--;
  if (end === known.length) return [...known, ...added];
  const tail = [...known.slice(end), ...added].toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  return [...known.slice(0, end), ...tail];
}

function isBefore(a: Item, b: Item | undefined): boolean {
  return b === undefined || a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.id < b.id);
}
