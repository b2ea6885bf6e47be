import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Response } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
}

/** Makes one HTTP request, and follows no redirect. What goes wrong has the name that Chrome would give it. */
export type Send = (request: Request, timeout: number) => Promise<Response | { readonly netError: string }>;

/** What Chrome would say, by the code of Node's error. */
export const NET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  EPIPE: 'ERR_CONNECTION_RESET',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: 'ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  EPROTO: 'ERR_SSL_PROTOCOL_ERROR',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  CERT_REVOKED: 'ERR_CERT_REVOKED',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
};

/** With headers line by line as they come over the wire: `fetch` would join some, and hide others. */
export const send: Send = async ({ method, url, headers }, timeout) =>
  new Promise((resolve) => {
    const { protocol, hostname, host, port, pathname, search } = new URL(url);
    const address = hostname.replace(/^\[|\]$/g, '');
    const request = (protocol === 'https:' ? https : http).request({
      method,
      // Browsers send these names to the own machine without asking DNS.
      hostname: hostname.endsWith('.localhost') ? 'localhost' : address,
      ...(isIP(address) === 0 && { servername: hostname }),
      port,
      path: pathname + search,
      headers: { Host: host, ...Object.fromEntries(headers) },
      agent: false,
      timeout,
    });
    const timer = setTimeout(() => {
      // Chrome's two names: a connection that is not made, and a response that does not come over one.
      const isConnected = request.socket?.connecting === false;
      resolve({ netError: isConnected ? 'net::ERR_TIMED_OUT' : 'net::ERR_CONNECTION_TIMED_OUT' });
      request.destroy();
    }, timeout);
    request.on('response', ({ statusCode = 0, statusMessage = '', rawHeaders }) => {
      clearTimeout(timer);
      resolve({ status: statusCode, statusText: statusMessage, headers: pairsOf(rawHeaders) });
      // The body is of no interest.
      request.destroy();
    });
    request.on('error', (error) => {
      clearTimeout(timer);
      resolve({ netError: `net::${netErrorOf(error)}` });
    });
    request.end();
  });

function pairsOf(raw: readonly string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? '']);
}

function netErrorOf(error: Error): string {
  if (error.message === 'socket hang up') return 'ERR_EMPTY_RESPONSE';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/CERT|ISSUER|SIGNATURE/.test(code) && !(code in NET_ERRORS)) return 'ERR_CERT_AUTHORITY_INVALID';
  if (code.startsWith('HPE_')) return 'ERR_INVALID_HTTP_RESPONSE';
  return NET_ERRORS[code] ?? (/SSL|TLS/.test(code) ? 'ERR_SSL_PROTOCOL_ERROR' : 'ERR_CONNECTION_FAILED');
}
