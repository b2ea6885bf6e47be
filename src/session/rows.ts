import { passes } from './attempts.ts';
import { KINDS, type Item, type Kind } from './item.ts';

export interface Navigation {
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Flows with one cause at one host: what one change mends. */
export interface Group {
  readonly key: string;
  readonly kind: Kind;
  readonly cause: string;
  readonly host: string;
  /** Oldest first. */
  readonly items: readonly Item[];
  /** When its newest flow began. */
  readonly newest: number;
  /** Whether nothing of it happened since the page was last loaded. */
  readonly past: boolean;
  /** Since when all that failed here passes; null where something still fails, or nothing ever did. */
  readonly fixedSince: number | null;
}

/** One line of the list. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly group: Group; readonly open: boolean }
  | {
      readonly kind: 'flow';
      readonly key: string;
      readonly item: Item;
      /** Whether it happened before the page was last loaded, or is fixed with its group. */
      readonly past: boolean;
      /** The key of its group's row; null where the list is not grouped. */
      readonly under: string | null;
    }
  | { readonly kind: 'navigation'; readonly key: string; readonly navigation: Navigation };

/**
 * What needs looking at comes first; of that, what happened since the page was last loaded. Within that the order
 * is that of first appearance, so that a running page does not shuffle the list under the pointer. A group that is
 * as it was before stays the same object. `passing` says since when an attempt's key passes.
 */
export function groupsOf(
  items: readonly Item[],
  navigations: readonly Navigation[],
  before: readonly Group[] = [],
  passing: ReadonlyMap<string, number> = new Map(),
): readonly Group[] {
  const known = new Map(before.map((group) => [group.key, group]));
  const loadedAt = navigations.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const members = byKey.get(item.groupKey);
    if (members === undefined) byKey.set(item.groupKey, [item]);
    else members.push(item);
  }
  const groups = [...byKey].map(([key, members]): Group => {
    const [first] = members as [Item, ...Item[]];
    const newest = members.at(-1)?.startedAt ?? first.startedAt;
    const past = newest < loadedAt;
    const old = known.get(key);
    const fixedSince = passes(first) === false ? sinceWhen(members, passing) : null;
    const isAsBefore = old?.past === past && old.fixedSince === fixedSince;
    if (old !== undefined && isAsBefore && isSame(old.items, members)) return old;
    const { kind, cause, host } = first;
    return { key, kind, cause, host, items: members, newest, past, fixedSince };
  });
  const rank = ({ kind, past, fixedSince }: Group): number =>
    KINDS.indexOf(kind) * 2 + Number(past || fixedSince !== null);
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

function sinceWhen(items: readonly Item[], passing: ReadonlyMap<string, number>): number | null {
  let since = Number.NEGATIVE_INFINITY;
  for (const { attemptKey } of items) {
    const one = passing.get(attemptKey);
    if (one === undefined) return null;
    since = Math.max(since, one);
  }
  return since;
}

export function groupedRows(
  groups: readonly Group[],
  navigations: readonly Navigation[],
  closed: ReadonlySet<string>,
): readonly Row[] {
  const rows: Row[] = [];
  for (const group of groups) {
    const open = !closed.has(group.key);
    rows.push({ kind: 'group', key: headKey(group), group, open });
    if (open) for (const row of rowsUnder(group, navigations)) rows.push(row);
  }
  return rows;
}

/** A group's rows, kept with it: of ten thousand rows most are the same from one frame to the next. */
const kept = new WeakMap<
  Group,
  { readonly navigations: readonly Navigation[]; readonly rows: readonly Row[] }
>();

function rowsUnder(group: Group, navigations: readonly Navigation[]): readonly Row[] {
  const known = kept.get(group);
  if (known?.navigations === navigations) return known.rows;
  const rows = flatRows(group.items, navigations, group);
  kept.set(group, { navigations, rows });
  return rows;
}

function headKey({ key }: Group): string {
  return `group ${key}`;
}

function isSame(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Items in the order of time, with a divider wherever the page was loaded between two of them. */
export function flatRows(
  items: readonly Item[],
  navigations: readonly Navigation[],
  group: Group | null = null,
): readonly Row[] {
  const rows: Row[] = [];
  const under = group && headKey(group);
  const loadedAt = navigations.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  let next = 0;
  for (const item of items) {
    let crossed: Navigation | null = null;
    for (; (navigations[next]?.at ?? Number.POSITIVE_INFINITY) <= item.startedAt; next++) {
      crossed = navigations[next] ?? null;
    }
    if (crossed !== null && rows.length > 0) rows.push(dividerOf(crossed, group));
    const past = item.startedAt < loadedAt || (group?.fixedSince ?? null) !== null;
    rows.push({ kind: 'flow', key: `flow ${item.id}`, item, past, under });
  }
  const last = navigations.at(-1);
  // The whole list says that the page was loaded even while nothing has come after it.
  if (group === null && last !== undefined && next < navigations.length && rows.length > 0) {
    rows.push(dividerOf(last, null));
  }
  return rows;
}

function dividerOf(navigation: Navigation, group: Group | null): Row {
  return { kind: 'navigation', key: `navigation ${navigation.at} ${group?.key ?? ''}`, navigation };
}
