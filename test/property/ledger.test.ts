import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { exchangeOf, exchangesOf, firstHop } from '../../src/cors/flow.ts';
import type { Flow } from '../../src/cors/types.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import type { HeaderList } from '../../src/http/header-list.ts';
import { pair } from '../../src/pairing/pair.ts';
import { idOf, type Item } from '../../src/session/item.ts';
import { createLedger } from '../../src/session/ledger.ts';

const PAGE = 'https://app.example';
const URLS = ['https://api.example/a', 'https://api.example/b', 'https://u:p@api.example/a'];

const answer: fc.Arbitrary<Exchange['response']> = fc.record({
  status: fc.constantFrom(200, 200, 200, 302, 307, 403),
  statusText: fc.constant(''),
  headers: fc
    .tuple(
      fc.constantFrom(true, true, true, false),
      fc.constantFrom('PUT', '*'),
      fc.constantFrom('0', '20', '600', ''),
      fc.constantFrom(...URLS),
    )
    .map(([opens, methods, age, location]): HeaderList => [
      ...(opens ? [['Access-Control-Allow-Origin', PAGE] as const] : []),
      ['Access-Control-Allow-Methods', methods],
      ['Access-Control-Allow-Headers', 'x-a'],
      ...(age === '' ? [] : [['Access-Control-Max-Age', age] as const]),
      ['Location', location],
    ]),
});

const one = fc.record({
  // Many at once, as a service worker's own requests are with the page's.
  startedAt: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 300 })),
  duration: fc.option(fc.integer({ min: 0, max: 900 }), { freq: 20 }),
  method: fc.constantFrom('GET', 'PUT'),
  url: fc.constantFrom(...URLS),
  isPreflight: fc.boolean(),
  hasHeader: fc.boolean(),
  isRefused: fc.boolean(),
  isProvisional: fc.boolean(),
  fromServiceWorker: fc.boolean(),
  response: fc.option(answer),
  /** How long after its start it is told of. */
  delay: fc.integer({ min: 0, max: 5000 }),
  /** Whether it is first told of without its answer. */
  isToldInPart: fc.boolean(),
});

/** Denser than any browser's, and reported in more disorder. */
const recordings = fc.record({
  producer: fc.constantFrom('chromium' as const, 'firefox' as const, 'webkit' as const),
  parts: fc.array(one, { minLength: 2, maxLength: 30, size: 'max' }),
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 }),
});

function toExchange(
  {
    startedAt,
    duration,
    method,
    url,
    isPreflight,
    hasHeader,
    isRefused,
    isProvisional,
    fromServiceWorker,
    response,
  }: typeof one extends fc.Arbitrary<infer T> ? T : never,
  index: number,
  producer: Exchange['producer'],
): Exchange {
  const own: HeaderList = isPreflight
    ? [
        ['Access-Control-Request-Method', method],
        ...(hasHeader ? [['Access-Control-Request-Headers', 'x-a'] as const] : []),
      ]
    : hasHeader
      ? [['X-A', '1']]
      : [];
  return {
    index,
    producer,
    startedAt,
    duration,
    method: isPreflight ? 'OPTIONS' : method,
    url,
    requestHeaders: [...(isProvisional ? [] : [['Host', 'api.example'] as const]), ['Origin', PAGE], ...own],
    response,
    netError: isRefused && !isPreflight ? 'net::ERR_FAILED' : null,
    resourceType: null,
    readable: null,
    unsent: null,
    fromServiceWorker: fromServiceWorker && !isPreflight,
    fromCache: false,
    ofPage: null,
    initiator: null,
    pageOrigin: PAGE,
  };
}

/** As much of an item as the ledger needs: what the rules say takes most of the time. */
const withoutRules = (flow: Flow): Item =>
  ({ id: idOf(flow), examined: { flow }, startedAt: exchangeOf(firstHop(flow)).startedAt }) as Item;

/** What pairing decides, in numbers. */
const told = ({ hops, viaWorker }: Flow): unknown => [
  hops.map(({ preflight, actual, keptPreflight }) => [preflight?.index, actual?.index, keptPreflight?.index]),
  viaWorker?.index,
];

it('pairs piece by piece as at once, whatever the order in which a browser tells', () => {
  fc.assert(
    fc.property(recordings, ({ producer, parts, sizes }) => {
      const recording = parts.map((part, index) => toExchange(part, index, producer));
      const arriving = parts
        .flatMap(({ startedAt, delay, isToldInPart }, index) => {
          const exchange = recording[index] as Exchange;
          const first = { exchange: { ...exchange, response: null }, at: startedAt };
          return [...(isToldInPart ? [first] : []), { exchange, at: startedAt + delay }];
        })
        .toSorted((a, b) => a.at - b.at)
        .map(({ exchange }) => exchange);
      const ledger = createLedger(withoutRules);
      for (let at = 0, turn = 0; at < arriving.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        ledger.take(arriving.slice(at, at + size));
        at += size;
      }
      const items = ledger.items();
      expect(items.map(({ examined }) => told(examined.flow))).toEqual(pair(recording).map(told));
      for (const exchange of recording) {
        const holder = ledger.holderOf(exchange.index);
        expect(holder && exchangesOf(holder.examined.flow)).toContain(exchange);
      }
    }),
    { numRuns: 1500 },
  );
}, 60_000);
