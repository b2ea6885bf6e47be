/** Arbitrary recordings: mostly plausible, so that they come far, and never to be relied on. */
import * as fc from 'fast-check';
import type { Flow, Hop } from '../../src/cors/types.ts';
import { UNRECORDED, type Exchange } from '../../src/http/exchange.ts';
import type { HeaderList } from '../../src/http/header-list.ts';

const PAGE = 'https://app.example';
const URLS = [
  'https://api.example/a',
  'https://api.example/b',
  'https://other.example/',
  `${PAGE}/own`,
  'http://h:6000/',
];

export const text = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    'null',
    PAGE,
    `${PAGE}/`,
    'true',
    'PUT',
    'x-a',
    '60',
    '/b',
    URLS[2] ?? '',
    'a, b',
    'x y',
    '\t*\t',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const names = fc.constantFrom(
  'Origin',
  'origin',
  'Access-Control-Allow-Origin',
  'access-control-allow-origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Location',
  'Cookie',
  'Host',
  'Sec-Fetch-Mode',
  'Sec-Fetch-Site',
  'Content-Type',
  'Authorization',
  'Accept',
  'Range',
  'X-A',
);

export const headers: fc.Arbitrary<HeaderList> = fc.array(fc.tuple(names, text), { maxLength: 8 });

export const exchanges: fc.Arbitrary<Exchange> = fc.record({
  index: fc.constant(0),
  producer: fc.constantFrom('chromium' as const, 'firefox' as const, 'webkit' as const, 'other' as const),
  startedAt: fc.integer({ min: 0, max: 40 }),
  duration: fc.option(fc.integer({ min: 0, max: 40 })),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'patch'),
  url: fc.constantFrom(...URLS),
  requestHeaders: headers,
  response: fc.option(
    fc.record({
      status: fc.constantFrom(200, 204, 301, 302, 303, 304, 307, 401, 404, 500),
      statusText: fc.constant(''),
      headers,
    }),
  ),
  netError: fc.option(
    fc.constantFrom('net::ERR_FAILED', 'net::ERR_ABORTED', 'net::ERR_CONNECTION_REFUSED', ''),
  ),
  resourceType: fc.option(fc.constantFrom('fetch', 'xhr', 'image', 'document', 'preflight')),
  readable: fc.option(fc.boolean()),
  unsent: fc.option(fc.constantFrom('blocked' as const, 'preflight' as const)),
  fromServiceWorker: fc.boolean(),
  fromCache: fc.boolean(),
  ofPage: fc.option(fc.boolean()),
  initiator: fc.constant(null),
  pageOrigin: fc.option(fc.constant(PAGE)),
});

const hop: fc.Arbitrary<Hop> = fc.oneof(
  fc.record({ preflight: fc.option(exchanges), actual: exchanges }),
  fc.record({ preflight: exchanges, actual: fc.constant(null) }),
);

/** Flows as no browser may ever make them; all exchanges of one are of one producer, as in every recording. */
export const flows: fc.Arbitrary<Flow> = fc
  .tuple(fc.array(hop, { minLength: 1, maxLength: 3 }), fc.option(exchanges, { freq: 9 }), exchanges)
  .map(([hops, viaWorker, { producer }]) => {
    const own = (exchange: Exchange | null): Exchange | null => exchange && { ...exchange, producer };
    return {
      hops: hops.map(({ preflight, actual }) => ({ preflight: own(preflight), actual: own(actual) })),
      viaWorker: own(viaWorker),
    };
  });

/** A flow whose answers are what the standard wants. */
export interface Configured {
  readonly flow: Flow;
  readonly credentials: boolean;
  readonly recordedBy: Exchange['producer'];
}

export const configured: fc.Arbitrary<Configured> = fc
  .record({
    credentials: fc.boolean(),
    producer: fc.constantFrom('chromium' as const, 'firefox' as const, 'webkit' as const, 'other' as const),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'patch', 'FOO'),
    unsafe: fc.subarray(['x-a', 'content-type', 'authorization', 'x-b']),
    status: fc.constantFrom(200, 201, 404, 500),
    asked: fc.constantFrom(200, 204, 299),
    isCrossed: fc.boolean(),
  })
  .map(({ credentials, producer, method, unsafe, status, asked, isCrossed }) => {
    const origin: HeaderList = [
      ['Access-Control-Allow-Origin', PAGE],
      ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ];
    const exchange = (own: Partial<Exchange>): Exchange => ({
      ...UNRECORDED,
      index: 0,
      producer,
      startedAt: 0,
      duration: 10,
      method,
      url: URLS[0] ?? '',
      requestHeaders: [],
      ...own,
    });
    const base = [
      ['Host', 'api.example'],
      ['Origin', PAGE],
    ] as const;
    const isPreflighted = unsafe.length > 0 || !['GET', 'POST'].includes(method);
    const preflight = exchange({
      method: 'OPTIONS',
      requestHeaders: [
        ...base,
        ['Access-Control-Request-Method', method],
        ...(unsafe.length > 0 ? [['Access-Control-Request-Headers', unsafe.join(',')] as const] : []),
      ],
      response: {
        status: asked,
        statusText: '',
        headers: [
          ...origin,
          ['Access-Control-Allow-Methods', method],
          ['Access-Control-Allow-Headers', (isCrossed ? unsafe.toReversed() : unsafe).join(', ')],
        ],
      },
    });
    const actual = exchange({
      requestHeaders: [...base, ...unsafe.map((name) => [name, 'x'] as const)],
      response: { status, statusText: '', headers: origin },
    });
    return {
      credentials,
      recordedBy: producer,
      flow: { hops: [{ preflight: isPreflighted ? preflight : null, actual }], viaWorker: null },
    };
  });
