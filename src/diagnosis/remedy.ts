import { lastHop } from '../cors/flow.ts';
import { judge } from '../cors/judge.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import type { Flow, Verdict } from '../cors/types.ts';
import type { Exchange, Response } from '../http/exchange.ts';
import { extractHeaderListValues } from '../http/field-value.ts';
import { headerLines, type HeaderList } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { isOkStatus } from '../http/status.ts';

/** What has to change on one answer. */
export interface Change {
  /** Headers to send with just this value, instead of whatever is sent under the name now. */
  readonly set: readonly (readonly [name: string, value: string])[];
  /** Names whose lines have to go. */
  readonly remove: readonly string[];
}

/** The smallest change of headers that makes a blocked flow pass. */
export interface Remedy {
  /** Null where there was no preflight. */
  readonly preflight: (Change & { readonly status: number }) | null;
  readonly response: Change;
  /** What is taken for granted where the recording does not tell: that no credentials were sent. */
  readonly assumes: 'same-origin' | null;
  /** Whether the changed flow, judged again, is allowed in every engine. */
  readonly verified: boolean;
}

/**
 * The headers that make a blocked flow pass; null where none can: it is not blocked, its origin is opaque (to
 * allow `null` is to allow everyone), or it was redirected and another answer is to be expected.
 */
export function remedyOf(flow: Flow, verdict: Verdict): Remedy | null {
  const { origin, outcome } = verdict;
  const hop = lastHop(flow);
  if (outcome !== 'blocked' || origin === null || origin === 'null' || flow.hops.length > 1) return null;
  if (verdict.failures.some(({ kind }) => kind === 'redirect-with-url-credentials')) return null;
  if (hop.actual?.response && hop.actual.response.status >= 300 && hop.actual.response.status < 400)
    return null;

  const credentials = verdict.credentials === 'include';
  const preflight = hop.preflight && preflightChange(hop.preflight, hop.actual, origin, credentials);
  const response = {
    set: accessHeaders(hop.actual?.response?.headers ?? [], origin, credentials),
    remove: [],
  };
  const mended = mend(flow, preflight, response);
  const assumes = verdict.credentials === 'unknown' ? 'same-origin' : null;
  const { outcome: after, engines } = judge(mended, { assumed: credentials ? 'include' : assumes });
  const verified = after === 'allowed' && Object.values(engines).every((engine) => engine === 'allowed');
  return { preflight, response, assumes, verified };
}

function preflightChange(
  preflight: Exchange,
  actual: Exchange | null,
  origin: string,
  credentials: boolean,
): Remedy['preflight'] {
  const headers = preflight.response?.headers ?? [];
  const status = preflight.response?.status ?? 204;
  const set = [...accessHeaders(headers, origin, credentials)];
  const add = (name: string, needed: readonly string[], same: (a: string, b: string) => boolean): void => {
    const list = extractHeaderListValues(headers, name);
    const allowed = list.kind === 'values' ? list.values.filter((value) => value !== '*') : [];
    const wildcard = list.kind === 'values' && list.values.includes('*') && !credentials;
    const lacking = needed.filter((one) => !allowed.some((value) => same(value, one)));
    if (list.kind !== 'failure' && (wildcard || lacking.length === 0)) return;
    set.push([name, [...new Set([...allowed, ...lacking])].join(', ')]);
  };
  const method =
    actual?.method ?? headerLines(preflight.requestHeaders, 'Access-Control-Request-Method')[0] ?? '';
  add('Access-Control-Allow-Methods', isCorsSafelistedMethod(method) ? [] : [method], (a, b) => a === b);
  add(
    'Access-Control-Allow-Headers',
    requestedHeaders(preflight),
    (a, b) => a.toLowerCase() === b.toLowerCase(),
  );
  return {
    status: isOkStatus(status) ? status : 204,
    set: set.filter(([, value]) => value !== ''),
    remove: set.filter(([, value]) => value === '').map(([name]) => name),
  };
}

function accessHeaders(
  headers: HeaderList,
  origin: string,
  credentials: boolean,
): readonly (readonly [string, string])[] {
  const set: (readonly [string, string])[] = [];
  const lines = headerLines(headers, 'Access-Control-Allow-Origin');
  const value = lines.join(', ');
  if (value !== origin && (credentials || value !== '*')) set.push(['Access-Control-Allow-Origin', origin]);
  if (credentials && headerLines(headers, 'Access-Control-Allow-Credentials').join(', ') !== 'true') {
    set.push(['Access-Control-Allow-Credentials', 'true']);
  }
  return set;
}

/** The flow as it would be with the remedy applied; an answer that never came is taken to come, with these headers. */
function mend(flow: Flow, preflight: Remedy['preflight'], response: Change): Flow {
  const hop = lastHop(flow);
  return {
    ...flow,
    hops: [
      {
        preflight: hop.preflight && {
          ...hop.preflight,
          response: apply(hop.preflight.response, preflight ?? response, preflight?.status),
        },
        actual: hop.actual && {
          ...hop.actual,
          response: apply(hop.actual.response, response),
          // What the browser said of the old answer does not hold for the new one.
          netError: null,
          readable: null,
          unsent: null,
          producer: 'other',
        },
      },
    ],
  };
}

function apply(
  response: Response | null,
  { set, remove }: Change,
  status = response?.status ?? 200,
): Response {
  const gone = new Set([...remove, ...set.map(([name]) => name)].map((name) => name.toLowerCase()));
  const kept = (response?.headers ?? []).filter(([name]) => !gone.has(name.toLowerCase()));
  return { status, statusText: '', headers: [...kept, ...set] };
}
