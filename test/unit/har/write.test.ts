import { expect, test } from 'vitest';
import { readHar } from '../../../src/har/file.ts';
import { writeHar } from '../../../src/har/write.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { allowed, blocked, exchange, PAGE, preflight } from '../session/exchanges.ts';

const firefox = { producer: 'firefox', netError: null, resourceType: null, duration: null } as const;

const RECORDINGS: Readonly<Record<string, readonly Exchange[]>> = {
  'a preflight and its request': [
    exchange({
      index: 0,
      method: 'PUT',
      netError: 'net::ERR_FAILED',
      startedAt: 1_700_000_000_000.125,
      ofPage: true,
    }),
    preflight({
      index: 1,
      asks: 'PUT',
      names: 'x-id',
      startedAt: 1_700_000_000_000.5,
      ofPage: true,
      answer: [
        ['A', '1'],
        ['a', '2'],
      ],
    }),
  ],
  'pages, workers and caches': [
    allowed(0, { ofPage: true, fromCache: true }),
    blocked(1, { ofPage: true, pageOrigin: 'https://other.example', fromServiceWorker: true }),
    blocked(2, { ofPage: false, pageOrigin: null }),
    blocked(3, { ofPage: true, pageOrigin: null, url: 'https://api.example.com/a?b=1&c&d=e=f' }),
  ],
  'what Firefox never sent, and what its page could read': [
    exchange({ ...firefox, index: 0, unsent: 'preflight' }),
    exchange({ ...firefox, index: 1, unsent: 'blocked' }),
    exchange({ ...firefox, index: 2, duration: 7 }),
    allowed(3, { ...firefox, duration: 3, readable: true }),
    blocked(4, { ...firefox, duration: 3, readable: false }),
  ],
  'a file of something else': [allowed(0, { producer: 'other', ...{ netError: null } })],
};

test.each(Object.entries(RECORDINGS))('%s come back as they were', (_, recording) => {
  const { exchanges, rejected } = readHar(writeHar(recording, '1.0.0'));
  expect(rejected).toEqual([]);
  expect(exchanges).toEqual(recording);
});

test('it is a HAR 1.2 that says who wrote it and who recorded', () => {
  const { log } = JSON.parse(writeHar([blocked(0)], '1.2.3')) as {
    readonly log: Readonly<Record<string, unknown>>;
  };
  expect(log).toMatchObject({
    version: '1.2',
    creator: { name: 'Why CORS?', version: '1.2.3' },
    browser: { name: 'Chromium' },
    pages: [{ id: 'page_1', title: `${PAGE}/` }],
  });
});
