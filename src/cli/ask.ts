import { judge } from '../cors/judge.ts';
import { isCrossOriginAt, locationOf, originAt } from '../cors/flow.ts';
import { corsUnsafeRequestHeaderNames } from '../cors/request-headers.ts';
import type { Flow, Hop } from '../cors/types.ts';
import { UNRECORDED, type Exchange } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { isHttpScheme, originOf } from '../http/origin.ts';
import { hasBadPort } from '../http/port.ts';
import type { Request, Send } from './send.ts';

/** What a page would ask for. */
export interface Wanted {
  readonly url: string;
  /** Of the page; `null` for one without. */
  readonly origin: string;
  readonly method: string;
  /** Those that the page's code sets, and perhaps a Cookie. */
  readonly headers: HeaderList;
  readonly credentials: 'include' | 'same-origin';
}

export interface AskOptions {
  readonly send: Send;
  readonly timeout: number;
  /** Whether requests may be made that can change something on the server. */
  readonly mayChange: boolean;
  readonly userAgent: string;
  readonly before: (request: Request) => void;
  readonly after: (exchange: Exchange) => void;
}

const MOST_REDIRECTS = 20;

/**
 * Asks a server as a browser would: a preflight where one is due, then the request, and the same at each address to which it
 * is redirected. Stops where a browser would, and before a request that may change something, unless that was allowed.
 *
 * https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export async function ask(wanted: Wanted, options: AskOptions): Promise<Flow> {
  const { origin, credentials } = wanted;
  let { url, method, headers } = wanted;
  /** Of the exchanges so far, sent or not. */
  let count = 0;
  const hops: Hop[] = [];
  const flow = (): Flow => ({ hops: [...hops], viaWorker: null });

  const exchangeFor = (request: Request): Exchange => ({
    ...UNRECORDED,
    index: count,
    producer: 'other',
    startedAt: Date.now(),
    method: request.method,
    url: request.url,
    requestHeaders: request.headers,
    pageOrigin: origin,
  });
  const make = async (request: Request): Promise<Exchange> => {
    const exchange = exchangeFor(request);
    count++;
    const unsent = reasonNotToSend(request.url, origin);
    if (unsent !== null) return { ...exchange, netError: unsent };
    options.before(request);
    const answer = await options.send(request, options.timeout);
    const duration = Date.now() - exchange.startedAt;
    const made =
      'netError' in answer
        ? { ...exchange, duration, ...answer }
        : { ...exchange, duration, response: answer };
    options.after(made);
    return made;
  };
  const isOver = (): boolean => {
    const { outcome } = judge(flow(), { assumed: credentials });
    return outcome === 'blocked' || outcome === 'failed';
  };

  for (;;) {
    const at = hops.length;
    const planned = exchangeFor({ method, url, headers });
    hops.push({ preflight: null, actual: { ...planned, requestHeaders: [['Origin', origin]] } });
    const sentOrigin = originAt(flow(), at) ?? origin;
    const crosses = isCrossOriginAt(flow(), at);
    const common: HeaderList = [['User-Agent', options.userAgent]];
    const originLine: HeaderList = [['Origin', sentOrigin]];
    hops.pop();

    const unsafe = corsUnsafeRequestHeaderNames(headers.filter(([name]) => name.toLowerCase() !== 'cookie'));
    if (crosses && (!isCorsSafelistedMethod(method) || unsafe.length > 0)) {
      const preflight = await make({
        method: 'OPTIONS',
        url,
        headers: [
          ...common,
          ['Accept', '*/*'],
          ['Access-Control-Request-Method', method],
          ...(unsafe.length > 0 ? ([['Access-Control-Request-Headers', unsafe.join(',')]] as const) : []),
          ...originLine,
          ['Sec-Fetch-Mode', 'cors'],
        ],
      });
      hops.push({ preflight, actual: null });
      if (isOver()) return flow();
    }

    const isSafe = method === 'GET' || method === 'HEAD';
    const hasAccept = headers.some(([name]) => name.toLowerCase() === 'accept');
    const request: Request = {
      method,
      url,
      headers: [
        ...common,
        ...(hasAccept ? [] : ([['Accept', '*/*']] as const)),
        ...headers,
        ...(isSafe ? [] : ([['Content-Length', '0']] as const)),
        ...(crosses || !isSafe ? originLine : []),
        ['Sec-Fetch-Mode', 'cors'],
      ],
    };
    const preflight = hops[at]?.preflight ?? null;
    if (!isSafe && !options.mayChange) {
      hops[at] = { preflight, actual: exchangeFor(request) };
      return flow();
    }
    const actual = await make(request);
    hops[at] = { preflight, actual };
    const location = actual.response && locationOf(actual.response);
    if (location === null || isOver() || !URL.canParse(location, url)) return flow();

    const next = new URL(location, url);
    if (!isHttpScheme(next.href)) return failing(flow(), 'net::ERR_UNSAFE_REDIRECT');
    if (hops.length > MOST_REDIRECTS) return failing(flow(), 'net::ERR_TOO_MANY_REDIRECTS');
    const { status = 0 } = actual.response ?? {};
    if (status === 303 ? !isSafe : method === 'POST' && status < 303) {
      method = 'GET';
      headers = headers.filter(([name]) => !/^content-(?:encoding|language|location|type)$/i.test(name));
    }
    if (next.origin !== originOf(url))
      headers = headers.filter(([name]) => !/^(?:authorization|cookie)$/i.test(name));
    url = next.hash === '' ? next.href : next.href.slice(0, -next.hash.length);
  }
}

/** The last exchange as it is where the browser does not follow it. */
function failing({ hops, ...rest }: Flow, netError: string): Flow {
  const last = hops.at(-1);
  if (!last?.actual) return { hops, ...rest };
  return { ...rest, hops: [...hops.slice(0, -1), { ...last, actual: { ...last.actual, netError } }] };
}

/** Why a browser would not even try, as its net error; an empty one for mixed content, which Chrome does not name. */
function reasonNotToSend(url: string, origin: string): string | null {
  if (hasBadPort(url)) return 'net::ERR_UNSAFE_PORT';
  const { protocol, hostname } = new URL(url);
  const isLocal = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === 'http:' && origin.startsWith('https:') && !isLocal ? '' : null;
}
