import { isChromiumSafelisted } from '../cors/engines.ts';
import { exchangeOf, isCrossOriginAt, lastHop, locationOf, methodOf, originAt } from '../cors/flow.ts';
import { judgeAnswers } from '../cors/across-engines.ts';
import { isSentUnasked } from '../cors/evaluate.ts';
import { namesToAskFor } from '../cors/preflight-cache.ts';
import { requestedHeaders, requestedMethod } from '../cors/preflight.ts';
import type { Flow, Hop, Verdict } from '../cors/types.ts';
import type { Exchange, Response } from '../http/exchange.ts';
import { extractHeaderListValues } from '../http/field-value.ts';
import { getHeader, headerLines, lowerName, type HeaderList } from '../http/header-list.ts';
import { inCapitals, isCorsSafelistedMethod } from '../http/method.ts';
import { isOkStatus } from '../http/status.ts';
import { obstacleOf, type Obstacle } from './obstacle.ts';
import { code } from './rule.ts';

/** What has to change on one answer. */
export interface Change {
  /** Headers to send with just this value, instead of whatever is sent under the name now. */
  readonly set: readonly (readonly [name: string, value: string])[];
  /** Names whose lines have to go. */
  readonly remove: readonly string[];
  /** What is sent now under the names of both, line by line; nothing where the answer was not recorded. */
  readonly now: HeaderList;
}

/** One line of a difference of headers: sent now and in the way, needed, or sent now as it has to be. */
export interface ChangeLine {
  readonly sign: '-' | '+' | ' ';
  readonly name: string;
  readonly value: string;
}

/** What has to change for one URL of a flow. */
export interface HopChange {
  readonly url: string;
  /** With the status that it needs, and the one that it has now: null where none was recorded. Null where there was no preflight. */
  readonly preflight: (Change & { readonly status: number; readonly statusNow: number | null }) | null;
  readonly response: Change;
}

/** The smallest change of headers that makes a blocked flow pass, in one credentials mode. */
export interface Plan extends HopChange {
  /** The same for each redirect on the way: `url`, `preflight` and `response` are those of the URL where it ends. */
  readonly redirects: readonly HopChange[];
  /** A sentence on what would be better than these headers; null where nothing is. */
  readonly advice: string | null;
  /** Whether the changed flow, judged again, is allowed in every engine. */
  readonly verified: boolean;
}

export interface Remedy extends Plan {
  /** What is taken for granted where the recording does not tell: that no credentials were sent. */
  readonly assumes: 'same-origin' | null;
  /** Where that is taken for granted: what is needed if credentials were sent. */
  readonly ifCredentials: Plan | Obstacle | null;
}

/** Of a blocked flow one of the two, else neither. */
export type Found =
  | { readonly remedy: Remedy; readonly obstacle: null }
  | { readonly remedy: null; readonly obstacle: Obstacle | null };

/** The headers that make a blocked flow pass, or why none do that anyone should send. */
export function remedyOf(flow: Flow, { outcome, origin, credentials }: Verdict): Found {
  if (outcome !== 'blocked' || origin === null) return { remedy: null, obstacle: null };
  // As it was judged: what a service worker made for the page is asked for by the worker.
  const whole = wholeOf({ ...flow, viaWorker: null });
  const plan = planOf(whole, credentials === 'include');
  if ('kind' in plan) return { remedy: null, obstacle: plan };
  const isUnknown = credentials === 'unknown';
  const remedy: Remedy = {
    ...plan,
    assumes: isUnknown ? 'same-origin' : null,
    ifCredentials: isUnknown ? planOf(whole, true) : null,
  };
  return { remedy, obstacle: null };
}

/** Each URL of a flow as it was recorded, with what has to change there; the last one may not have been requested yet. */
export function changedHops(
  flow: Flow,
  plan: Plan,
): readonly { readonly hop: Hop; readonly change: HopChange }[] {
  const { hops } = wholeOf(flow);
  return [...plan.redirects, plan].flatMap((change, at) => {
    const hop = hops[at];
    return hop === undefined ? [] : [{ hop, change }];
  });
}

/** What to say where the recording does not tell whether credentials were sent; null where it does. */
export function credentialsNote({ ifCredentials }: Remedy): string | null {
  if (ifCredentials === null) return null;
  if ('kind' in ifCredentials)
    return `If your request sends credentials, these headers do not help. ${ifCredentials.text}`;
  return 'If your request sends credentials, each response also needs `Access-Control-Allow-Credentials: true`, and no `*`.';
}

/** A change as a difference. Of a header that was sent twice one line may stay: the other one has to go. */
export function changeLinesOf({ set, remove, now }: Change): readonly ChangeLine[] {
  const lines: ChangeLine[] = [];
  for (const name of remove)
    for (const value of headerLines(now, name)) lines.push({ sign: '-', name, value });
  for (const [name, value] of set) {
    let kept = false;
    for (const old of headerLines(now, name)) {
      const stays: boolean = old === value && !kept;
      lines.push({ sign: stays ? ' ' : '-', name, value: old });
      kept ||= stays;
    }
    if (!kept) lines.push({ sign: '+', name, value });
  }
  return lines;
}

function planOf(flow: Flow, credentials: boolean): Plan | Obstacle {
  const obstacle = obstacleOf(flow, credentials);
  if (obstacle !== null) return obstacle;
  const changes = flow.hops.map((hop, at) => hopChange(flow, hop, at, credentials));
  const last = changes.at(-1) ?? hopChange(flow, lastHop(flow), 0, credentials);
  const engines = Object.values(judgeAnswers(mend(flow, changes), credentials));
  return {
    ...last,
    redirects: changes.slice(0, -1),
    advice: adviceOn(flow, last.url),
    verified: engines.every((engine) => engine === 'allowed'),
  };
}

function adviceOn(flow: Flow, url: string): string | null {
  const advice = [adviceOnMethod(methodOf(flow)), adviceOnWay(flow, url)].filter((text) => text !== null);
  return advice.length === 0 ? null : advice.join(' ');
}

function adviceOnMethod(method: string): string | null {
  const capitals = inCapitals(method);
  return capitals === method
    ? null
    : `These headers allow ${code(method)} as it is written. Better: write ${code(`method: '${capitals}'`)} in your code, and allow ${code(capitals)} instead: method names are case-sensitive, and servers know them in capitals.`;
}

function adviceOnWay(flow: Flow, url: string): string | null {
  const isOpen = flow.hops.some((_, at) => isCrossOriginAt(flow, at) && originAt(flow, at) === 'null');
  if (flow.hops.length > 1) {
    const why = isOpen
      ? 'the browser then sends your page’s origin, and the server need not send `*`, which allows every site'
      : 'then there is no redirect that needs headers';
    return `Better: request ${code(url)} directly; ${why}.`;
  }
  return isOpen
    ? 'Only for public data: `*` allows every site. Otherwise serve the page over http or https, so that it has an origin.'
    : null;
}

/** The flow with what was not requested, and will be. */
const wholeOf = (flow: Flow): Flow => withUnseenHop(withHintedPreflights(withUnsentRequests(flow)));

/** A recording of the wire has nothing of a request whose preflight was refused. */
function withUnsentRequests(flow: Flow): Flow {
  const hops = flow.hops.map((hop): Hop => {
    const { preflight, actual } = hop;
    if (actual !== null || preflight === null) return hop;
    const method = requestedMethod(preflight) ?? '';
    return { preflight, actual: { ...preflight, method, requestHeaders: [], response: null } };
  });
  return { ...flow, hops };
}

/** Chromium sends its client hints without asking; the other engines ask first, for these and for all else. */
function withHintedPreflights(flow: Flow): Flow {
  const hops = flow.hops.map((hop, at): Hop => {
    const { actual, preflight } = hop;
    if (preflight !== null || actual === null || !isCrossOriginAt(flow, at)) return hop;
    if (!isSentUnasked(actual)) return hop;
    const names = [...new Set([...hintsIn(actual), ...namesToAskFor(hop)])].toSorted();
    return { ...hop, preflight: preflightFor(actual, names) };
  });
  return { ...flow, hops };
}

/**
 * With the hop to which the last answer redirects: where the browser refused that answer, it did not go there. It asks for the
 * same again, or for less; Firefox 153 asks again for a body's headers, which a redirect to GET before that took off.
 */
function withUnseenHop(recorded: Flow): Flow {
  // Firefox lists that request as one that it never sent, without the preflight that will be due.
  const { actual: listed, preflight: asked } = lastHop(recorded);
  const isListed = recorded.hops.length > 1 && asked === null && (listed?.unsent ?? null) !== null;
  const flow = isListed ? { ...recorded, hops: recorded.hops.slice(0, -1) } : recorded;
  const { actual, preflight } = lastHop(flow);
  const location = actual?.response ? locationOf(actual.response) : null;
  if (!actual || location === null || !URL.canParse(location, actual.url)) return flow;
  const { href, hash } = new URL(location, actual.url);
  const { status } = actual.response ?? { status: 0 };
  const toGet = (status === 303 && actual.method !== 'HEAD') || (status <= 302 && actual.method === 'POST');
  const next: Exchange = {
    ...actual,
    method: toGet ? 'GET' : actual.method,
    url: hash === '' ? href : href.slice(0, -hash.length),
    response: null,
    netError: null,
    readable: null,
  };
  const names = [...new Set(flow.hops.flatMap(namesToAskFor))].toSorted();
  // Without a name and for any method the browser asks where script listens to the upload.
  const isAsked = preflight !== null || names.length > 0 || !isCorsSafelistedMethod(next.method);
  return {
    ...flow,
    hops: [...flow.hops, { preflight: isAsked ? preflightFor(next, names) : null, actual: next }],
  };
}

function preflightFor(actual: Exchange, names: readonly string[]): Exchange {
  const asks: HeaderList = [
    ['Access-Control-Request-Method', actual.method],
    ...(names.length > 0 ? [['Access-Control-Request-Headers', names.join(',')] as const] : []),
  ];
  return { ...actual, method: 'OPTIONS', requestHeaders: asks, response: null };
}

function hintsIn(actual: Exchange | null): readonly string[] {
  const hints = (actual?.requestHeaders ?? []).filter(([name, value]) => isChromiumSafelisted(name, value));
  return [...new Set(hints.map(([name]) => name.toLowerCase()))];
}

const NOTHING: Change = { set: [], remove: [], now: [] };

function changeOf(headers: HeaderList, set: Change['set'], remove: readonly string[] = []): Change {
  const names = new Set([...set.map(([name]) => lowerName(name)), ...remove.map(lowerName)]);
  return { set, remove, now: headers.filter(([name]) => names.has(lowerName(name))) };
}

function hopChange(flow: Flow, hop: Hop, at: number, credentials: boolean): HopChange {
  const { url } = exchangeOf(hop);
  if (!isCrossOriginAt(flow, at)) return { url, preflight: null, response: NOTHING };
  const origin = originAt(flow, at);
  // An opaque origin can be allowed by `*` alone.
  const allowed = origin === null || origin === 'null' ? '*' : origin;
  const headers = hop.actual?.response?.headers ?? [];
  const access = accessHeaders(headers, allowed, credentials);
  const set = access.length === 0 ? access : [...access, ...varyHeader(headers, access)];
  return { url, preflight: preflightChange(hop, allowed, credentials), response: changeOf(headers, set) };
}

function preflightChange(
  { preflight, actual }: Hop,
  origin: string,
  credentials: boolean,
): HopChange['preflight'] {
  if (preflight === null) return null;
  // An answer that a log has lost did let the request through; Chromium loses none.
  const isLost = preflight.response === null && Boolean(actual?.response);
  if (isLost && hintsIn(actual).length === 0) return null;
  const headers = preflight.response?.headers ?? [];
  const statusNow = preflight.response?.status ?? null;
  const status = statusNow ?? 204;
  const set = [...accessHeaders(headers, origin, credentials)];
  const add = (name: string, needed: readonly string[], asCompared: (value: string) => string): void => {
    const list = extractHeaderListValues(headers, name);
    const allowed = list.kind === 'values' ? list.values.filter((value) => value !== '*') : [];
    const wildcard = list.kind === 'values' && list.values.includes('*') && !credentials;
    const known = new Set(allowed.map(asCompared));
    const lacking = needed.filter((one) => !known.has(asCompared(one)));
    if (list.kind !== 'failure' && (wildcard || lacking.length === 0)) return;
    set.push([name, [...new Set([...allowed, ...lacking])].join(', ')]);
  };
  const method = actual?.method ?? requestedMethod(preflight) ?? '';
  add('Access-Control-Allow-Methods', isCorsSafelistedMethod(method) ? [] : [method], (value) => value);
  // Chromium does not ask for its client hints, and the other engines do.
  const names = [...requestedHeaders(preflight), ...hintsIn(actual)];
  add('Access-Control-Allow-Headers', [...new Set(names)], (value) => value.toLowerCase());
  return {
    status: isOkStatus(status) ? status : 204,
    statusNow,
    ...changeOf(
      headers,
      set.filter(([, value]) => value !== ''),
      set.filter(([, value]) => value === '').map(([name]) => name),
    ),
  };
}

function accessHeaders(headers: HeaderList, origin: string, credentials: boolean): Change['set'] {
  const set: (readonly [string, string])[] = [];
  const lines = headerLines(headers, 'Access-Control-Allow-Origin');
  const value = lines.join(', ');
  if (value !== origin && (credentials || value !== '*')) set.push(['Access-Control-Allow-Origin', origin]);
  if (credentials && headerLines(headers, 'Access-Control-Allow-Credentials').join(', ') !== 'true') {
    set.push(['Access-Control-Allow-Credentials', 'true']);
  }
  return set;
}

/** What keeps a cache from giving an answer that names one origin to another; preflights are in no such cache. */
function varyHeader(headers: HeaderList, access: Change['set']): Change['set'] {
  const [, allowed] = access.find(([name]) => name === 'Access-Control-Allow-Origin') ?? [];
  const now = getHeader(headers, 'Vary') ?? '';
  const names = now.split(',').map((name) => name.trim());
  if (allowed === '*' || names.some((name) => name === '*' || name.toLowerCase() === 'origin')) return [];
  return [['Vary', [...names, 'Origin'].filter((name) => name !== '').join(', ')]];
}

/** The flow as it would be with these changes; an answer that never came is taken to come, with these headers. */
function mend(flow: Flow, changes: readonly HopChange[]): Flow {
  const hops = flow.hops.map(({ preflight, actual }, at) => {
    const { preflight: onPreflight, response } = changes[at] ?? { preflight: null, response: NOTHING };
    return {
      preflight: preflight && {
        ...preflight,
        response: onPreflight && apply(preflight.response, onPreflight, onPreflight.status),
      },
      actual: actual && { ...actual, response: apply(actual.response, response) },
    };
  });
  return { ...flow, hops };
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
