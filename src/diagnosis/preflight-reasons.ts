import { exchangeOf, lastHop, methodAt } from '../cors/flow.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import type { Flow } from '../cors/types.ts';
import { getHeader } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { code } from './rule.ts';

/** Something that made the browser ask first, and how to do without, if there is a cheap way. */
export interface PreflightReason {
  readonly kind: 'method' | 'header' | 'body';
  /** The method or the header's name; empty for a body. */
  readonly name: string;
  readonly why: string;
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
      name: method,
      why: `The method ${code(method)} needs a preflight.`,
      without: null,
    });
  }
  for (const name of requestedHeaders(hop.preflight)) {
    const value = getHeader(exchangeOf(hop).requestHeaders, name);
    reasons.push({
      kind: 'header',
      name,
      why: whyHeader(name, value),
      without: withoutHeader(name.toLowerCase(), value, method),
    });
  }
  if (reasons.length === 0) {
    reasons.push({
      kind: 'body',
      name: '',
      why: 'Your code listens to upload progress, or sends a stream: both require a preflight.',
      without: 'Remove the listeners from `xhr.upload`, or send the whole body at once.',
    });
  }
  return reasons;
}

function whyHeader(name: string, value: string | null): string {
  const shown =
    value === null || /^(?:authorization|.*(?:token|key|secret).*)$/i.test(name)
      ? code(name)
      : code(`${name}: ${value}`);
  return `The header ${shown} needs a preflight.`;
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
