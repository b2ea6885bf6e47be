/** Makes the page's side of a situation: what it asks for, and how. */
import type { Random } from './random.ts';
import type { Api, Headers, Situation } from './situation.ts';

/** The page's side, without the answers. */
export function asking(random: Random, plain: boolean): Omit<Situation, 'hops'> {
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

function twinsOf(random: Random): readonly Headers[] {
  const count = random.pick([2, 3, 4]);
  const differs = random.chance(0.7);
  return Array.from({ length: count }, (_, index) => [
    [differs ? `X-Twin-${index}` : 'X-Twin', `${index}`] as const,
  ]);
}

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

function text(size: number, unit = 'a'): string {
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
}
