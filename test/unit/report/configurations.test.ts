import { expect, it } from 'vitest';
import { pair } from '../../../src/pairing/pair.ts';
import { commandOf, configurationsOf, joinConfigurations } from '../../../src/report/configurations.ts';
import { examine } from '../../../src/report/examine.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { API, exchange, PAGE, preflight, REFUSED } from '../builders.ts';

const nginx = { Server: 'nginx/1.22.1' };
const commands = (exchanges: readonly Exchange[]): readonly string[] =>
  configurationsOf(pair(exchanges).map((flow) => examine(flow))).map(commandOf);

const put = (url: string, headers = 'x-a'): readonly Exchange[] => [
  exchange({ url, method: 'PUT', request: { Origin: PAGE }, rest: REFUSED }),
  preflight('PUT', headers, { url, answer: nginx }),
];

it('is one command for each server that refused, with what every request to it needs', () => {
  const read = exchange({
    url: `${API}/2`,
    method: 'DELETE',
    at: 500,
    request: { Origin: PAGE, Cookie: 'a=b' },
    status: 200,
    answer: { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Credentials': 'true' },
    rest: { pageOrigin: PAGE },
  });
  expect(commands([...put(API), ...put(`${API}/3`), read, ...put('https://b.example/')])).toEqual([
    `whycors recipe --server nginx --origin ${PAGE} --methods PUT,DELETE --headers x-a --credentials`,
    `whycors recipe --server nginx --origin ${PAGE} --methods PUT --headers x-a`,
  ]);
});

it('of several recordings is one for each server', () => {
  const [first] = configurationsOf(pair(put(API)).map((flow) => examine(flow)));
  const [second] = configurationsOf(pair(put(API, 'x-b')).map((flow) => examine(flow)));
  expect(joinConfigurations([first!, second!]).map(commandOf)).toEqual([
    `whycors recipe --server nginx --origin ${PAGE} --methods PUT --headers x-a,x-b`,
  ]);
});

it('is none where a name in it could not be written', () => {
  expect(commands(put(API, 'x-$a`b'))).toEqual([]);
});

it('is none where no header helps', () => {
  expect(
    commands([exchange({ status: 200, request: { Origin: 'null', Cookie: 'a=b' }, rest: REFUSED })]),
  ).toEqual([]);
});
