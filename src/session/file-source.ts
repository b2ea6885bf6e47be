import type { Exchange } from '../http/exchange.ts';
import { NO_JUMPS, NOTHING_DROPPED, type Source } from './source.ts';

/** What a file holds, as a source: all of it is there at once, and nothing more comes. */
export function fileSource(exchanges: readonly Exchange[]): Source {
  return {
    events: exchanges.map((exchange) => ({ kind: 'exchange', exchange })),
    dropped: NOTHING_DROPPED,
    subscribe: () => () => undefined,
    clear: () => undefined,
    repeat: null,
    reload: null,
    jumps: NO_JUMPS,
  };
}
