import type { Hop } from '../cors/types.ts';
import type { Exchange, Response } from '../http/exchange.ts';
import { headerLines, type HeaderList } from '../http/header-list.ts';
import type { Examined } from '../report/examine.ts';
import type { Item, Kind } from './item.ts';

/** Something that CORS looks at, and that was another one an attempt earlier. */
export interface Change {
  readonly on: 'preflight' | 'request';
  readonly in: 'request' | 'response';
  /** A header's name, `:status`, or `:sent` for whether there was such a request at all. */
  readonly header: string;
  /** Null where it was absent. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Attempts one after the other that went alike. */
export interface Attempt {
  /** The newest of them. */
  readonly item: Item;
  readonly count: number;
  /** When the first of them began. */
  readonly from: number;
  /** What was another one in the attempt before; empty for the first of all. */
  readonly changes: readonly Change[];
}

/**
 * How it went: only tried once, passed each time, passes now and did not before, failed and passed before, fails as
 * before, or fails though something has changed.
 */
export type Course = 'single' | 'passing' | 'fixed' | 'broke' | 'unchanged' | 'changed';

export interface Attempts {
  readonly course: Course;
  /** When the present state began; null where it was tried only once. */
  readonly since: number | null;
  /** Between the last attempt of the other state and the first of this one or, where it still fails, the last two. */
  readonly changes: readonly Change[];
  readonly total: number;
  /** The newest first. */
  readonly attempts: readonly Attempt[];
}

/** Attempts at the same thing have the same key: method, address without query, and the page's origin. */
export function attemptKeyOf(method: string, url: string, origin: string | null): string {
  return `${method} ${url.replace(/[?#].*/s, '')} ${origin ?? ''}`;
}

/** Whether an attempt passed or failed; null where that is not known or not to the point. */
export function passes({ kind }: { readonly kind: Kind }): boolean | null {
  if (kind === 'allowed' || kind === 'warning') return true;
  return kind === 'blocked' || kind === 'failed' ? false : null;
}

/** Attempts with the same key, oldest first, as a story. */
export function attemptsOf(items: readonly Item[]): Attempts {
  const attempts: Attempt[] = [];
  let last: Item | null = null;
  for (const item of items) {
    const changes = last === null ? [] : changesBetween(last.examined, item.examined);
    const before = attempts.at(-1);
    if (before !== undefined && changes.length === 0 && isAlike(before.item, item)) {
      attempts[attempts.length - 1] = { ...before, item, count: before.count + 1 };
    } else {
      attempts.push({ item, count: 1, from: item.startedAt, changes });
    }
    last = item;
  }
  return { ...courseOf(items), total: items.length, attempts: attempts.toReversed() };
}

function isAlike(a: Item, b: Item): boolean {
  return a.kind === b.kind && a.cause === b.cause;
}

function courseOf(items: readonly Item[]): Pick<Attempts, 'course' | 'since' | 'changes'> {
  const decided = items.filter((item) => passes(item) !== null);
  const newest = decided.at(-1);
  if (newest === undefined || decided.length < 2) return { course: 'single', since: null, changes: [] };
  const now = passes(newest);
  const lastOther = decided.findLastIndex((item) => passes(item) !== now);
  const other = decided[lastOther];
  const first = decided[lastOther + 1] ?? newest;
  if (other !== undefined && (now === true || first === newest)) {
    const changes = changesBetween(other.examined, first.examined);
    return { course: now === true ? 'fixed' : 'broke', since: first.startedAt, changes };
  }
  if (now === true) return { course: 'passing', since: first.startedAt, changes: [] };
  const before = decided.at(-2) ?? newest;
  const changes = changesBetween(before.examined, newest.examined);
  const course = changes.length === 0 && isAlike(before, newest) ? 'unchanged' : 'changed';
  return { course, since: first.startedAt, changes };
}

/** When each key began to pass, if it passes now. Items are the oldest first. */
export function passingSince(items: readonly Item[]): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const item of items) {
    const passed = passes(item);
    if (passed === false) since.delete(item.attemptKey);
    if (passed === true && !since.has(item.attemptKey)) since.set(item.attemptKey, item.startedAt);
  }
  return since;
}

/** What CORS looks at and what differs between two flows, hop by hop. */
export function changesBetween(before: Examined, after: Examined): readonly Change[] {
  const hops = Math.min(before.flow.hops.length, after.flow.hops.length);
  const changes: Change[] = [];
  for (let i = 0; i < hops; i++) {
    const [old, now] = [before.flow.hops[i], after.flow.hops[i]];
    if (old !== undefined && now !== undefined)
      changes.push(...preflightChanges(old, now), ...requestChanges(old, now));
  }
  return changes;
}

function preflightChanges({ preflight: old }: Hop, { preflight: now }: Hop): readonly Change[] {
  if (old === null && now === null) return [];
  if (old === null || now === null) {
    const sent = (one: Exchange | null): string | null => (one === null ? null : 'OPTIONS');
    return [{ on: 'preflight', in: 'request', header: ':sent', before: sent(old), after: sent(now) }];
  }
  return [
    ...headerChanges(
      'preflight',
      'request',
      old.requestHeaders,
      now.requestHeaders,
      /^access-control-request-/,
    ),
    ...answerChanges('preflight', old.response, now.response),
  ];
}

function requestChanges({ actual: old }: Hop, { actual: now }: Hop): readonly Change[] {
  if (old === null || now === null) return [];
  // What was never sent has headers that the browser only meant to send: fewer than go over the wire.
  const sent = old.response !== null && now.response !== null;
  const [cookie, cookieNow] = [old, now].map(({ requestHeaders }) =>
    headerLines(requestHeaders, 'Cookie').length > 0 ? 'sent' : null,
  );
  return [
    ...(sent && cookie !== cookieNow
      ? [
          {
            on: 'request',
            in: 'request',
            header: 'Cookie',
            before: cookie ?? null,
            after: cookieNow ?? null,
          } as const,
        ]
      : []),
    ...(sent
      ? headerChanges('request', 'request', old.requestHeaders, now.requestHeaders, /^content-type$/)
      : []),
    ...(isUnsent(old) || isUnsent(now) ? [] : answerChanges('request', old.response, now.response)),
  ];
}

/** Whether its preflight kept it from being sent: then that there is no answer is no news. */
function isUnsent({ response, netError, unsent }: Exchange): boolean {
  return response === null && (netError === 'net::ERR_FAILED' || unsent === 'preflight');
}

function answerChanges(on: Change['on'], old: Response | null, now: Response | null): readonly Change[] {
  const status = (response: Response | null): string | null =>
    response === null ? null : `${response.status}`;
  if (old === null || now === null) {
    // An answer that did not come before, or does not any more; its headers are news as a whole.
    if (old === now) return [];
    return [{ on, in: 'response', header: ':status', before: status(old), after: status(now) }];
  }
  const changes = headerChanges(
    on,
    'response',
    old.headers,
    now.headers,
    /^(?:access-control-.*|vary|location)$/,
  );
  // A status that the browser lost may be any.
  if (old.status === now.status || old.status === 0 || now.status === 0) return changes;
  return [{ on, in: 'response', header: ':status', before: status(old), after: status(now) }, ...changes];
}

function headerChanges(
  on: Change['on'],
  side: Change['in'],
  old: HeaderList,
  now: HeaderList,
  names: RegExp,
): readonly Change[] {
  // By the lower-case name, under the name as it came first.
  const seen = new Map<string, string>();
  for (const [name] of [...old, ...now]) {
    const lower = name.toLowerCase();
    if (names.test(lower) && !seen.has(lower)) seen.set(lower, name);
  }
  const valueIn = (list: HeaderList, name: string): string | null => {
    const lines = headerLines(list, name);
    return lines.length === 0 ? null : lines.join(', ');
  };
  return [...seen.values()].flatMap((header) => {
    const [before, after] = [valueIn(old, header), valueIn(now, header)];
    return before === after ? [] : [{ on, in: side, header, before, after }];
  });
}
