import { isCrossOriginAt, lastHop, methodAt, originAt, originHeader } from '../cors/flow.ts';
import { actualRequest, preflightRequest, type CurlRequest } from '../curl/curl.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import type { Examined } from './examine.ts';
import { unsafeNames } from './policy.ts';
import { redactExchange } from './redact.ts';

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
}

/** The preflight and the request where the flow was refused or, where it was not, its last. */
export function reproductionsOf(examined: Examined, secrets = false): readonly Reproduction[] {
  const { flow, verdict } = examined;
  const at = verdict.failures[0]?.hop ?? flow.hops.length - 1;
  const { preflight, actual } = flow.hops[at] ?? lastHop(flow);
  const origin = originHeader(preflight) ?? originHeader(actual) ?? originAt(flow, at);
  const names = unsafeNames({ preflight, actual });
  const method = methodAt({ preflight, actual });
  const asked = preflight ?? actual;
  const found: Reproduction[] = [];

  const isDue = !isCorsSafelistedMethod(method) || names.length > 0;
  const crosses = verdict.exemption === null && isCrossOriginAt(flow, at);
  if (asked !== null && origin !== null && (preflight !== null || (isDue && crosses))) {
    const { exchange, redacted } = secrets ? { exchange: asked, redacted: [] } : redactExchange(asked);
    found.push({
      what: 'preflight',
      request: preflightRequest({ url: exchange.url, origin, method, headers: names }),
      redacted: redacted.filter(isOfAddress),
      recorded: preflight !== null,
      lacksBody: false,
    });
  }
  if (actual !== null) {
    const sent = { ...actual, response: null };
    const { exchange, redacted } = secrets ? { exchange: sent, redacted: [] } : redactExchange(sent);
    found.push({
      what: 'request',
      request: actualRequest(exchange, crosses ? origin : null),
      redacted,
      recorded: true,
      lacksBody: actual.requestHeaders.some(([name]) => /^content-(?:type|length)$/i.test(name)),
    });
  }
  return found;
}

/** A preflight has none of the request's headers. */
const isOfAddress = (what: string): boolean => what.endsWith(' in the address');
