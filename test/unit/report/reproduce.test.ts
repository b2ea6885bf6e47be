import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { reproductionsOf } from '../../../src/report/reproduce.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const request = {
  Origin: PAGE,
  'Content-Type': 'application/json',
  Authorization: 'Bearer abc',
  Cookie: 'a=b',
};
const url = 'https://api.example/orders/7?token=abc';
const put = exchange({ method: 'PUT', url, request, rest: REFUSED });

describe('what can be made again', () => {
  it('is the preflight and the request, without secrets, which are named', () => {
    const asked = preflight('PUT', 'content-type,authorization', { url });
    const [first, second] = reproductionsOf(examine(flowOf(put, asked)));
    expect(first).toEqual({
      what: 'preflight',
      request: {
        method: 'OPTIONS',
        url: 'https://api.example/orders/7?token=REDACTED',
        headers: [
          ['Origin', PAGE],
          ['Access-Control-Request-Method', 'PUT'],
          ['Access-Control-Request-Headers', 'authorization,content-type'],
        ],
      },
      redacted: ['token in the address'],
      recorded: true,
      lacksBody: false,
      lacksCookie: false,
    });
    expect(second).toMatchObject({
      what: 'request',
      redacted: ['token in the address', 'Authorization', 'Cookie'],
      lacksBody: true,
    });
    expect(second?.request.headers).toContainEqual(['Authorization', 'Bearer REDACTED']);
  });

  it('says that the cookie has to be added where credentials were sent, and none was recorded', () => {
    const answer = { 'Access-Control-Allow-Origin': '*' };
    const concluded = exchange({ status: 200, request: { Origin: PAGE }, answer, rest: REFUSED });
    expect(reproductionsOf(examine(flowOf(concluded)))).toMatchObject([{ lacksCookie: true }]);
    const cookie = { Origin: PAGE, Cookie: 'a=b' };
    const recorded = exchange({ status: 200, request: cookie, answer, rest: REFUSED });
    expect(reproductionsOf(examine(flowOf(recorded)))).toMatchObject([{ lacksCookie: false }]);
  });

  it('has the secrets where they are asked for', () => {
    const found = reproductionsOf(examine(flowOf(put)), true);
    expect(found.map(({ redacted }) => redacted)).toEqual([[], []]);
    expect(found[1]?.request.headers).toContainEqual(['Cookie', 'a=b']);
    expect(found[0]?.request.url).toBe(url);
  });

  it('makes the preflight up where the browser still knew its answer, and says so', () => {
    const [first] = reproductionsOf(examine(flowOf(put)));
    expect(first).toMatchObject({ what: 'preflight', recorded: false });
    expect(first?.request.headers).toContainEqual([
      'Access-Control-Request-Headers',
      'authorization,content-type',
    ]);
  });

  it.each([
    ['a simple request', exchange({ status: 200, request: { Origin: PAGE }, rest: REFUSED })],
    [
      'the page’s own origin',
      exchange({ method: 'PUT', status: 200, request: { Origin: 'https://api.example' } }),
    ],
  ])('has no preflight for %s', (_, actual) => {
    expect(reproductionsOf(examine(flowOf(actual))).map(({ what }) => what)).toEqual(['request']);
  });

  it('is the preflight alone where nothing else was recorded', () => {
    const found = reproductionsOf(examine(flowOf(null, preflight('PUT', ''))));
    expect(found.map(({ what }) => what)).toEqual(['preflight']);
  });
});
