import { exchangeOf, exchangesOf, lastHop } from '../cors/flow.ts';
import type { Flow } from '../cors/types.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import type { Rejected } from '../har/file.ts';
import type { Place } from '../har/places.ts';
import type { Exchange } from '../http/exchange.ts';
import { pair } from '../pairing/pair.ts';
import { examine, examineFlows, type Examined } from './examine.ts';
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

/** The entry at which to show a problem: the first that shows it, or that of the request itself. */
export function entryShowing({ flow }: Examined, { evidence }: Diagnosis): number {
  return evidence[0]?.entry ?? exchangeOf(lastHop(flow)).index;
}

/**
 * Takes the secrets out of the exchanges and examines them anew, so that no text about them can hold what they do not.
 * `others` is what was recorded beside them: some rules look at it.
 */
export function share(flows: readonly Examined[], others: readonly Examined[] = flows): Shared {
  const safe = safely();
  const surroundings = createSurroundings(
    others.flatMap(({ flow }) => exchangesOf(flow)).map((exchange) => safe.of(exchange)),
  );
  const shared = flows.map(({ flow }) => examine(mapExchanges(flow, safe.of), surroundings));
  return { flows: shared, redacted: safe.redactedFrom(shared) };
}

/** What `examineAll` says, of exchanges without their secrets; and which were taken out of some of the flows. */
export function shareAll(
  exchanges: readonly Exchange[],
  told?: (part: number) => void,
): {
  readonly flows: readonly Examined[];
  readonly redactedFrom: (flows: readonly Examined[]) => readonly string[];
} {
  const { of, redactedFrom } = safely();
  // A token may be what tells two requests for one address apart, so they are put together before.
  const flows = pair(exchanges).map((flow) => mapExchanges(flow, of));
  return { flows: examineFlows(flows, createSurroundings(exchanges.map(of)), told), redactedFrom };
}

/** A flow without its secrets. */
export function redactFlow(flow: Flow): Flow {
  return mapExchanges(flow, safely().of);
}

function safely() {
  const safe = new Map<Exchange, Exchange>();
  const redacted = new Map<Exchange, readonly string[]>();
  return {
    of: (exchange: Exchange): Exchange => {
      const known = safe.get(exchange);
      if (known !== undefined) return known;
      const result = redactExchange(exchange);
      safe.set(exchange, result.exchange);
      redacted.set(result.exchange, result.redacted);
      return result.exchange;
    },
    redactedFrom: (flows: readonly Examined[]): readonly string[] => [
      ...new Set(
        flows.flatMap(({ flow }) => exchangesOf(flow)).flatMap((exchange) => redacted.get(exchange) ?? []),
      ),
    ],
  };
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
