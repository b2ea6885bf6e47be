import { describe, expect, it } from 'vitest';
import { originOf } from '../../../src/http/origin.ts';

describe('originOf', () => {
  it.each([
    ['https://a.example', 'https://a.example'],
    ['http://a.example:5173', 'http://a.example:5173'],
    ['https://a.example:443/x', 'https://a.example'],
    ['HTTPS://A.example/x', 'https://a.example'],
    ['https://a.example?x=/', 'https://a.example'],
    ['https://a.example\\b/c', 'https://a.example'],
    ['https://a.exa\nmple/x', 'https://a.example'],
    ['https://user:word@a.example/x', 'https://a.example'],
    ['https:///a.example/x', 'https://a.example'],
    ['https://[::1]:8000/x', 'https://[::1]:8000'],
    ['http://127.1/x', 'http://127.0.0.1'],
    ['https://ü.example/x', 'https://xn--tda.example'],
    ['data:,https://a.example/', 'null'],
    ['https://a.example:99999/x', null],
    ['https:', null],
    ['/x', null],
    ['', null],
  ])('of %j is %j, the first time and again', (url, origin) => {
    expect([originOf(url), originOf(url)]).toEqual([origin, origin]);
  });
});
