import { exchangeOf, exchangesOf, firstHop, lastHop, methodOf, urlOf } from '../cors/flow.ts';
import type { Flow, Verdict } from '../cors/types.ts';
import { NO_SURROUNDINGS, type Surroundings } from '../diagnosis/rule.ts';
import { attemptKeyOf } from './attempts.ts';
import { examine, type Examined } from '../report/examine.ts';
import { causeOf } from './words.ts';

/** What a flow is listed as: its outcome, and apart from the allowed ones those with a warning. */
export type Kind = 'blocked' | 'failed' | 'unknown' | 'warning' | 'allowed' | 'exempt';

/** All kinds, the one to look at first first. */
export const KINDS: readonly Kind[] = ['blocked', 'failed', 'unknown', 'warning', 'allowed', 'exempt'];

/** A flow as the list shows it. */
export interface Item {
  /** Index of the exchange that was told of first: what comes later, such as its preflight, makes it no other item. */
  readonly id: number;
  readonly examined: Examined;
  readonly kind: Kind;
  readonly method: string;
  readonly preflighted: boolean;
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** The answers' statuses in the browser's order; null for an answer that did not come. */
  readonly statuses: readonly (number | null)[];
  /** Why it is what it is, in a few words without values. */
  readonly cause: string;
  /** What a group has in common: kind, cause and host. */
  readonly groupKey: string;
  /** What attempts at the same thing have in common. */
  readonly attemptKey: string;
  readonly startedAt: number;
  /** When the last of its exchanges ended, as far as that was recorded. */
  readonly endedAt: number;
}

export function itemOf(flow: Flow, surroundings: Surroundings = NO_SURROUNDINGS): Item {
  const examined = examineAnyway(flow, surroundings);
  const url = urlOf(flow);
  const { host, path } = partsOf(url);
  const kind = kindOf(examined);
  const cause = causeOf(examined);
  return {
    id: idOf(flow),
    examined,
    kind,
    method: methodOf(flow),
    preflighted: flow.hops.some(({ preflight }) => preflight !== null),
    host,
    path,
    statuses: statusesOf(flow),
    cause,
    groupKey: `${kind} ${examined.lead?.rule ?? cause} ${host}`,
    attemptKey: attemptKeyOf(methodOf(flow), url, examined.verdict.origin),
    startedAt: exchangeOf(firstHop(flow)).startedAt,
    endedAt: Math.max(...exchangesOf(flow).map(({ startedAt, duration }) => startedAt + (duration ?? 0))),
  };
}

/** A rule that fails on one flow must not take the others with it. */
function examineAnyway(flow: Flow, surroundings: Surroundings): Examined {
  try {
    return examine(flow, surroundings);
  } catch {
    return {
      flow,
      verdict: NOT_EXAMINED,
      failure: null,
      diagnoses: [],
      lead: null,
      remedy: null,
      obstacle: null,
    };
  }
}

const NOT_EXAMINED: Verdict = {
  outcome: 'unknown',
  failures: [],
  reason: null,
  netError: null,
  exemption: null,
  missing: [],
  origin: null,
  credentials: 'unknown',
  inferences: [],
  trace: [],
  engines: { chromium: 'unknown', firefox: 'unknown', webkit: 'unknown' },
};

/** Whether there is nothing to see to. */
export function hasPassed({ kind }: Item): boolean {
  return kind === 'allowed' || kind === 'exempt';
}

export function idOf(flow: Flow): number {
  return Math.min(...exchangesOf(flow).map(({ index }) => index));
}

function kindOf({ verdict, diagnoses }: Examined): Kind {
  const { outcome } = verdict;
  if (outcome !== 'allowed') return outcome;
  return diagnoses.some(({ severity }) => severity !== 'note') ? 'warning' : 'allowed';
}

/** Host and path of an address as people know them; the whole of it as path where it has none. */
export function partsOf(url: string): { readonly host: string; readonly path: string } {
  if (!URL.canParse(url)) return { host: '', path: url };
  const { host, pathname, search } = new URL(url);
  return { host, path: pathname + search };
}

function statusesOf(flow: Flow): readonly (number | null)[] {
  const last = lastHop(flow);
  return exchangesOf({ ...flow, viaWorker: null })
    .map(({ response }) => response?.status ?? null)
    .concat(last.actual === null ? [null] : []);
}
