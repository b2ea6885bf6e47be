import type { Exchange } from '../http/exchange.ts';
import { NO_JUMPS, NOTHING_DROPPED, type Source, type SourceEvent } from './source.ts';

/** What a file holds, as a source: all of it is there at once, and nothing more comes. */
export function fileSource(exchanges: readonly Exchange[]): Source {
  let events: readonly SourceEvent[] = exchanges.map((exchange) => ({ kind: 'exchange', exchange }));
  return {
    // Handed over once: else what a session has no room for would be kept here.
    get events() {
      const all = events;
      events = [];
      return all;
    },
    dropped: NOTHING_DROPPED,
    subscribe: () => () => undefined,
    clear: () => undefined,
    reload: null,
    repeat: null,
    jumps: NO_JUMPS,
  };
}
