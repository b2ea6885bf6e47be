import { describe, expect, it } from 'vitest';
import { readHar } from '../../../src/har/file.ts';
import { pair } from '../../../src/pairing/pair.ts';

const entry = {
  startedDateTime: '2026-11-24T10:00:00.123456Z',
  time: 5,
  request: { method: 'GET', url: 'https://api.example/#x', headers: [] },
  response: { status: 200, headers: [] },
};
const har = (entries: readonly unknown[], creator: unknown = { name: 'WebInspector' }): string =>
  JSON.stringify({ log: { version: '1.2', creator, entries } });

describe('readHar, on what is no HAR', () => {
  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['<html>', 'it is not JSON, but HTML or XML'],
    [
      Buffer.from('1f8b08000000', 'hex').toString(),
      'it is not JSON, but compressed with gzip: unpack it first',
    ],
    ['PK\u0003\u0004…', 'it is not JSON, but a zip archive: unpack it first'],
    [
      Buffer.from('\uFEFF{}', 'utf16le').toString(),
      'it is not UTF-8; Windows PowerShell writes UTF-16 with >',
    ],
    [Buffer.from('{}', 'utf16le').toString(), 'it is not UTF-8; Windows PowerShell writes UTF-16 with >'],
    ['{"log":{"entries":[{"a":1', 'it is not JSON, since it ends too early: it may have been cut off'],
    ['{"log":{"entries":["ab', 'it is not JSON, since it ends too early: it may have been cut off'],
    ['{"log":', 'it is not JSON, since it ends too early: it may have been cut off'],
    ['\u001b[2J', "it is not JSON (Unexpected token '\\u001b')"],
    // What stands there may be a secret, and the message may end in a public log.
    ['{"a":Bearer-abc}', "it is not JSON (Unexpected token 'B')"],
    ['{"log":{}}', 'it is JSON, but no HAR'],
    ['[]', 'it is JSON, but no HAR'],
    ['null', 'it is JSON, but no HAR'],
    ['{"log":{"entries":{}}}', 'it is JSON, but no HAR'],
  ])('%j says that %s', (source, message) => {
    expect(() => readHar(source)).toThrow(message);
  });
});

describe('readHar, on entries', () => {
  it.each([
    [null, 'it has no request'],
    [{}, 'it has no request'],
    [{ request: [] }, 'its request has no method'],
    [{ request: { method: 'GET' } }, 'its request has no absolute URL'],
    [{ request: { method: 'GET', url: '/relative' } }, 'its request has no absolute URL'],
  ])('leaves out %j and reads the rest', (broken, why) => {
    const { exchanges, rejected } = readHar(har([entry, broken, entry]));
    expect(exchanges.map(({ index }) => index)).toEqual([0, 2]);
    expect(rejected).toEqual([{ entry: 1, why }]);
  });

  it.each([
    ['from a service worker', { headersSize: 0, bodySize: 0, content: { size: 2 } }, {}, true],
    ['from the cache', { headersSize: 0, bodySize: 2, content: { size: 2 } }, {}, false],
    ['empty, from the cache', { headersSize: 0, bodySize: 0, content: { size: 0 } }, {}, false],
    [
      'from a server',
      { headersSize: 0, bodySize: 0, content: { size: 2 } },
      { serverIPAddress: '::1' },
      false,
    ],
  ])('sees of a response in Firefox’s file that it came %s', (_from, response, more, expected) => {
    const one = { ...entry, ...more, response: { ...entry.response, ...response } };
    expect(readHar(har([one], { name: 'Firefox' })).exchanges[0]?.fromServiceWorker).toBe(expected);
  });

  it('takes the fragment off the URL and keeps microseconds', () => {
    const [exchange] = readHar(har([entry])).exchanges;
    expect(exchange?.url).toBe('https://api.example/');
    expect(exchange?.startedAt).toBeCloseTo(Date.parse('2026-11-24T10:00:00.123Z') + 0.456, 3);
  });

  it.each([
    [{ ...entry, startedDateTime: 'yesterday', time: -1, response: 'none' }],
    [
      {
        ...entry,
        response: { status: '200', headers: [{ name: 1, value: 2 }, null, 'x', { name: 'A', value: 'b' }] },
      },
    ],
    [{ ...entry, response: { status: 1e9, headers: { a: 'b' } }, _initiator: 'script', timings: 7 }],
  ])('reads %j without complaint', (odd) => {
    expect(readHar(har([odd])).exchanges).toHaveLength(1);
  });

  const frame = (url: string): object => ({ url, lineNumber: 4, columnNumber: 2 });
  it.each([
    ['the innermost frame', { stack: { callFrames: [frame('https://a.example/x.js'), frame('b:')] } }],
    [
      'the innermost frame that is in a file',
      { stack: { callFrames: [frame(''), frame('https://a.example/x.js')] } },
    ],
    [
      'a frame before an await',
      { stack: { callFrames: [], parent: { callFrames: [frame('https://a.example/x.js')] } } },
    ],
    ['a line of markup', { type: 'parser', ...frame('https://a.example/x.js') }],
  ])('knows who made the request: %s', (_, _initiator) => {
    const odd = { ...entry, response: { ...entry.response, _error: null }, _initiator };
    const [exchange] = readHar(har([odd])).exchanges;
    expect(exchange?.initiator).toEqual({ url: 'https://a.example/x.js', line: 4, column: 2 });
  });

  it('splits the lines that Chromium joins with line feeds, and keeps double rows', () => {
    const headers = [
      { name: 'A', value: '1\n2' },
      { name: 'A', value: '3' },
    ];
    const [exchange] = readHar(har([{ ...entry, response: { status: 200, headers } }])).exchanges;
    expect(exchange?.response?.headers).toEqual([
      ['A', '1'],
      ['A', '2'],
      ['A', '3'],
    ]);
  });

  it('reads each entry’s own headers, whatever those of the entries before were', () => {
    const long = 'n'.repeat(1001);
    const many = Array.from({ length: 1100 }, (_, at) => [`x-${at}`, `${at}`] as const);
    const lists: readonly (readonly (readonly [name: string, value: string])[])[] = [
      [
        ['a', '1'],
        ['b', '1'],
        ['c', '1'],
      ],
      [
        ['a', '2'],
        ['c', '1'],
        ['b', '1'],
      ],
      [
        ['a', '1'],
        ['A', '1'],
        ['a', '1'],
        ['a', '2'],
        ['a', '3'],
      ],
      [
        [long, '1'],
        ['b', long],
        ['c', '2'],
      ],
      many,
      [
        ['c', '2'],
        ['b', '2'],
        [long, '2'],
        ['a', '3'],
      ],
      many.toReversed(),
      [],
      [
        ['a', '2'],
        ['b', long],
      ],
    ];
    const entries = lists.map((list) => ({
      ...entry,
      request: { ...entry.request, headers: list.map(([name, value]) => ({ name, value })) },
    }));
    expect(readHar(har(entries)).exchanges.map(({ requestHeaders }) => requestHeaders)).toEqual(lists);
  });

  it('reads a file that begins with a byte order mark', () => {
    expect(readHar(`\uFEFF${har([entry])}`).exchanges).toHaveLength(1);
  });
});

describe('readHar, on who recorded', () => {
  it.each([
    [{ name: 'Firefox', version: '153' }, 'firefox'],
    [{ name: 'WebKit Web Inspector' }, 'webkit'],
    ['opaque', 'other'],
    [undefined, 'other'],
    // Without Chromium's `_error` field an entry of its DevTools proves nothing of errors.
    [{ name: 'WebInspector' }, 'other'],
  ])('%j is %s', (creator, producer) => {
    expect(readHar(har([entry], creator)).exchanges[0]?.producer).toBe(producer);
  });

  it('trusts the error field of Chromium', () => {
    const failed = { ...entry, response: { status: 0, _error: 'net::ERR_FAILED', headers: [] } };
    expect(readHar(har([failed])).exchanges[0]).toMatchObject({
      producer: 'chromium',
      netError: 'net::ERR_FAILED',
      response: null,
    });
  });

  it.each([
    [{ timings: {}, _securityState: 'insecure' }, 'preflight'],
    [{ timings: {} }, 'blocked'],
    [{ timings: { send: 0 }, _securityState: 'insecure' }, null],
  ])('reads from the shape %j of Firefox that it was not sent', (shape, unsent) => {
    const failed = { ...entry, ...shape, response: { status: 0, headers: [] } };
    expect(readHar(har([failed], { name: 'Firefox' })).exchanges[0]?.unsent).toBe(unsent);
  });

  it.each([
    ['an answer whose status Firefox lost', 'GET', 'Firefox', 0],
    ['not a preflight’s, on whose status all depends', 'OPTIONS', 'Firefox', undefined],
    ['not where others say that there was none', 'GET', 'WebInspector', undefined],
  ])('reads by its headers %s', (_, method, creator, status) => {
    const headers = [{ name: 'Access-Control-Allow-Origin', value: '*' }];
    const request = { ...entry.request, method };
    const lost = { ...entry, request, response: { status: 0, _error: null, headers } };
    expect(readHar(har([lost], { name: creator })).exchanges[0]?.response?.status).toBe(status);
  });
});

describe('a redirect that Chromium lists twice', () => {
  const redirect = (error: string | null, startedDateTime = '2026-11-24T10:00:00.000123Z'): object => ({
    startedDateTime,
    request: { method: 'GET', url: 'https://app.example/a', headers: [] },
    response: { status: 302, headers: [], _error: error },
  });
  const read = (entries: readonly object[]): ReturnType<typeof readHar> =>
    readHar(JSON.stringify({ log: { creator: { name: 'WebInspector' }, entries } }));

  it('is one exchange', () => {
    const { exchanges, rejected } = read([redirect(null), redirect('net::ERR_ABORTED')]);
    expect(exchanges).toHaveLength(1);
    expect(rejected).toEqual([{ entry: 1, why: 'it repeats the one before it' }]);
  });

  it('is one exchange also in a worker, where it has no answer', () => {
    const aborted = {
      ...redirect(null),
      time: 12.5,
      response: { status: 0, headers: [], _error: 'net::ERR_ABORTED' },
    };
    expect(read([aborted, aborted]).exchanges).toHaveLength(1);
    expect(read([aborted, { ...aborted, time: 12.6 }]).exchanges).toHaveLength(2);
  });

  it('is not one with another that began with it', () => {
    expect(read([redirect(null), redirect(null)]).exchanges).toHaveLength(2);
  });

  it('is not one with a later one', () => {
    const later = redirect('net::ERR_ABORTED', '2026-11-24T10:00:00.000124Z');
    expect(read([redirect('net::ERR_ABORTED'), later]).exchanges).toHaveLength(2);
  });
});

describe('readHar, on when a request began', () => {
  const at = (startedAt: number, time: number, method: string, asks?: string): object => ({
    startedDateTime: new Date(startedAt).toISOString(),
    time,
    request: {
      method,
      url: 'https://api.example/',
      headers: asks === undefined ? [] : [{ name: 'Access-Control-Request-Method', value: asks }],
    },
    response: {
      status: 200,
      headers: ['Access-Control-Allow-Origin', 'Access-Control-Allow-Methods'].map((name) => ({
        name,
        value: '*',
      })),
    },
  });
  const asked = (startedAt: number): object => at(startedAt, 10, 'OPTIONS', 'PUT');

  it.each<[boolean, string, readonly object[]]>([
    [true, 'requests that enclose their preflights', [at(0, 50, 'PUT'), asked(2)]],
    [
      true,
      'requests that do, again and again',
      [at(0, 50, 'PUT'), asked(2), at(100, 50, 'PUT'), asked(103), at(101, 60, 'PUT'), asked(104)],
    ],
    [false, 'requests after their preflights', [asked(0), at(11, 30, 'PUT')]],
    [
      false,
      'requests after them that last until the next',
      [asked(0), at(11, 500, 'PUT'), asked(100), at(111, 500, 'PUT')],
    ],
    [false, 'no preflights', [at(0, 50, 'PUT')]],
  ])('says %j of %s', (counts, _what, entries) => {
    const { exchanges } = readHar(har(entries, { name: 'A proxy' }));
    expect(exchanges.every(({ countsPreflight = false }) => countsPreflight === counts)).toBe(true);
    const paired = pair(exchanges).filter(({ hops }) => hops[0]?.preflight && hops[0].actual);
    expect(paired).toHaveLength(entries.filter((each) => JSON.stringify(each).includes('OPTIONS')).length);
  });

  it('leaves DevTools’ own recordings as they are', () => {
    const entries = [at(0, 50, 'PUT'), asked(2)];
    const { exchanges } = readHar(har(entries, { name: 'Firefox' }));
    expect(exchanges.map(({ countsPreflight }) => countsPreflight)).toEqual([undefined, undefined]);
  });
});
