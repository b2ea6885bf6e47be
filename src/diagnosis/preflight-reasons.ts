import { exchangeOf, lastHop, methodAt } from '../cors/flow.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import type { Flow } from '../cors/types.ts';
import { getHeader } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';

/** Something that made the browser ask first, and how to do without, if there is a cheap way. */
export interface PreflightReason {
  readonly kind: 'method' | 'header' | 'body';
  /** The method, or the header with its value where that can be no secret; empty for a body. */
  readonly what: string;
  readonly without: string | null;
}

/** Why a flow had a preflight; empty where it had none. https://fetch.spec.whatwg.org/#concept-http-fetch */
export function preflightReasons(flow: Flow): readonly PreflightReason[] {
  const hop = lastHop(flow);
  if (hop.preflight === null) return [];
  const method = methodAt(hop);
  const reasons: PreflightReason[] = [];
  if (!isCorsSafelistedMethod(method)) {
    reasons.push({
      kind: 'method',
      what: method,
      without: 'Only `GET`, `HEAD` and `POST` can go without one.',
    });
  }
  for (const name of requestedHeaders(hop.preflight)) {
    const value = getHeader(exchangeOf(hop).requestHeaders, name);
    reasons.push({
      kind: 'header',
      what: shown(name, value),
      without: withoutHeader(name.toLowerCase(), value, method),
    });
  }
  if (reasons.length === 0) {
    reasons.push({
      kind: 'body',
      what: '',
      without: 'Remove the listeners from `xhr.upload`, or send the whole body at once.',
    });
  }
  return reasons;
}

function shown(name: string, value: string | null): string {
  const isSecret = /^(?:authorization|.*(?:token|key|secret).*)$/i.test(name);
  return value === null || isSecret ? name : `${name}: ${value}`;
}

/** The usual headers that force a preflight without need, and the cheapest way around. */
function withoutHeader(name: string, value: string | null, method: string): string | null {
  switch (name) {
    case 'content-type':
      if (method === 'GET' || method === 'HEAD')
        return 'Leave out `Content-Type`: a request without a body has no type.';
      if (value !== null && /^text\/plain\s*;.*"/i.test(value))
        return 'Write the charset without quotes: `text/plain;charset=utf-8`.';
      return 'The only content types without one are `text/plain`, `multipart/form-data` and `application/x-www-form-urlencoded`: for JSON, let the server answer the preflight.';
    case 'x-requested-with':
      return 'Leave out `X-Requested-With` unless your server uses it: some old libraries add it by default.';
    case 'cache-control':
    case 'pragma':
      return "Use `fetch(url, { cache: 'no-store' })` instead of the header.";
    case 'if-none-match':
    case 'if-modified-since':
      return 'Leave it to the browser, which revalidates on its own.';
    default:
      return name.startsWith('access-control-') ? 'Leave it out: it is a response header.' : null;
  }
}
