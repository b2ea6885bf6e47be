/** A situation: one request that a page makes, and how the servers on its way answer. Plain JSON, so that it can be replayed. */

export type Headers = readonly (readonly [name: string, value: string])[];

/**
 * An answer's header values may hold `{origin}`, `{scheme}`, `{host}`, `{port}` (of the page or frame that asks), `{echo}` (the
 * request's `Origin`), `{best}` (the same, or `*` where that is `null`), and `{method}` and `{headers}` (what the preflight asks for). `close` ends the connection unanswered.
 */
export type Answer = { readonly status: number; readonly headers: Headers } | 'close';

/** Where a request goes. The names stand for origins that each engine's lab chooses; see lab.ts. */
export const TARGETS = [
  'own',
  'site',
  'site-open',
  'cross',
  'cross-other',
  'secure-site',
  'secure-cross',
  'secure-open',
] as const;
export type Target = (typeof TARGETS)[number];

export interface SituationHop {
  readonly target: Target;
  readonly preflight: Answer;
  /** A redirect status leads to the next hop: its Location is not among the headers. */
  readonly answer: Answer;
  /** Where its redirect leads instead of to the next hop. */
  readonly leadsTo?: string;
  /** Put before the host in the Location that leads here. */
  readonly userInfo?: string;
}

export const APIS = [
  'fetch',
  'xhr',
  'xhr-upload',
  'image',
  'font',
  'module',
  'style',
  'eventsource',
] as const;
export type Api = (typeof APIS)[number];

export interface Situation {
  readonly page: 'http' | 'https';
  /** The page itself, a sandboxed frame, a frame of another site, or a dedicated worker. */
  readonly from: 'page' | 'sandbox' | 'frame' | 'worker';
  readonly api: Api;
  readonly method: string;
  readonly headers: Headers;
  readonly credentials: 'omit' | 'same-origin' | 'include';
  readonly body: string | null;
  readonly mode?: 'no-cors';
  readonly redirect?: 'error' | 'manual';
  readonly hops: readonly SituationHop[];
  /** The same request in parallel, once for each of these, which it carries as well. */
  readonly twins?: readonly Headers[];
  /** How many times the request is made, one after the other, once the twins are done. */
  readonly repeat?: number;
}

/** One request of a situation, in the order in which they are begun. */
export function requestsOf({ headers, twins, repeat = 1 }: Situation): readonly Headers[] {
  if (twins !== undefined) return twins.map((twin) => [...headers, ...twin]);
  return Array.from({ length: repeat }, () => headers);
}
