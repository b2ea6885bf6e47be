/** Makes situations: half of them work but for one thing, half are wild. */
import { corsUnsafeRequestHeaderNames } from '../../src/cors/request-headers.ts';
import { createRandom, type Random } from './random.ts';
import type { Answer, Api, Headers, Situation, SituationHop, Target } from './situation.ts';

/** What WebKit's driver can do: plain fetch in the page, and no names but this machine's. */
export interface GeneratorOptions {
  readonly plain: boolean;
}

export function generate(
  seed: number,
  count: number,
  { plain }: GeneratorOptions = { plain: false },
): readonly Situation[] {
  return Array.from({ length: count }, (_, index) => {
    // Each situation has a seed of its own, so that the n-th stays the same however many are made.
    const random = createRandom(Math.imul(seed, 2_654_435_761) + index);
    const situation = random.chance(0.5) ? broken(random, plain) : wild(random, plain);
    return normalize(situation);
  });
}

const ORIGINS = [
  '{origin}/',
  '{origin}/path',
  '{origin} ',
  ' {origin}',
  '{scheme}://{host}',
  '{scheme}://{host}:1{port}',
  '{scheme}://{host}:0{port}',
  '{scheme}://{host}:{port}0',
  '{scheme}://{host}:80',
  '{scheme}://{host}:443',
  'http://{host}:{port}',
  'https://{host}:{port}',
  '{SCHEME}://{host}:{port}',
  '{scheme}://{HOST}:{port}',
  '{host}:{port}',
  '{host}',
  '//{host}:{port}',
  '{scheme}://www.{host}:{port}',
  '{scheme}://*.{host}:{port}',
  'https://*.example.com',
  '*.example.com',
  'https://*',
  'http://*',
  'http://',
  'http:',
  'localhost:3000',
  'http://localhost:3000',
  'http://127.0.0.1:{port}',
  'https://other.example',
  '{origin}, https://other.example',
  'https://other.example, {origin}',
  '{origin},{origin}',
  '{origin} https://other.example',
  '{origin};',
  '{origin},',
  '"{origin}"',
  "'{origin}'",
  '<{origin}>',
  'null',
  'NULL',
  'Null',
  '"null"',
  'undefined',
  'true',
  'all',
  'any',
  '',
  '**',
  '*, *',
  '*,{origin}',
  '"*"',
  "'*'",
  '[object Object]',
  '${ORIGIN}',
  '/.*/',
  '^https?://.*$',
  'file://',
  'data:,x',
  'ftp://{host}',
  'http://user@{host}:{port}',
  'http://[::1]:{port}',
  'http://{host}:99999',
  'http://exa mple.com',
  'http://%zz',
  'localhost',
  'a:b',
  'a',
  '1',
  '*\t',
  '\t{origin}',
  '{origin}\u00a0',
  '\u00e9',
] as const;

const NOT_TRUE = [
  'True',
  'TRUE',
  '1',
  'yes',
  'false',
  '',
  'true,true',
  'true, true',
  '"true"',
  'true;',
  ' true',
  'true ',
  'tru',
  '*',
] as const;

const METHOD_LISTS = [
  '',
  '*',
  'GET',
  'GET, POST',
  'GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD',
  'get, post, put, delete, patch',
  '*, {method}',
  '{method},*',
  '{method}',
  '{METHOD}',
  '{Method}',
  '{method}, ',
  ',,{method},,',
  ', ,\t{method}\t, ',
  '{method}x',
  '"{method}"',
  '{method}; GET',
  'GET {method}',
  '{method}/GET',
  'all',
  'ANY',
  '*;',
  '**',
  '[{method}]',
  '{method}|GET',
  'GET|{method}',
  '{method}, {x}',
  'PUT',
  'PATCH',
  'DELETE',
  '\u00e9',
] as const;

const HEADER_LISTS = [
  '',
  '*',
  '{headers}',
  '{HEADERS}',
  '{headers}, ',
  ',,{headers},,',
  ' , {headers}',
  '{headers}, *',
  '*, {headers}',
  '*, Authorization',
  'authorization, {headers}',
  '{headers}; x-a',
  '{headers}:',
  '"{headers}"',
  'x foo, {headers}',
  '{headers},x foo',
  'content-type',
  'Content-Type, X-A, X-B, Authorization, X-Requested-With',
  'x-a',
  'X-A,X-B',
  'x_a',
  'x-*',
  'all',
  '[*]',
  '{headers}{',
  'authorization',
  'X-A\tX-B',
  '\u00e9',
] as const;

const MAX_AGES = [
  '0',
  '1',
  '5',
  '60',
  '600',
  '7200',
  '86400',
  '99999999999999999999',
  '-1',
  '+60',
  '1.5',
  'abc',
  '',
  '60, 60',
  ' 60',
  '60;',
  '0x10',
] as const;

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'get',
  'post',
  'put',
  'delete',
  'patch',
  'Patch',
  'head',
  'options',
  'FOO',
  'foo',
  'PROPFIND',
  'QUERY',
  'CHICKEN',
  'M-SEARCH',
  'Put',
  '*',
] as const;

const STATUSES = [
  200, 200, 200, 201, 202, 203, 206, 299, 400, 401, 403, 404, 405, 410, 413, 418, 429, 500, 501, 502, 503,
  504,
];
const PREFLIGHT_STATUSES = [
  200, 204, 200, 204, 201, 202, 206, 299, 205, 300, 304, 400, 401, 403, 404, 405, 415, 500, 502, 503, 301,
  302, 303, 307, 308,
];
const REDIRECTS = [301, 302, 303, 307, 308];

function text(size: number, unit = 'a'): string {
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
}

/** Request headers at and beyond every limit of the safelist, and those that people set. */
function requestHeader(random: Random): readonly [string, string] {
  return random.pick<() => readonly [string, string]>([
    () => [random.pick(['X-A', 'X-B', 'x-a', 'X-Requested-With', 'x_a', 'X-C']), random.pick(['1', 'a', ''])],
    () => ['Authorization', random.pick(['Bearer x', 'Basic dTpw'])],
    () => ['Content-Type', random.pick(CONTENT_TYPES)],
    () => ['Content-Type', random.pick(CONTENT_TYPES)],
    () => [
      'Accept',
      random.pick([
        '*/*',
        'application/json',
        'a"b',
        'a(b',
        'a:b',
        'a<b',
        'a@b',
        'a{b',
        'a\tb',
        'a/b;q=0.5',
        'a\u007fb',
        'a\u0080b',
        'a\u00e9',
        'a=b',
        'a?b',
        'a[b',
        'a\\b',
      ]),
    ],
    () => ['Accept', text(random.pick([127, 128, 129, 200]))],
    () => [
      'Accept-Language',
      random.pick(['en', 'en-US,en;q=0.5', 'en_US', 'en*', 'de =', 'a/b', 'a:b', 'a!b', 'a\u00e9']),
    ],
    () => ['Accept-Language', text(random.pick([127, 128, 129]))],
    () => ['Content-Language', random.pick(['en', 'de, en', 'en_US', 'a@b', '*', 'a+b', 'a\tb'])],
    () => ['Content-Language', text(random.pick([128, 129]))],
    () => [
      'Range',
      random.pick([
        'bytes=0-10',
        'bytes=5-',
        'bytes=-10',
        'bytes=0-1,3-4',
        'bytes= 0-1',
        'bytes=10-5',
        'bytes=0-0',
        'Bytes=0-1',
        'bytes=0-1 ',
        'bytes=00-01',
        'items=0-1',
        'bytes=99999999999999999999-',
        'bytes=a-',
        'bytes=1',
        'bytes =0-1',
        'bytes=0 -1',
      ]),
    ],
    () => [
      random.pick([
        'If-None-Match',
        'If-Modified-Since',
        'Cache-Control',
        'Pragma',
        'traceparent',
        'X-CSRF-Token',
        'Last-Event-ID',
        'User-Agent',
        'Upgrade-Insecure-Requests',
        'Purpose',
      ]),
      random.pick(['"x"', 'no-cache', '1']),
    ],
    () => [
      random.pick(['dpr', 'downlink', 'width', 'viewport-width', 'device-memory', 'rtt', 'ect', 'DPR']),
      random.pick(['1', '2.0', '4g', 'x', '']),
    ],
    () => ['Save-Data', random.pick(['on', 'off', 'ON', 'on; a'])],
    () => [
      random.pick([
        'Cookie',
        'Origin',
        'Sec-A',
        'Proxy-A',
        'DNT',
        'Host',
        'Date',
        'Expect',
        'Via',
        'Accept-Charset',
        'Access-Control-Request-Method',
      ]),
      'x',
    ],
    () => [
      random.pick(['X-HTTP-Method', 'X-HTTP-Method-Override', 'X-Method-Override']),
      random.pick(['PUT', 'TRACE', 'a, connect', 'tracked']),
    ],
    () => ['X-Long', text(random.pick([100, 1000, 3000]))],
    () => [random.pick(['intervention', 'sec-ch-ua', 'x-client-data', 'priority', 'a!#$%&']), 'x'],
  ])();
}

const CONTENT_TYPES = [
  'application/json',
  'application/json',
  'text/plain',
  'text/plain;charset=utf-8',
  'text/plain; charset=UTF-8',
  'text/plain; charset="utf-8"',
  'TEXT/PLAIN',
  'text/plain ',
  'text/plain;',
  'text/plain, application/json',
  'text/plain; a=b; c',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/html',
  'text',
  '',
  'text/plain/x',
  'text/ plain',
  `text/plain;a=${text(114)}`,
  `text/plain;a=${text(116)}`,
  `text/plain;a=${text(117)}`,
  'text/plain;(x)',
  'text/plain;a=\u00e9',
];

/** Values that each are safe, and not too long together; or too long, which takes what Chromium alone takes for safe. */
function manySafe(random: Random): Headers {
  const last = random.pick([0, 1, 127, 128]);
  const hints = random.pick([0, 0, 3, 4, 6]);
  return [
    ...['dpr', 'width', 'rtt', 'downlink', 'device-memory', 'viewport-width']
      .slice(0, hints)
      .map((name) => [name, text(128, '1')] as const),
    ['Accept', text(128)],
    ['Accept-Language', text(128)],
    ['Content-Language', text(128)],
    ['Content-Type', `text/plain;a=${text(115)}`],
    ['Range', `bytes=${text(random.pick([18, 19, 120]), '1')}-`],
    ...(last > 0 ? [['X-A', text(last)] as const] : []),
  ];
}

function requestHeaders(random: Random): Headers {
  if (random.chance(0.03)) return manySafe(random);
  const count = random.pick([0, 0, 1, 1, 1, 2, 3, 5]);
  const headers = new Map<string, readonly [string, string]>();
  for (let i = 0; i < count; i++) {
    const header = requestHeader(random);
    headers.set(header[0].toLowerCase(), header);
  }
  return [...headers.values()];
}

function nameCase(random: Random, name: string): string {
  return random.pick([name, name, name, name.toLowerCase(), name.toUpperCase(), name.replace('A', 'a')]);
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
const ALLOW_METHODS = 'Access-Control-Allow-Methods';
const ALLOW_HEADERS = 'Access-Control-Allow-Headers';
const MAX_AGE = 'Access-Control-Max-Age';
const EXPOSE = 'Access-Control-Expose-Headers';

interface Need {
  readonly method: string;
  readonly credentials: boolean;
  readonly origin: string;
}

/** The standard's correct answers. */
function goodAnswer(random: Random, { credentials, origin }: Need, status: number): Answer {
  const value = credentials ? origin : random.pick(['*', origin]);
  return {
    status,
    headers: [[ALLOW_ORIGIN, value], ...(credentials ? [[ALLOW_CREDENTIALS, 'true'] as const] : [])],
  };
}

function goodPreflight(random: Random, need: Need): Answer {
  const good = goodAnswer(random, need, random.pick([200, 204]));
  if (good === 'close') return good;
  const wildcard = !need.credentials && random.chance(0.3);
  return {
    ...good,
    headers: [
      ...good.headers,
      [ALLOW_METHODS, wildcard ? '*' : '{method}'],
      [ALLOW_HEADERS, wildcard ? '*, authorization' : '{headers}'],
      ...(random.chance(0.3) ? [[MAX_AGE, random.pick(MAX_AGES)] as const] : []),
    ],
  };
}

function withHeader(headers: Headers, name: string, value: string | null): Headers {
  const rest = headers.filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  return value === null ? rest : [...rest, [name, value]];
}

/** Breaks one thing in an answer; some of the changes break nothing, which the engines have to agree on as well. */
function mutate(random: Random, answer: Answer, isPreflight: boolean): Answer {
  if (answer === 'close') return answer;
  const { status, headers } = answer;
  const values = (name: string): readonly string[] =>
    headers.filter(([own]) => own === name).map(([, value]) => value);
  const change = (name: string, value: string | null): Answer => ({
    status,
    headers: withHeader(headers, name, value),
  });
  const twice = (name: string, more: string): Answer => ({
    status,
    headers: [...headers, [nameCase(random, name), more]],
  });
  const renamed = (name: string): Answer => ({
    status,
    headers: headers.map(([own, value]) => [own === name ? nameCase(random, own) : own, value]),
  });
  const onAnswer: readonly (() => Answer)[] = [
    () => change(ALLOW_ORIGIN, null),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(['*', '{origin}', '{echo}'])),
    () => twice(ALLOW_ORIGIN, random.pick([...values(ALLOW_ORIGIN), '*', 'https://other.example', ''])),
    () => renamed(ALLOW_ORIGIN),
    () => change(ALLOW_CREDENTIALS, null),
    () => change(ALLOW_CREDENTIALS, random.pick(NOT_TRUE)),
    () => twice(ALLOW_CREDENTIALS, random.pick(['true', 'false'])),
    () => ({ status: random.pick(isPreflight ? PREFLIGHT_STATUSES : STATUSES), headers }),
    () => ({ status: random.pick(isPreflight ? PREFLIGHT_STATUSES : STATUSES), headers: [] }),
    () => 'close' as const,
    () => twice(EXPOSE, random.pick(['*', 'x-a', 'x a', ''])),
  ];
  const onPreflight: readonly (() => Answer)[] = [
    () => change(ALLOW_METHODS, null),
    () => change(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => change(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => twice(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => change(ALLOW_HEADERS, null),
    () => change(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => change(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => twice(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => renamed(ALLOW_METHODS),
    () => renamed(ALLOW_HEADERS),
    () => change(MAX_AGE, random.pick(MAX_AGES)),
  ];
  return random.pick(isPreflight ? [...onAnswer, ...onPreflight, ...onPreflight] : onAnswer)();
}

/** Headers of any kind together, mostly plausible. */
function wildAnswer(random: Random, isPreflight: boolean): Answer {
  if (random.chance(0.03)) return 'close';
  const headers: (readonly [string, string])[] = [];
  const add = (name: string, probability: number, values: readonly string[]): void => {
    if (random.chance(probability)) headers.push([nameCase(random, name), random.pick(values)]);
  };
  const good = ['*', '{origin}', '{echo}'];
  add(ALLOW_ORIGIN, 0.9, random.chance(0.75) ? good : ORIGINS);
  add(ALLOW_ORIGIN, 0.05, [...good, ...ORIGINS]);
  add(ALLOW_CREDENTIALS, 0.6, random.chance(0.8) ? ['true'] : NOT_TRUE);
  if (isPreflight) {
    add(ALLOW_METHODS, 0.85, random.chance(0.6) ? ['{method}', '*'] : METHOD_LISTS);
    add(ALLOW_METHODS, 0.05, METHOD_LISTS);
    add(ALLOW_HEADERS, 0.85, random.chance(0.6) ? ['{headers}', '*'] : HEADER_LISTS);
    add(ALLOW_HEADERS, 0.05, HEADER_LISTS);
    add(MAX_AGE, 0.3, MAX_AGES);
  }
  add(EXPOSE, 0.1, ['*', 'x-a']);
  add('Vary', 0.2, ['Origin']);
  const usual = isPreflight ? [200, 204] : [200];
  return {
    status: random.pick(random.chance(0.8) ? usual : isPreflight ? PREFLIGHT_STATUSES : STATUSES),
    headers,
  };
}

const CROSS: readonly Target[] = [
  'site',
  'site-open',
  'cross',
  'cross',
  'secure-cross',
  'secure-open',
  'secure-site',
];
const ANY: readonly Target[] = [
  'own',
  'site',
  'site-open',
  'cross',
  'cross-other',
  'secure-cross',
  'secure-open',
];

function pickApi(random: Random, plain: boolean): Api {
  if (plain || random.chance(0.6)) return 'fetch';
  return random.pick<Api>([
    'xhr',
    'xhr',
    'xhr-upload',
    'xhr-upload',
    'image',
    'font',
    'module',
    'style',
    'eventsource',
  ]);
}

function targets(random: Random, count: number): readonly Target[] {
  return Array.from({ length: count }, (_, index) => random.pick(index === 0 && count === 1 ? CROSS : ANY));
}

/** The page's side, without the answers. */
function asking(random: Random, plain: boolean): Omit<Situation, 'hops'> {
  const api = pickApi(random, plain);
  const isScripted = api === 'fetch' || api === 'xhr' || api === 'xhr-upload';
  const method = isScripted ? random.pick(METHODS) : 'GET';
  const hasBody = isScripted && !/^(?:get|head)$/i.test(method) && random.chance(0.7);
  const kind = random.next();
  return {
    page: random.chance(0.25) ? 'https' : 'http',
    from: plain || kind < 0.75 ? 'page' : kind < 0.85 ? 'sandbox' : kind < 0.93 ? 'frame' : 'worker',
    api,
    method,
    headers: isScripted ? requestHeaders(random) : [],
    credentials: random.pick(['omit', 'same-origin', 'include', 'include']),
    body: hasBody ? 'x' : null,
    ...(api === 'fetch' && random.chance(0.02) ? { mode: 'no-cors' as const } : {}),
    ...(api === 'fetch' && !plain && random.chance(0.03)
      ? { redirect: random.pick(['error', 'manual'] as const) }
      : {}),
    ...(isScripted && random.chance(0.06) ? { twins: twinsOf(random) } : {}),
    ...(isScripted && random.chance(0.06) ? { repeat: 2 } : {}),
  };
}

function twinsOf(random: Random): readonly Headers[] {
  const count = random.pick([2, 3, 4]);
  const differs = random.chance(0.7);
  return Array.from({ length: count }, (_, index) => [
    [differs ? `X-Twin-${index}` : 'X-Twin', `${index}`] as const,
  ]);
}

/** The methods and the origins that a request has on its way, to answer each hop rightly. */
function needs(
  asked: Omit<Situation, 'hops'>,
  at: readonly Target[],
  statuses: readonly number[],
): readonly Need[] {
  let { method } = asked;
  // Whatever the page's own origin is, a hop between two foreign ones makes it null.
  let tainted = false;
  const credentials = asked.credentials === 'include';
  return at.map((target, index) => {
    const before = at[index - 1];
    const status = statuses[index - 1];
    if (before !== undefined && before !== target && before !== 'own') tainted = true;
    if ((status === 301 || status === 302) && method === 'POST') method = 'GET';
    if (status === 303 && method !== 'HEAD') method = 'GET';
    return { method, credentials, origin: tainted ? '{echo}' : '{origin}' };
  });
}

function broken(random: Random, plain: boolean): Situation {
  const asked = asking(random, plain);
  const count = random.chance(0.75) ? 1 : random.pick([2, 2, 3, 4]);
  const at = targets(random, count);
  const statuses = at.map((_, index) => (index === count - 1 ? 200 : random.pick(REDIRECTS)));
  const all = needs(asked, at, statuses);
  const hops = at.map((target, index): SituationHop => {
    const need = all[index] as Need;
    return {
      target,
      preflight: goodPreflight(random, need),
      answer: goodAnswer(random, need, statuses[index] ?? 200),
    };
  });
  const victim = random.below(count);
  const preflightIsDue =
    !['GET', 'HEAD', 'POST'].includes(asked.method.toUpperCase()) ||
    asked.api === 'xhr-upload' ||
    corsUnsafeRequestHeaderNames(asked.headers).length > 0;
  const onPreflight = preflightIsDue && random.chance(0.65);
  const isRedirect = victim < count - 1;
  const breaksLocation = isRedirect && random.chance(0.15);
  return {
    ...asked,
    hops: hops.map((hop, index) => {
      if (breaksLocation) return index === victim + 1 ? { ...hop, userInfo: 'user:secret' } : hop;
      if (index !== victim) return hop;
      const key = onPreflight ? 'preflight' : 'answer';
      const mutant = mutate(random, hop[key], onPreflight);
      const keepsStatus = !onPreflight && isRedirect && mutant !== 'close';
      return { ...hop, [key]: keepsStatus ? { ...mutant, status: statuses[index] ?? 302 } : mutant };
    }),
  };
}

function wild(random: Random, plain: boolean): Situation {
  const asked = asking(random, plain);
  const count = random.chance(0.7) ? 1 : random.pick([2, 2, 3, 4]);
  return {
    ...asked,
    hops: targets(random, count).map((target, index): SituationHop => {
      const answer = wildAnswer(random, false);
      const redirects = index < count - 1 && answer !== 'close';
      return {
        target,
        preflight: wildAnswer(random, true),
        answer: redirects ? { ...answer, status: random.pick(REDIRECTS) } : answer,
        ...(random.chance(0.02) ? { userInfo: 'user:secret' } : {}),
      };
    }),
  };
}

/** Takes out what a browser would refuse before any traffic, or what no page can ask for. */
function normalize(situation: Situation): Situation {
  const { page } = situation;
  let { method, headers, hops, credentials, from } = situation;
  const isElement = ['image', 'font', 'module', 'style', 'eventsource'].includes(situation.api);
  if (situation.mode === 'no-cors') {
    headers = [];
    if (!/^(?:get|head|post)$/i.test(method)) method = 'GET';
  }
  // There are neither elements nor fonts in a worker; elements have no mode `omit`.
  if (isElement && from === 'worker' && situation.api !== 'eventsource') from = 'page';
  if (isElement && credentials === 'omit') credentials = 'same-origin';
  if (situation.api === 'font') credentials = 'same-origin';
  if (situation.api.startsWith('xhr') && credentials === 'omit') credentials = 'same-origin';
  // An https page may not ask an http server: mixed content is a failure of its own, and rare here.
  if (page === 'https' && hops.some(({ target }) => !target.startsWith('secure') && target !== 'own')) {
    const mend: Partial<Record<Target, Target>> = {
      site: 'secure-site',
      'site-open': 'secure-site',
      cross: 'secure-cross',
      'cross-other': 'secure-open',
    };
    hops = hops.map((hop) => ({ ...hop, target: mend[hop.target] ?? hop.target }));
  }
  return { ...situation, method, headers, page, hops, credentials, from };
}
