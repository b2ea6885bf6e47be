import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { repeatExpression } from '../../../src/devtools/repeat.ts';
import type { Flow } from '../../../src/cors/types.ts';
import { examine } from '../../../src/report/examine.ts';
import { isSafe, repeatOf, type Repeat } from '../../../src/session/repeat.ts';
import { ALLOWS, API, blocked, exchange, PAGE, preflight } from './exchanges.ts';

const put = (headers: readonly (readonly [string, string])[], names: string): Flow => ({
  hops: [
    {
      preflight: preflight({ index: 2, asks: 'PUT', names }),
      actual: exchange({ index: 1, method: 'PUT', netError: 'net::ERR_FAILED', requestHeaders: headers }),
    },
  ],
  viaWorker: null,
});

test.each([
  [
    'what script set, not what the browser added',
    put(
      [
        ['Accept', '*/*'],
        ['User-Agent', 'x'],
        ['Cookie', 'a=1'],
        ['sec-fetch-mode', 'cors'],
        ['X-Id', '7'],
        ['Content-Type', 'application/json'],
      ],
      'content-type,x-id',
    ),
    {
      method: 'PUT',
      headers: [
        ['X-Id', '7'],
        ['Content-Type', 'application/json'],
      ],
      emptied: [],
    },
  ],
  [
    'what the preflight asked for, and was not recorded, is sent empty',
    put([], 'authorization,content-type,x-id'),
    {
      headers: [
        ['authorization', ''],
        ['content-type', 'application/json'],
        ['x-id', ''],
      ],
      emptied: ['authorization', 'content-type', 'x-id'],
    },
  ],
  [
    'a header of the browser’s that the preflight asked for is script’s after all',
    put([['Authorization', 'Bearer t']], 'authorization'),
    { headers: [['Authorization', 'Bearer t']], emptied: [] },
  ],
] as const)('%s', (_, flow, expected) => {
  expect(repeatOf(examine(flow))).toMatchObject(expected);
});

test('the credentials are those that were judged', () => {
  const cookie = blocked(1, {
    requestHeaders: [
      ['Origin', PAGE],
      ['Cookie', 'a=1'],
    ],
    answer: ALLOWS,
  });
  const repeat = (one: typeof cookie): Repeat | null =>
    repeatOf(examine({ hops: [{ preflight: null, actual: one }], viaWorker: null }));
  expect(repeat(cookie)?.credentials).toBe('include');
  expect(repeat(blocked(1))?.credentials).toBe('same-origin');
});

test('what was no fetch can’t be repeated', () => {
  const own = exchange({ index: 1, url: `${PAGE}/main.js`, status: 200 });
  expect(repeatOf(examine({ hops: [{ preflight: null, actual: own }], viaWorker: null }))).toBeNull();
});

test.each([
  ['GET', true],
  ['HEAD', true],
  ['OPTIONS', true],
  ['POST', false],
  ['delete', false],
] as const)('%s is safe: %s', (method, safe) => expect(isSafe(method)).toBe(safe));

const REPEAT: Repeat = {
  url: API,
  method: 'PUT',
  headers: [['X-Id', '7']],
  credentials: 'include',
  origin: PAGE,
  emptied: [],
};

function evaluateIn(origin: string, repeat: Repeat): readonly unknown[] {
  const calls: unknown[] = [];
  const fetch = (...args: unknown[]): Promise<never> => {
    calls.push(args);
    return Promise.reject(new TypeError('Failed to fetch'));
  };
  const result: unknown = runInNewContext(repeatExpression(repeat), { location: { origin }, fetch });
  return [result, JSON.parse(JSON.stringify(calls))];
}

test('the page’s own fetch makes the request, and only in the page that made it', () => {
  const { headers, method, credentials } = REPEAT;
  expect(evaluateIn(PAGE, REPEAT)).toEqual(['sent', [[API, { method, headers, credentials }]]]);
  expect(evaluateIn('https://other.example', REPEAT)).toEqual(['elsewhere', []]);
});

test('values from the wire are data in it', () => {
  const hostile = `https://api.example/'");throw 1//\u2028\${1}\`</script>`;
  const headers = [['X', `"});throw 1;//`]] as const;
  expect(evaluateIn(PAGE, { ...REPEAT, url: hostile, headers })).toMatchObject([
    'sent',
    [[hostile, { headers }]],
  ]);
});
