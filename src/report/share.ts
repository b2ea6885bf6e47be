import { exchangesOf } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import type { Rejected } from '../har/file.ts';
import type { Place } from '../har/places.ts';
import type { Exchange } from '../http/exchange.ts';
import { examine, type Examined } from './examine.ts';
import { redactExchange } from './redact.ts';

/** Flows that may be shown to others. */
export interface Shared {
  readonly flows: readonly Examined[];
  /** What was taken out of them, each once: names, no values. */
  readonly redacted: readonly string[];
}

/** The flows of a file, with where its entries stand. */
export interface SharedFile extends Shared {
  /** As given, and as a reference of the form that URLs have; null for the standard input. */
  readonly file: string | null;
  readonly uri: string | null;
  /** By index into `log.entries`. */
  readonly places: readonly Place[];
  readonly rejected: readonly Rejected[];
}

/**
 * Takes the secrets out of the exchanges and examines them anew, so that no text about them can hold what they do not.
 * `others` is what was recorded beside them: some rules look at it.
 */
export function share(flows: readonly Examined[], others: readonly Examined[] = flows): Shared {
  const safe = new Map<Exchange, Exchange>();
  const redacted = new Set<string>();
  const takeOut = (exchange: Exchange, notes: boolean): Exchange => {
    const known = safe.get(exchange);
    if (known !== undefined) return known;
    const result = redactExchange(exchange);
    if (notes) for (const what of result.redacted) redacted.add(what);
    safe.set(exchange, result.exchange);
    return result.exchange;
  };
  const safeFlows = flows.map(({ flow }) => mapExchanges(flow, (exchange) => takeOut(exchange, true)));
  const surroundings = createSurroundings(
    others.flatMap(({ flow }) => exchangesOf(flow)).map((exchange) => takeOut(exchange, false)),
  );
  return { flows: safeFlows.map((flow) => examine(flow, surroundings)), redacted: [...redacted] };
}

function mapExchanges({ hops, viaWorker, ...rest }: Flow, change: (exchange: Exchange) => Exchange): Flow {
  return {
    ...rest,
    hops: hops.map(({ preflight, actual, keptPreflight, ...more }) => ({
      ...more,
      preflight: preflight && change(preflight),
      actual: actual && change(actual),
      ...(keptPreflight !== undefined && { keptPreflight: keptPreflight && change(keptPreflight) }),
    })),
    viaWorker: viaWorker && change(viaWorker),
  };
}
