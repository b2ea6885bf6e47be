/** The servers that the situations go to, and their record of what arrived. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pass } from 'node:timers/promises';
import { isRedirectStatus } from '../../src/http/status.ts';
import { headerOf, listen, type LabAnswer, type LabRequest } from '../lab/server.ts';
import { selfSigned } from './certificate.ts';
import type { Answer, Headers, Situation, Target } from './situation.ts';

/** One request as it arrived, with the answer that it got. */
export interface Arrival {
  readonly situation: number;
  readonly hop: number;
  readonly at: number;
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** Null where the connection was closed. */
  readonly answer: { readonly status: number; readonly headers: Headers } | null;
}

/** What the page's script is told of a situation. */
export interface PageRequest extends Pick<
  Situation,
  'from' | 'api' | 'method' | 'credentials' | 'body' | 'mode' | 'redirect'
> {
  readonly url: string;
  readonly headers: Headers;
}

export interface Lab {
  /** Names that have to lead to this machine. */
  readonly hosts: readonly string[];
  pageOf(scheme: 'http' | 'https'): string;
  /** The origin of the page or frame that makes a situation's requests: `null` for a sandboxed one. */
  originOf(situation: Situation): string;
  urlOf(id: number, situation: Situation, hop: number): string;
  /** Makes a situation known under a number, which its URLs hold. */
  add(id: number, situation: Situation): void;
  takeArrivals(): readonly Arrival[];
  close(): Promise<void>;
}

interface Place {
  readonly host: string;
  readonly server: 'page' | 'a' | 'b';
  readonly scheme: 'http' | 'https';
}

/** WebKit has no way to map names to this machine, so there the sites are `127.0.0.1` and `localhost`. */
const PLACES: Record<
  'names' | 'loopback',
  Record<Exclude<Target, 'own'>, Place> & Record<'page' | 'frame', string>
> = {
  names: {
    page: 'app.example.com',
    frame: 'frame.example.org',
    site: { host: 'api.example.com', server: 'a', scheme: 'http' },
    'site-open': { host: 'open.example.com', server: 'a', scheme: 'http' },
    cross: { host: 'api.example.net', server: 'a', scheme: 'http' },
    'cross-other': { host: 'cdn.example.org', server: 'b', scheme: 'http' },
    'secure-site': { host: 'api.example.com', server: 'a', scheme: 'https' },
    'secure-cross': { host: 'api.example.net', server: 'a', scheme: 'https' },
    'secure-open': { host: 'open.example.net', server: 'a', scheme: 'https' },
  },
  loopback: {
    page: '127.0.0.1',
    frame: 'localhost',
    site: { host: '127.0.0.1', server: 'a', scheme: 'http' },
    'site-open': { host: '127.0.0.1', server: 'b', scheme: 'http' },
    cross: { host: 'localhost', server: 'a', scheme: 'http' },
    'cross-other': { host: 'localhost', server: 'b', scheme: 'http' },
    'secure-site': { host: '127.0.0.1', server: 'a', scheme: 'https' },
    'secure-cross': { host: 'localhost', server: 'a', scheme: 'https' },
    'secure-open': { host: 'localhost', server: 'b', scheme: 'https' },
  },
};

/** Hosts on which the pages set a cookie before they begin. */
const WITH_COOKIE: readonly Target[] = ['site', 'secure-site', 'secure-cross'];

const ASSETS: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/frame.html': ['frame.html', 'text/html; charset=utf-8'],
  '/client.js': ['client.js', 'text/javascript; charset=utf-8'],
  '/worker.js': ['worker.js', 'text/javascript; charset=utf-8'],
};

/** How long a server takes to answer, in milliseconds. */
const LATENCIES = [60, 5, 30, 90, 15];

export async function startLab(names: 'names' | 'loopback'): Promise<Lab> {
  const places = PLACES[names];
  const targets = Object.values(places).filter((place) => typeof place === 'object');
  const hosts = [...new Set([places.page, places.frame, ...targets.map(({ host }) => host)])];
  const situations = new Map<number, Situation>();
  let arrivals: Arrival[] = [];

  const answer = async (scheme: string, request: LabRequest): Promise<LabAnswer | null> => {
    const { pathname } = new URL(request.target, 'http://lab');
    const asset = ASSETS[pathname];
    if (asset !== undefined) {
      const [file, type] = asset;
      const body = await readFile(new URL(`page/${file}`, import.meta.url));
      return {
        status: 200,
        headers: [
          ['Content-Type', type],
          ['Access-Control-Allow-Origin', '*'],
          ['Cache-Control', 'no-store'],
        ],
        body,
      };
    }
    const origin = headerOf(request, 'Origin');
    if (pathname.startsWith('/probe/')) {
      return {
        status: 200,
        headers: [
          ['Access-Control-Allow-Origin', '*'],
          ['Cache-Control', 'no-store'],
        ],
      };
    }
    if (pathname === '/cookie') {
      const site = scheme === 'https' ? 'SameSite=None; Secure' : 'SameSite=Lax';
      return {
        status: 204,
        headers: [
          ['Access-Control-Allow-Origin', origin ?? '*'],
          ['Access-Control-Allow-Credentials', 'true'],
          ['Set-Cookie', `session=${scheme}; ${site}; Path=/`],
        ],
      };
    }
    const [, id, hop] = /^\/s\/(\d+)\/(\d+)/.exec(pathname) ?? [];
    const situation = situations.get(Number(id));
    if (id === undefined || hop === undefined || situation === undefined) return { status: 404, headers: [] };
    // So that many requests are under way at once, and end in another order than they began.
    await pass(LATENCIES[(Number(id) + Number(hop)) % LATENCIES.length]);
    return answerHop(scheme, request, Number(id), situation, Number(hop));
  };

  function answerHop(
    scheme: string,
    request: LabRequest,
    id: number,
    situation: Situation,
    index: number,
  ): LabAnswer | null {
    const hop = situation.hops[index];
    if (hop === undefined) return { status: 404, headers: [] };
    const isPreflight =
      request.method === 'OPTIONS' && headerOf(request, 'Access-Control-Request-Method') !== null;
    const template: Answer = isPreflight ? hop.preflight : hop.answer;
    const arrival = {
      situation: id,
      hop: index,
      at: performance.timeOrigin + performance.now(),
      url: `${scheme}://${headerOf(request, 'Host')}${request.target}`,
      method: request.method,
      headers: request.headers,
    };
    if (template === 'close') {
      arrivals.push({ ...arrival, answer: null });
      return null;
    }
    const next = situation.hops[index + 1];
    const headers: (readonly [string, string])[] = template.headers.map(([name, value]) => [
      name,
      fill(value, situation, request),
    ]);
    if (isRedirectStatus(template.status)) {
      const location = next === undefined ? `${arrival.url}?again` : urlOf(id, situation, index + 1);
      const withUser =
        next?.userInfo === undefined ? location : location.replace('://', `://${next.userInfo}@`);
      headers.push(['Location', situation.hops[index]?.leadsTo ?? withUser]);
    }
    const { type, body } = bodyFor(situation.api);
    if (!isPreflight) headers.push(['Content-Type', type], ['Cache-Control', 'no-store']);
    arrivals.push({ ...arrival, answer: { status: template.status, headers } });
    return { status: template.status, headers, body: isPreflight ? '' : body };
  }

  const servers = {
    http: {
      page: await listen(0, async (request) => answer('http', request)),
      a: await listen(0, async (request) => answer('http', request)),
      b: await listen(0, async (request) => answer('http', request)),
    },
    https: await startSecure(),
  };

  async function startSecure() {
    const certificate = selfSigned(hosts);
    const start = async () => listen(0, async (request) => answer('https', request), certificate);
    return { page: await start(), a: await start(), b: await start() };
  }

  function originOf({ page, from }: Situation): string {
    if (from === 'sandbox') return 'null';
    return `${page}://${from === 'frame' ? places.frame : places.page}:${servers[page].page.port}`;
  }

  function targetOrigin(situation: Situation, target: Target): string {
    if (target === 'own') {
      const { page } = situation;
      return situation.from === 'sandbox'
        ? `${page}://${places.page}:${servers[page].page.port}`
        : originOf(situation);
    }
    const { scheme, host, server } = places[target];
    return `${scheme}://${host}:${servers[scheme][server].port}`;
  }

  function urlOf(id: number, situation: Situation, hop: number): string {
    return `${targetOrigin(situation, situation.hops[hop]?.target ?? 'own')}/s/${id}/${hop}`;
  }

  function fill(value: string, situation: Situation, request: LabRequest): string {
    const origin = originOf(situation);
    const { scheme, host, port } = /^(?<scheme>\w+):\/\/(?<host>.*):(?<port>\d+)$/.exec(origin)?.groups ?? {};
    const method = headerOf(request, 'Access-Control-Request-Method') ?? request.method;
    const headers = headerOf(request, 'Access-Control-Request-Headers') ?? '';
    const echo = headerOf(request, 'Origin') ?? '';
    const values: Readonly<Record<string, string | undefined>> = {
      origin,
      scheme,
      host,
      port,
      echo,
      best: echo === 'null' ? '*' : echo,
      SCHEME: scheme?.toUpperCase(),
      HOST: host?.toUpperCase(),
      method,
      METHOD: method.toUpperCase(),
      Method: method.charAt(0).toUpperCase() + method.slice(1).toLowerCase(),
      headers,
      HEADERS: headers.toUpperCase(),
    };
    return value.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  return {
    hosts,
    pageOf: (scheme) => {
      const cookies = WITH_COOKIE.filter((target) => names === 'names' && target !== 'own')
        .map((target) => targetOrigin({ page: scheme, from: 'page' } as Situation, target))
        // A page that came by https may not ask an http server.
        .filter((origin) => scheme === 'http' || origin.startsWith('https:'));
      const frame = `${scheme}://${places.frame}:${servers[scheme].page.port}`;
      const query = new URLSearchParams([['frame', frame], ...cookies.map((origin) => ['cookie', origin])]);
      return `${scheme}://${places.page}:${servers[scheme].page.port}/?${query.toString()}`;
    },
    originOf,
    urlOf,
    add: (id, situation) => void situations.set(id, situation),
    takeArrivals: () => {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
    close: async () => {
      const all = [...Object.values(servers.http), ...Object.values(servers.https)];
      await Promise.all(all.map((server) => server.close()));
    },
  };
}

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function bodyFor(api: Situation['api']): { readonly type: string; readonly body: string | Buffer } {
  switch (api) {
    case 'image':
      return { type: 'image/gif', body: GIF };
    case 'module':
      return { type: 'text/javascript', body: '' };
    case 'style':
      return { type: 'text/css', body: '' };
    case 'font':
      return { type: 'font/woff2', body: 'x' };
    case 'eventsource':
      return { type: 'text/event-stream', body: 'data: x\n\n' };
    default:
      return { type: 'text/plain', body: 'x' };
  }
}

/** What the page's script needs for each of a situation's requests. */
export function pageRequests(
  lab: Lab,
  id: number,
  situation: Situation,
  headers: readonly Headers[],
): readonly PageRequest[] {
  const { from, api, method, credentials, body, mode, redirect } = situation;
  const url = lab.urlOf(id, situation, 0);
  return headers.map((own) => ({
    url,
    from,
    api,
    method,
    credentials,
    body,
    headers: own,
    ...(mode && { mode }),
    ...(redirect && { redirect }),
  }));
}
