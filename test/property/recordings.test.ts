/** Recordings as nobody should make them. What must hold of each is in scripts/fuzz/check.ts. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../scripts/differential/random.ts';
import { checkRecording } from '../../scripts/fuzz/check.ts';
import { mutated, seedRecordings } from '../../scripts/fuzz/mutate.ts';

const PAGE = 'https://app.example';
const API = 'https://api.example/orders';

type Headers = readonly (readonly [name: string, value: string])[];

interface Sketch {
  readonly method?: string;
  readonly url?: string;
  readonly at?: unknown;
  readonly takes?: unknown;
  readonly request?: Headers;
  readonly answer?: Headers;
  readonly status?: unknown;
  readonly error?: string | null;
}

function entry({
  method = 'GET',
  url = API,
  at = '2026-01-05T09:00:00.000Z',
  takes = 10,
  request = [],
  answer = [],
  status = 200,
  error = null,
}: Sketch): unknown {
  const rows = (headers: Headers): unknown => headers.map(([name, value]) => ({ name, value }));
  return {
    startedDateTime: at,
    time: takes,
    request: { method, url, headers: rows([['Host', 'api.example'], ['Origin', PAGE], ...request]) },
    response: { status, headers: rows(answer), _error: error },
  };
}

function har(entries: readonly unknown[], rest: object = {}): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector' }, entries, ...rest } });
}

const REFUSED = { error: 'net::ERR_FAILED' } as const;
const MANY = Array.from({ length: 10_000 }, (_, at) => `x-header-${at}`);
const each = (make: (at: number) => Sketch, count: number): string =>
  har(Array.from({ length: count }, (_, at) => entry(make(at))));
const asking = (names: readonly string[], answer: Headers): string =>
  har([
    entry({ method: 'PUT', request: names.map((name) => [name, 'a']), status: 0, takes: 50, ...REFUSED }),
    entry({
      method: 'OPTIONS',
      at: '2026-01-05T09:00:00.001Z',
      request: [
        ['Access-Control-Request-Method', 'PUT'],
        ['Access-Control-Request-Headers', names.join(',')],
      ],
      answer: [['Access-Control-Allow-Origin', PAGE], ...answer],
    }),
  ]);

describe('a recording is read to the last entry, in which there is', () => {
  it.each([
    ['a header of 10,000 lines', () => har([entry({ answer: MANY.map(() => ['Vary', 'a']), ...REFUSED })])],
    [
      'an origin of 10,000 lines',
      () => har([entry({ answer: MANY.map(() => ['Access-Control-Allow-Origin', PAGE]), ...REFUSED })]),
    ],
    [
      '10,000 headers on both sides',
      () => {
        const headers = MANY.map((name) => [name, 'a'] as const);
        return har([entry({ request: headers, answer: headers, ...REFUSED })]);
      },
    ],
    ['a preflight that is refused 10,000 headers', () => asking(MANY, [])],
    [
      'a preflight that is allowed 10,000 headers, the other way round',
      () => asking(MANY, [['Access-Control-Allow-Headers', MANY.toReversed().join(',')]]),
    ],
    ['an address of a megabyte', () => har([entry({ url: `${API}/${'a'.repeat(2 ** 20)}`, ...REFUSED })])],
    ['a query of a megabyte', () => har([entry({ url: `${API}?${'a=1&'.repeat(2 ** 18)}`, ...REFUSED })])],
    ['a host of a megabyte', () => har([entry({ url: `https://${'a.'.repeat(2 ** 19)}example/` })])],
    [
      'a redirect to an address of a megabyte',
      () => har([entry({ status: 302, answer: [['Location', `/${'a'.repeat(2 ** 20)}`]] })]),
    ],
    [
      'no date that is one',
      () => each((at) => ({ at: ['', 'yesterday', null, {}, -1, 1e300, '9999-99-99'][at] }), 7),
    ],
    ['the first and the last date there is', () => har([entry({ at: -8.64e15 }), entry({ at: 8.64e15 })])],
    ['no duration that is one', () => each((at) => ({ takes: [-1, null, '5', {}, 1e308, 0.1][at] }), 6)],
    ['no status that is one', () => each((at) => ({ status: [-1, null, '200', 1e9, 99.5, {}][at] }), 6)],
    [
      'a chain of 500 redirects',
      () =>
        each(
          (at) => ({
            url: `https://h${at}.example/`,
            status: 302,
            answer: [
              ['Location', `https://h${at + 1}.example/`],
              ['Access-Control-Allow-Origin', '*'],
            ],
          }),
          500,
        ),
    ],
    [
      'a ring of redirects, gone round 500 times at one instant',
      () =>
        each(
          (at) => ({
            url: `https://h${at % 2}.example/`,
            status: 307,
            answer: [['Location', `https://h${(at + 1) % 2}.example/`]],
          }),
          1000,
        ),
    ],
    [
      'a redirect to itself',
      () => each(() => ({ status: 301, answer: [['Location', API]], ...REFUSED }), 20),
    ],
    ['one entry, 2,000 times', () => each(() => REFUSED, 2000)],
    [
      'one preflight and its request, 500 times at one instant',
      () =>
        each(
          (at) =>
            at % 2 === 0
              ? { method: 'PUT', ...REFUSED }
              : { method: 'OPTIONS', request: [['Access-Control-Request-Method', 'PUT']] },
          1000,
        ),
    ],
    [
      'one id for every page and connection',
      () =>
        har(
          [0, 1, 2].map(() => ({
            ...(entry(REFUSED) as object),
            pageref: 'page_1',
            _connectionId: '1',
            id: 1,
          })),
          { pages: [0, 1].map(() => ({ id: 'page_1', title: PAGE })) },
        ),
    ],
    [
      'what a later version of the format may add',
      () =>
        har([{ ...(entry(REFUSED) as object), request2: {}, _future: [1], sections: { a: null } }], {
          version: '3.0',
          creator: { name: 'WebInspector', version: '999' },
          sections: [],
        }),
    ],
  ])('%s', (_, recording) => {
    expect(checkRecording(recording())).toBe('read');
  });
});

const ANSWERED = [
  ...['Access-Control-Allow-Origin', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Methods'],
  ...['Access-Control-Expose-Headers', 'Access-Control-Allow-Credentials', 'Access-Control-Max-Age'],
  ...[
    'Cache-Control',
    'Content-Type',
    'Location',
    'Server',
    'Set-Cookie',
    'Vary',
    'Via',
    'WWW-Authenticate',
    'X-Any',
  ],
];
const ASKED = [
  ...['Accept', 'Accept-Language', 'Authorization', 'Content-Type', 'Cookie', 'Origin', 'Range', 'Referer'],
  ...[
    'Access-Control-Request-Headers',
    'Access-Control-Request-Method',
    'User-Agent',
    'X-HTTP-Method-Override',
  ],
];

// A pattern that begins anew at each character would take minutes for these, and the test would end first.
describe('a long value takes no longer than its length, in any header,', () => {
  it.each([
    'a',
    ',',
    ' ',
    '\t',
    'a,',
    'a;',
    '; =',
    '=',
    '"',
    '\\',
    '%41',
    '/',
    '.',
    '-',
    '?a=',
    'eyJ',
    'Bearer ',
    'http://a@',
  ])(
    'of %j',
    (piece) => {
      const value = `x${piece.repeat(50_000 / piece.length)}y`;
      const origin = ['Access-Control-Allow-Origin', PAGE] as const;
      const entries = [
        ...ANSWERED.map((name) =>
          entry({ answer: [origin, [name, value]], status: name === 'Location' ? 302 : 200, ...REFUSED }),
        ),
        ...ASKED.map((name) => entry({ request: [[name, value]], answer: [origin] })),
        entry({
          method: 'OPTIONS',
          request: [
            ['Access-Control-Request-Method', 'PUT'],
            ['Access-Control-Request-Headers', value],
          ],
        }),
        ...[`${API}/${value}`, `${API}?${value}`, `${API}#${value}`, `data:${value}`].map((url) =>
          entry({ url, ...REFUSED }),
        ),
      ];
      expect(checkRecording(har(entries))).toBe('read');
    },
    60_000,
  );

  it('of a megabyte', () => {
    const value = 'a, '.repeat(350_000);
    const names = ['Access-Control-Allow-Headers', 'Set-Cookie', 'X-Any'];
    const entries = names.map((name) =>
      entry({ request: [['Cookie', value]], answer: [[name, value]], ...REFUSED }),
    );
    expect(checkRecording(har(entries))).toBe('read');
  }, 60_000);
});

describe('a damaged recording', () => {
  const seeds = seedRecordings();
  it.each([1, 1001, 2001])(
    'is read or refused, and nothing of it lost: a thousand from seed %i on',
    (first) => {
      const outcomes = { read: 0, refused: 0 };
      for (let seed = first; seed < first + 1000; seed++)
        outcomes[checkRecording(mutated(seeds, createRandom(seed)))]++;
      expect(outcomes.read).toBeGreaterThan(800);
    },
    120_000,
  );
});
