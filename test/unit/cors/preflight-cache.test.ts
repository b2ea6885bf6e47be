import { describe, expect, it } from 'vitest';
import { isCovered, maxAgeOf, preflightReasons } from '../../../src/cors/preflight-cache.ts';
import type { Engine } from '../../../src/cors/types.ts';
import { PAGE, exchange, preflight } from '../builders.ts';

describe('maxAgeOf', () => {
  const seconds = (value: string | string[] | null, engine: Engine): number =>
    maxAgeOf(
      {
        status: 204,
        statusText: '',
        headers: [value ?? []].flat().map((line) => ['Access-Control-Max-Age', line]),
      },
      engine,
    );

  it.each([
    ['no header', null, 5, 5, 5],
    ['a minute', '60', 60, 60, 60],
    ['nothing', '0', 0, 0, 0],
    ['more than any keeps', '9999999', 7200, 86_400, 600],
    ['less than nothing', '-1', 0, 0, 5],
    ['a plus', '+60', 60, 0, 5],
    ['a fraction', '1.5', 5, 0, 5],
    ['a word', 'abc', 5, 0, 5],
    ['two lines', ['60', '60'], 5, 0, 5],
    ['more than 64 bits', '99999999999999999999', 5, 86_400, 600],
  ])('with %s', (_name, value, chromium, firefox, webkit) => {
    expect([seconds(value, 'chromium'), seconds(value, 'firefox'), seconds(value, 'webkit')]).toEqual([
      chromium,
      firefox,
      webkit,
    ]);
  });
});

describe('preflightReasons', () => {
  it.each([
    ['a safelisted method alone', 'POST', {}, null, []],
    ['another method', 'PUT', {}, 'PUT', []],
    ['a method in the wrong case', 'patch', {}, 'patch', []],
    ['a header of one’s own', 'GET', { 'X-A': '1' }, null, ['x-a']],
    ['what a browser may add by itself', 'GET', { 'If-None-Match': '"x"' }, null, []],
    ['what script can’t set', 'GET', { Cookie: 'a=1', 'Sec-A': '1' }, null, []],
  ])('of %s', (_name, method, request, because, headers) => {
    expect(preflightReasons(exchange({ method, request }), null)).toEqual({ method: because, headers });
  });

  it('do not count client hints in Chromium', () => {
    const hint = exchange({ request: { Intervention: 'x' } });
    expect(preflightReasons(hint, 'chromium').headers).toEqual([]);
    expect(preflightReasons(hint, 'firefox').headers).toEqual(['intervention']);
  });

  it.each([
    ['chromium', []],
    ['firefox', ['x-client-data']],
    ['webkit', ['x-client-data']],
    ['other', []],
  ] as const)('does not count what the browser may have added: %s', (producer, headers) => {
    const actual = { ...exchange({ request: { 'X-Client-Data': '1', Pragma: 'no-cache' } }), producer };
    expect(preflightReasons(actual, null).headers).toEqual(headers);
  });
});

describe('isCovered', () => {
  const asked = preflight('PUT', 'x-a', {
    at: 0,
    takes: 10,
    answer: {
      'Access-Control-Allow-Origin': PAGE,
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'X-A',
    },
  });
  const later = (at: number, method = 'PUT', request: Record<string, string> = { 'X-A': '1' }): boolean =>
    isCovered(exchange({ method, at, request }), asked, 'chromium', false);

  it('by an answer that names method and headers, for five seconds', () => {
    expect([later(100), later(5000), later(5100)]).toEqual([true, true, false]);
  });

  it('but not before the answer was there', () => {
    expect(later(5)).toBe(false);
  });

  it('but not for another method or another header', () => {
    expect([later(100, 'DELETE'), later(100, 'PUT', { 'X-B': '1' })]).toEqual([false, false]);
  });

  it('and without need of either', () => {
    expect(later(100, 'GET', {})).toBe(true);
  });
});
