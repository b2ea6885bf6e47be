import { isCrossOriginAt, lastHop, methodAt, originAt, originHeader } from '../cors/flow.ts';
import { actualRequest, preflightRequest, type CurlRequest } from '../curl/curl.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import type { Examined } from './examine.ts';
import { namesToAskFor } from '../cors/preflight-cache.ts';
import { redactExchange, type Redactable, type Redaction } from './redact.ts';

/** A request of a flow, to be made again without a browser. */
export interface Reproduction {
  readonly what: 'preflight' | 'request';
  readonly request: CurlRequest;
  /** What was taken out; empty where secrets were asked for, or there are none. */
  readonly redacted: readonly string[];
  /** Whether it was recorded; otherwise it is what the browser would send, or did send unseen. */
  readonly recorded: boolean;
  /** Whether a body went along, which no recording of ours holds. */
  readonly lacksBody: boolean;
  /** Whether it was made with credentials, of which nothing was recorded. */
  readonly lacksCookie: boolean;
}

/** The preflight and the request where the flow was refused or, where it was not, its last. */
export function reproductionsOf(examined: Examined, secrets = false): readonly Reproduction[] {
  const { flow, verdict } = examined;
  const at = verdict.failures[0]?.hop ?? flow.hops.length - 1;
  const hop = flow.hops[at] ?? lastHop(flow);
  const read = <T extends Redactable>(exchange: T): Redaction<T> =>
    secrets ? { exchange, redacted: [] } : redactExchange(exchange);
  const preflight = hop.preflight && read(hop.preflight);
  const actual = hop.actual && read({ ...hop.actual, response: null });
  const safe = { preflight: preflight && preflight.exchange, actual: actual && actual.exchange };
  const origin = originHeader(safe.preflight) ?? originHeader(safe.actual) ?? originAt(flow, at);
  const names = namesToAskFor(safe);
  const method = methodAt(safe);
  const asked = preflight ?? actual;
  const found: Reproduction[] = [];

  const isDue = !isCorsSafelistedMethod(method) || names.length > 0;
  const crosses = verdict.exemption === null && isCrossOriginAt(flow, at);
  if (asked !== null && origin !== null && (preflight !== null || (isDue && crosses))) {
    found.push({
      what: 'preflight',
      request: preflightRequest({ url: asked.exchange.url, origin, method, headers: names }),
      redacted: asked.redacted.filter(isOfAddress),
      recorded: preflight !== null,
      lacksBody: false,
      lacksCookie: false,
    });
  }
  if (actual !== null) {
    found.push({
      what: 'request',
      request: actualRequest(actual.exchange, crosses ? origin : null),
      redacted: actual.redacted,
      recorded: true,
      lacksBody: actual.exchange.requestHeaders.some(([name]) => /^content-(?:type|length)$/i.test(name)),
      lacksCookie:
        verdict.credentials === 'include' &&
        !actual.exchange.requestHeaders.some(([name]) => /^(?:cookie|authorization)$/i.test(name)),
    });
  }
  return found;
}

/** A preflight has none of the request's headers. */
const isOfAddress = (what: string): boolean => what.endsWith(' in the address');
