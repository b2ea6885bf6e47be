import type { Exchange, Producer } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';

/** By these names the reader knows who recorded; a recording of something else stays nameless. */
const BROWSERS: Readonly<Record<Producer, string | null>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'Safari',
  other: null,
};

/**
 * Exchanges as a HAR 1.2 file that every reader of such files takes, and from which `readHar` gets the same exchanges
 * again. It has no bodies and no timings of their parts, since none are kept.
 */
export function writeHar(exchanges: readonly Exchange[], version: string): string {
  const origins = [...new Set(exchanges.flatMap(({ pageOrigin }) => pageOrigin ?? []))];
  const browser = BROWSERS[exchanges.find(({ producer }) => producer !== 'other')?.producer ?? 'other'];
  const started = new Map<string, number>();
  for (const { pageOrigin, startedAt } of exchanges) {
    if (pageOrigin !== null && !started.has(pageOrigin)) started.set(pageOrigin, startedAt);
  }
  const log = {
    version: '1.2',
    creator: { name: 'Why CORS?', version },
    ...(browser !== null && { browser: { name: browser, version: '' } }),
    pages: origins.map((origin, i) => ({
      id: `page_${i + 1}`,
      // Readers of this format take a page's title for its address.
      title: `${origin}/`,
      startedDateTime: timeOf(started.get(origin) ?? 0),
      pageTimings: {},
    })),
    entries: exchanges.map((exchange) => entryOf(exchange, origins)),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entryOf(exchange: Exchange, origins: readonly string[]): unknown {
  const { method, url, requestHeaders, response, duration, pageOrigin, producer, netError } = exchange;
  const page = pageOrigin === null ? -1 : origins.indexOf(pageOrigin);
  const pageref = page === -1 ? (exchange.ofPage === true ? 'page_0' : null) : `page_${page + 1}`;
  return {
    ...(pageref !== null && { pageref }),
    startedDateTime: timeOf(exchange.startedAt),
    time: duration ?? -1,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      headers: rowsOf(requestHeaders),
      queryString: queryOf(url),
      cookies: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? '',
      httpVersion: 'HTTP/1.1',
      headers: rowsOf(response?.headers ?? []),
      cookies: [],
      content: { size: -1, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      ...(producer === 'chromium' && { _error: netError }),
      ...(exchange.fromServiceWorker && { _fetchedViaServiceWorker: true }),
    },
    cache: {},
    // Firefox's are empty for what was never sent, and its reader goes by that.
    timings: exchange.unsent === null ? { send: 0, wait: duration ?? 0, receive: 0 } : {},
    ...(exchange.unsent === 'preflight' && { _securityState: 'insecure' }),
    ...(exchange.resourceType !== null && { _resourceType: exchange.resourceType }),
    ...(exchange.fromCache && { _fromCache: 'disk' }),
    ...(exchange.readable !== null && { _readable: exchange.readable }),
  };
}

function rowsOf(headers: HeaderList): readonly { readonly name: string; readonly value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): readonly { readonly name: string; readonly value: string }[] {
  if (!URL.canParse(url)) return [];
  const { search } = new URL(url);
  return search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? { name: pair, value: '' }
        : { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
    });
}

/** With microseconds, as Chromium writes them: the order of a preflight and its request may depend on them. */
function timeOf(at: number): string {
  const whole = Math.floor(at);
  const micros = Math.round((at - whole) * 1000);
  const date = new Date(micros === 1000 ? whole + 1 : whole).toISOString();
  return micros === 0 || micros === 1000 ? date : date.replace('Z', `${`${micros}`.padStart(3, '0')}Z`);
}
