import { hasBadPort } from '../http/port.ts';
import type { Exchange } from '../http/exchange.ts';
import { preflightReasons } from './preflight-cache.ts';
import type { FailedReason } from './types.ts';

/** Chromium's net errors by what they mean to a person. https://chromium.googlesource.com/chromium/src/+/main/net/base/net_error_list.h */
const REASONS: readonly (readonly [pattern: RegExp, reason: FailedReason])[] = [
  [/^ERR_ABORTED$/, 'aborted'],
  [/^ERR_BLOCKED_BY_CLIENT/, 'blocked-by-client'],
  [/^ERR_BLOCKED_BY_RESPONSE/, 'blocked-by-response'],
  [/^ERR_BLOCKED_BY_ORB/, 'blocked-by-orb'],
  [/^ERR_BLOCKED_BY_(?:LOCAL|PRIVATE)_NETWORK|LOCAL_NETWORK/, 'local-network-access'],
  [
    /^ERR_BLOCKED_BY_|^ERR_CLEARTEXT_NOT_PERMITTED|^ERR_NETWORK_ACCESS_DENIED|^ERR_ACCESS_DENIED/,
    'blocked-by-policy',
  ],
  [/^ERR_CONNECTION_REFUSED/, 'connection-refused'],
  [/^ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|^ERR_SOCKET_NOT_CONNECTED/, 'connection-reset'],
  [/^ERR_EMPTY_RESPONSE/, 'empty-response'],
  [/^ERR_NAME_|^ERR_DNS_|^ERR_ICANN_NAME/, 'name-not-resolved'],
  [/TIMED_OUT$/, 'timeout'],
  [/^ERR_INTERNET_DISCONNECTED|^ERR_NETWORK_CHANGED|^ERR_NETWORK_IO_SUSPENDED/, 'offline'],
  [/PROXY|^ERR_TUNNEL/, 'proxy'],
  [/^ERR_CERT|^ERR_BAD_SSL_CLIENT|^ERR_INSECURE_RESPONSE/, 'certificate'],
  [/^ERR_SSL|^ERR_ECH/, 'tls'],
  [/^ERR_TOO_MANY_REDIRECTS/, 'too-many-redirects'],
  [/^ERR_UNSAFE_PORT/, 'unsafe-port'],
  [/^ERR_UNSAFE_REDIRECT/, 'unsafe-redirect'],
];

/**
 * Why an exchange failed below CORS; null where it did not, or where its error may hide a CORS verdict
 * (`net::ERR_FAILED`, and a refused preflight's `net::ERR_INVALID_REDIRECT`).
 */
export function networkFailure(exchange: Exchange): FailedReason | null {
  if (exchange.netError === null) {
    // Firefox names no error: a request that was sent and has no answer failed below HTTP, or was aborted.
    if (exchange.producer !== 'firefox' || exchange.response !== null) return null;
    // Firefox's log loses answers when many come at once; the page's own timing knows that this one came.
    if (exchange.readable === true) return null;
    // There was no preflight to fail where none is due: Firefox did not try to connect.
    if (exchange.unsent === 'preflight') return isPreflightDue(exchange) ? null : 'offline';
    if (exchange.unsent !== 'blocked') return 'network';
    // A service worker or an extension had it, and what that did is not recorded: of what Firefox itself stops here, the page
    // has no timing.
    if (exchange.readable === false) return null;
    return hasBadPort(exchange.url) ? 'unsafe-port' : 'blocked-silently';
  }
  if (exchange.response === null && /^file:/i.test(exchange.url)) return 'scheme';
  if (exchange.netError === '') return exchange.response === null ? 'blocked-silently' : null;
  return reasonOfNetError(exchange.netError);
}

/** What a net error of Chromium's means; null where it may hide a CORS verdict. */
export function reasonOfNetError(netError: string): FailedReason | null {
  const name = netError.replace(/^net::/, '');
  if (name === 'ERR_FAILED' || name === 'ERR_INVALID_REDIRECT') return null;
  return REASONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'network';
}

function isPreflightDue(exchange: Exchange): boolean {
  const { method, headers } = preflightReasons(exchange, 'firefox');
  return method !== null || headers.length > 0;
}
