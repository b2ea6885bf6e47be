import type { Exchange, Response } from '../http/exchange.ts';
import { getHeader, type HeaderList } from '../http/header-list.ts';
import { isHttpScheme, originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import { requestedMethod } from './preflight.ts';
import type { Engine, Exemption, Flow, Hop } from './types.ts';

/** The exchange that stands for a hop: the request itself or, where only that was recorded, its preflight. */
export function exchangeOf(hop: Hop): Exchange {
  const exchange = hop.actual ?? hop.preflight;
  if (exchange === null) throw new TypeError('A hop has a request or a preflight.');
  return exchange;
}

/** The engine that made a recording; null for one of the wire. */
export function engineOf({ producer }: Exchange): Engine | null {
  return producer === 'other' ? null : producer;
}

/** The method that the page asked for. */
export function methodOf(flow: Flow): string {
  return methodAt(firstHop(flow));
}

/** The URL that the page asked for. */
export function urlOf(flow: Flow): string {
  return exchangeOf(firstHop(flow)).url;
}

/** The method of a hop: redirects may turn `POST` into `GET`. */
export function methodAt(hop: Hop): string {
  return hop.actual?.method ?? (hop.preflight && requestedMethod(hop.preflight)) ?? '';
}

export function firstHop(flow: Flow): Hop {
  const hop = flow.hops[0];
  if (hop === undefined) throw new TypeError('A flow has at least one hop.');
  return hop;
}

export function lastHop(flow: Flow): Hop {
  return flow.hops.at(-1) ?? firstHop(flow);
}

/** Every exchange of a flow in the order in which the browser makes them. */
export function exchangesOf({ hops, viaWorker }: Flow): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  for (const { preflight, actual } of hops) {
    if (preflight !== null) exchanges.push(preflight);
    if (actual !== null) exchanges.push(actual);
  }
  if (viaWorker !== null) exchanges.push(viaWorker);
  return exchanges;
}

/** The `Origin` that an exchange carried. */
export function originHeader(exchange: Exchange | null): string | null {
  return exchange && getHeader(exchange.requestHeaders, 'Origin');
}

/**
 * The origin of the request's maker: what the first `Origin` header says or, where none was recorded, the
 * Referer or the page. `null` (the text) for an opaque one; null where nothing tells.
 */
export function originOfFlow(flow: Flow): string | null {
  for (const { preflight, actual } of flow.hops) {
    const origin = originHeader(preflight) ?? originHeader(actual);
    if (origin !== null) return origin;
  }
  const ofWorker = originHeader(flow.viaWorker);
  if (ofWorker !== null) return ofWorker;
  const { requestHeaders, pageOrigin } = exchangeOf(firstHop(flow));
  const referer = getHeader(requestHeaders, 'Referer');
  return (referer === null ? null : originOf(referer)) ?? pageOrigin;
}

/**
 * The request's origin as it is serialised at a hop: `null` once a redirect led from one foreign origin to another.
 *
 * https://fetch.spec.whatwg.org/#concept-request-tainted-origin
 */
export function originAt(flow: Flow, hop: number): string | null {
  const origin = originOfFlow(flow);
  if (origin === null) return null;
  for (let i = 1; i <= hop; i++) {
    const before = originOfHop(flow, i - 1);
    if (before !== originOfHop(flow, i) && before !== origin) return 'null';
  }
  return origin;
}

function originOfHop(flow: Flow, hop: number): string | null {
  const at = flow.hops[hop];
  return at === undefined ? null : originOf(exchangeOf(at).url);
}

/** Whether the answers from this hop on are subject to the CORS check: once foreign, always foreign. */
export function isCrossOriginAt(flow: Flow, hop: number, origin = originOfFlow(flow)): boolean {
  for (let i = 0; i <= hop; i++) if (originOfHop(flow, i) !== origin) return true;
  return false;
}

/**
 * The Location at a hop that names a user and leads to another origin, or comes from one: it is not followed. Null where there
 * is none.
 *
 * https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirectsWithUrlCredentials(flow: Flow, hop: number): string | null {
  const answered = flow.hops[hop]?.actual;
  const location = answered?.response ? locationOf(answered.response) : null;
  if (!answered || location === null || !URL.canParse(location, answered.url)) return null;
  const { username, password, origin } = new URL(location, answered.url);
  if (username === '' && password === '') return null;
  return isCrossOriginAt(flow, hop) || origin !== originOfFlow(flow) ? location : null;
}

// https://fetch.spec.whatwg.org/#concept-response-location-url
export function locationOf({ status, headers }: Response): string | null {
  return isRedirectStatus(status) ? getHeader(headers, 'Location') : null;
}

/** Whether Chromium recorded the headers that it had in mind instead of those that it sent, which always name the host. */
export function isProvisional({ producer, requestHeaders }: Exchange): boolean {
  return producer === 'chromium' && !requestHeaders.some(([name]) => /^(?:host|:authority)$/i.test(name));
}

/** Whether the last answer redirects to another origin than the page's. */
function leadsAway(flow: Flow, origin: string | null): boolean {
  const { url, response } = exchangeOf(lastHop(flow));
  const location = response && locationOf(response);
  return location !== null && URL.canParse(location, url) && new URL(location, url).origin !== origin;
}

/** Whether the last answer is a redirect that was not followed: the page may have wanted that, in one way or another. */
export function endsWithRedirect(flow: Flow): boolean {
  const { response } = lastHop(flow).actual ?? {};
  return response !== null && response !== undefined && locationOf(response) !== null;
}

/** The mode is that of all hops, and only to trustworthy URLs is it sent. */
function fetchMode({ hops }: Flow): string | null {
  for (const { actual } of hops) {
    const mode = actual && getHeader(actual.requestHeaders, 'Sec-Fetch-Mode');
    if (mode !== null) return mode;
  }
  return null;
}

function hasPreflight({ preflight }: Hop): boolean {
  return preflight !== null;
}

function is(headers: HeaderList, name: string, pattern: RegExp): boolean {
  const value = getHeader(headers, name);
  return value !== null && pattern.test(value);
}

/** Why CORS does not apply to a flow; null where it does, or where nothing says that it does not. */
export function exemptionOf(flow: Flow, origin: string | null): Exemption | null {
  const url = urlOf(flow);
  if (!isHttpScheme(url)) return /^wss?:/i.test(url) ? 'websocket' : 'scheme';
  if (flow.hops.some(hasPreflight)) return null;
  const wasForeign = isCrossOriginAt(flow, flow.hops.length - 1, origin);
  if (!wasForeign && !leadsAway(flow, origin)) return 'same-origin';

  const exchange = exchangeOf(lastHop(flow));
  const { resourceType, response, requestHeaders } = exchange;
  if (
    resourceType === 'websocket' ||
    response?.status === 101 ||
    is(requestHeaders, 'Upgrade', /^websocket$/i)
  ) {
    return 'websocket';
  }
  switch (fetchMode(flow)) {
    case 'cors':
      return null;
    case 'navigate':
    case 'nested-navigate':
      return 'navigation';
    case 'no-cors':
      return 'no-cors';
    case 'same-origin':
      return 'same-origin';
    case 'websocket':
      return 'websocket';
  }
  const asksForDocument =
    is(requestHeaders, 'Upgrade-Insecure-Requests', /^1$/) && is(requestHeaders, 'Accept', /^text\/html/);
  if (resourceType === 'document' || asksForDocument) return 'navigation';
  // Chromium's provisional headers are not those of the wire, on which there may have been an Origin.
  if (isProvisional(exchange)) return null;
  // A request that was sent, and without an Origin, was not made under CORS: the browser adds it to each one that is.
  const wasSent = response !== null && !exchange.fromCache && !exchange.fromServiceWorker;
  const hasOrigin = flow.hops.some(({ actual }) => originHeader(actual) !== null);
  // To its own origin a page's GET has none in any mode.
  return wasSent && wasForeign && !hasOrigin ? 'no-cors' : null;
}
