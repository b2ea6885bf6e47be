import { lowerName, type HeaderList } from '../http/header-list.ts';
import { mimeTypeEssence } from '../http/mime-type.ts';
import { isForbiddenMethod } from '../http/method.ts';
import { remembered } from '../http/remembered.ts';
import type { Engine } from './types.ts';

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
function hasCorsUnsafeRequestHeaderByte(value: string): boolean {
  return /[\x00-\x08\x0A-\x1F"():<>?@[\\\]{}\x7F]/.test(value);
}

// https://fetch.spec.whatwg.org/#simple-range-header-value
function isSimpleRangeHeaderValue(value: string): boolean {
  const match = /^bytes=(\d+)-(\d*)$/.exec(value);
  if (match === null) return false;
  const [, start = '', end = ''] = match;
  return end === '' || BigInt(start) <= BigInt(end);
}

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
export function isCorsSafelistedRequestHeader(name: string, value: string): boolean {
  if (value.length > 128) return false;
  switch (lowerName(name)) {
    case 'accept':
      return !hasCorsUnsafeRequestHeaderByte(value);
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value);
    case 'content-type': {
      if (hasCorsUnsafeRequestHeaderByte(value)) return false;
      const essence = mimeTypeEssence(value);
      return (
        essence === 'application/x-www-form-urlencoded' ||
        essence === 'multipart/form-data' ||
        essence === 'text/plain'
      );
    }
    case 'range':
      return isSimpleRangeHeaderValue(value);
    default:
      return false;
  }
}

/**
 * The names (lower case, sorted, each once) that have to be listed in `Access-Control-Request-Headers`.
 * `isSafelisted` is the standard's test unless an engine's own is passed.
 *
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(
  headers: HeaderList,
  isSafelisted: (name: string, value: string) => boolean = isCorsSafelistedRequestHeader,
): readonly string[] {
  const unsafe: string[] = [];
  let safelistValueSize = 0;
  for (const line of headers) {
    if (isSafelisted(line[0], line[1])) safelistValueSize += line[1].length;
    else unsafe.push(lowerName(line[0]));
  }
  // Then all of them are: what is safelisted has become too much.
  if (safelistValueSize > 1024) return [...new Set(headers.map(([name]) => lowerName(name)))].toSorted();
  // Most recordings have them in this order already.
  return isAscending(unsafe) ? unsafe : [...new Set(unsafe)].toSorted();
}

function isAscending(names: readonly string[]): boolean {
  let before = '';
  for (const name of names) {
    if (name <= before) return false;
    before = name;
  }
  return true;
}

// https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
export function isCorsNonWildcardRequestHeaderName(name: string): boolean {
  return lowerName(name) === 'authorization';
}

const FORBIDDEN = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** Whatever the value. */
const isForbiddenName = remembered((name) => {
  const lower = name.toLowerCase();
  return FORBIDDEN.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-');
});

// https://fetch.spec.whatwg.org/#forbidden-request-header
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  if (isForbiddenName(name)) return true;
  const lower = lowerName(name);
  if (lower === 'x-http-method' || lower === 'x-http-method-override' || lower === 'x-method-override') {
    return value.split(',').some((method) => isForbiddenMethod(method.trim()));
  }
  return false;
}

/**
 * Headers that a browser puts on requests by itself, so that their presence in a recording does not prove
 * that script set them. No standard lists them; read off recordings of Chromium 156 and Firefox 153.
 */
const ADDED_BY_BROWSERS = new Set([
  'accept',
  'accept-language',
  'alt-used',
  'authorization',
  'cache-control',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'last-event-id',
  'pragma',
  'priority',
  'range',
  'upgrade-insecure-requests',
  'user-agent',
]);

/** The same of Chromium alone. */
const ADDED_BY_CHROMIUM = new Set([
  'downlink',
  'dpr',
  'ect',
  'purpose',
  'rtt',
  'save-data',
  'viewport-width',
  'width',
  'x-client-data',
]);

/** Whether an engine, or any where none is given, may have put a header of this name on a request by itself. */
export function isAddedByBrowsers(name: string, engine: Engine | null = null): boolean {
  const lower = lowerName(name);
  if (ADDED_BY_BROWSERS.has(lower)) return true;
  return (engine === null || engine === 'chromium') && ADDED_BY_CHROMIUM.has(lower);
}

/**
 * The headers of a recorded request that script can have set: everything that the standard does not
 * forbid to script. Some of them may be the browser's own all the same (see `isAddedByBrowsers`).
 */
export function headersOfScript(headers: HeaderList): HeaderList {
  return headers.filter(mayBeOfScript);
}

function mayBeOfScript(line: HeaderList[number]): boolean {
  return line[0] !== '' && !line[0].startsWith(':') && !isForbiddenRequestHeader(line[0], line[1]);
}
