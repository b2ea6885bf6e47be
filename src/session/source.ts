import type { Exchange, Place } from '../http/exchange.ts';
import type { Repeat } from './repeat.ts';

/** Something that a source saw happen. */
export type SourceEvent =
  /** A request, or a better reading of one: the same `index` replaces what was known under it. */
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  /** The page went to another document. `at` is in milliseconds since the epoch. */
  | { readonly kind: 'navigation'; readonly url: string; readonly at: number };

/** Where a session gets its exchanges from: a browser's DevTools, or a file. */
export interface Source {
  /** Everything so far, oldest first. */
  readonly events: readonly SourceEvent[];
  /** Calls back with each batch of new events; returns how to stop that. */
  subscribe(listener: (events: readonly SourceEvent[]) => void): () => void;
  /** What there was no room for: it is not among the events any more. */
  readonly dropped: Dropped;
  /** Forgets what was seen. */
  clear(): void;
  /** Lets the inspected page make a request again; null where there is no page, as with a file. */
  readonly repeat: ((request: Repeat) => Promise<Repeated>) | null;
  /** Loads the inspected page anew; null where there is none. */
  readonly reload: (() => void) | null;
  readonly jumps: Jumps;
}

/** How many requests were forgotten because memory is limited. */
export interface Dropped {
  readonly passed: number;
  readonly others: number;
}

export const NOTHING_DROPPED: Dropped = { passed: 0, others: 0 };

/** With some more; of each whether it passed. */
export function withGone({ passed, others }: Dropped, gone: readonly boolean[]): Dropped {
  const more = gone.filter(Boolean).length;
  return { passed: passed + more, others: others + gone.length - more };
}

/** Ways to the browser's own panels; null where it offers none. */
export interface Jumps {
  /** Shows the Network panel, filtered by an address. */
  readonly toNetwork: ((url: string) => void) | null;
  readonly toSource: ((place: Place) => void) | null;
}

export const NO_JUMPS: Jumps = { toNetwork: null, toSource: null };

/** `elsewhere`: another page is open now, whose request it would not be. `failed`: the page could not be reached. */
export type Repeated = 'sent' | 'elsewhere' | 'failed';
