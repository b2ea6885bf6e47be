import { UNRECORDED, type Exchange } from '../../../src/http/exchange.ts';
import type { HeaderList } from '../../../src/http/header-list.ts';
import type { Repeat } from '../../../src/session/repeat.ts';
import { NO_JUMPS, NOTHING_DROPPED, type Source, type SourceEvent } from '../../../src/session/source.ts';

export const PAGE = 'http://app.example.com:3000';
export const API = 'https://api.example.com/orders';

interface Parts extends Partial<Omit<Exchange, 'response'>> {
  readonly index: number;
  readonly status?: number;
  readonly answer?: HeaderList;
}

/** An exchange as Chromium records it: a GET from the page to the API, with no answer unless a status is given. */
export function exchange({ status, answer = [], ...parts }: Parts): Exchange {
  return {
    ...UNRECORDED,
    producer: 'chromium',
    startedAt: parts.index * 100,
    duration: 50,
    method: 'GET',
    url: API,
    requestHeaders: [['Origin', PAGE]],
    response: status === undefined ? null : { status, statusText: '', headers: answer },
    resourceType: 'fetch',
    pageOrigin: PAGE,
    ...parts,
  };
}

/** A preflight for a method, answered with 204 and these headers. */
export function preflight(parts: Parts & { readonly asks: string; readonly names?: string }): Exchange {
  const { asks, names, ...rest } = parts;
  return exchange({
    status: 204,
    method: 'OPTIONS',
    resourceType: 'preflight',
    requestHeaders: [
      ['Origin', PAGE],
      ['Access-Control-Request-Method', asks],
      ...(names === undefined ? [] : [['Access-Control-Request-Headers', names] as const]),
    ],
    ...rest,
  });
}

export const ALLOWS: HeaderList = [['Access-Control-Allow-Origin', PAGE]];

/** Answers without Access-Control-Allow-Origin: blocked. */
export function blocked(index: number, parts: Partial<Parts> = {}): Exchange {
  return exchange({ status: 200, netError: 'net::ERR_FAILED', ...parts, index });
}

export function allowed(index: number, parts: Partial<Parts> = {}): Exchange {
  return exchange({ status: 200, answer: ALLOWS, ...parts, index });
}

export type Seen = Exchange | SourceEvent;

export interface TestSource extends Source {
  push(...events: Seen[]): void;
  readonly cleared: () => number;
  /** What the page had to repeat. */
  readonly repeated: Repeat[];
}

export function source(...first: Seen[]): TestSource {
  const events = first.map(asEvent);
  const listeners = new Set<(events: readonly SourceEvent[]) => void>();
  let cleared = 0;
  const repeated: Repeat[] = [];
  return {
    events,
    dropped: NOTHING_DROPPED,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear: () => void cleared++,
    repeated,
    jumps: NO_JUMPS,
    reload: null,
    repeat: (request) => {
      repeated.push(request);
      return Promise.resolve('sent');
    },
    push: (...more) => {
      for (const listener of listeners) listener(more.map(asEvent));
    },
    cleared: () => cleared,
  };
}

function asEvent(one: Seen): SourceEvent {
  return 'kind' in one ? one : { kind: 'exchange', exchange: one };
}
