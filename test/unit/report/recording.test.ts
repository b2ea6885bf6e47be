import { expect, test } from 'vitest';
import type { Exchange } from '../../../src/http/exchange.ts';
import { exchangesOfAll, recorderName, recordingGaps } from '../../../src/report/recording.ts';
import { examine } from '../../../src/report/examine.ts';
import { exchange, flowOf, PAGE, preflight, type Sketch } from '../builders.ts';

const other = (sketch: Sketch = {}): Exchange =>
  exchange({ status: 200, request: { Origin: PAGE }, ...sketch, rest: { producer: 'other' } });
const chromium = (sketch: Sketch = {}): Exchange =>
  exchange({ status: 200, request: { Origin: PAGE, Cookie: 'a=1' }, ...sketch });

test.each([
  ['Chrome’s default', 'WebInspector', [chromium({ request: {} })], ['has no cookies: Chrome and Edge']],
  ['Chrome with cookies', 'WebInspector', [chromium()], []],
  ['Firefox', 'Firefox', [other({ request: { Cookie: 'a=1' } })], ['does not say which responses']],
  [
    'Playwright',
    'Playwright',
    [other()],
    ['no cookies', 'Playwright does not record preflights', 'does not say'],
  ],
  [
    'preflights missing',
    'HAR Capturer',
    [other({ method: 'PUT' })],
    ['no cookies', 'HAR Capturer may not record', 'does not say'],
  ],
  [
    'preflights there',
    'HAR Capturer',
    [other({ method: 'PUT' }), preflight('PUT', '')],
    ['no cookies', 'does not say'],
  ],
  [
    'Safari',
    'WebKit Web Inspector',
    [other(), other({ request: {} })],
    ['no cookies', 'Safari leaves out requests that failed', '1 request has no headers', 'does not say'],
  ],
  [
    'Charles',
    'Charles Proxy',
    [other()],
    ['no cookies', 'went over the network', 'SSL proxying', 'does not say'],
  ],
  [
    'Fiddler without decryption',
    'Fiddler',
    [other({ method: 'CONNECT', request: { Host: 'api.example.com:443' } })],
    [
      'no cookies',
      'went over the network',
      'One entry is an HTTPS connection that Fiddler did not decrypt',
      'does not say',
    ],
  ],
  ['WebPageTest', 'WebPagetest', [other()], ['no cookies', 'all runs of a test', 'does not say']],
  ['none needed', null, [other()], ['no cookies', 'does not say']],
  ['no browser', 'Insomnia REST Client', [other({ request: {} })], ['is not a browser']],
  ['nothing', 'Firefox', [], ['It has no requests.']],
] as const)('what is left out: %s', (_, creator, exchanges, expected) => {
  const gaps = recordingGaps(creator, exchanges);
  expect(gaps).toHaveLength(expected.length);
  for (const [i, words] of expected.entries()) expect(gaps[i]).toContain(words);
});

test('entries that could not be read are counted', () => {
  const rejected = [{ entry: 3, why: 'it has no request' }];
  expect(recordingGaps('WebInspector', [chromium()], rejected)).toEqual([
    'One entry could not be read, since it has no request.',
  ]);
});

test.each([
  ['WebInspector', 'Chrome or Edge'],
  ['WebKit Web Inspector', 'Safari'],
  ['Firefox', 'Firefox'],
  ['', null],
  [null, null],
])('%s is %s', (creator, name) => expect(recorderName(creator)).toBe(name));

test('the exchanges of flows, each once, as they were recorded', () => {
  const asked = preflight('PUT', '');
  const actual = exchange({ method: 'PUT' });
  const later = exchange({});
  const flows = [flowOf(later), flowOf(actual, asked), flowOf(actual, asked)].map((flow) => examine(flow));
  expect(exchangesOfAll(flows)).toEqual([asked, actual, later]);
});
