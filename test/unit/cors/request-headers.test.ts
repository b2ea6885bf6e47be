import { describe, expect, it } from 'vitest';
import {
  corsUnsafeRequestHeaderNames,
  headersOfScript,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
} from '../../../src/cors/request-headers.ts';

describe('isCorsSafelistedRequestHeader', () => {
  it.each([
    ['accept', 'application/json', true],
    ['ACCEPT', '*/*', true],
    ['accept', 'text/html;q="1"', false],
    ['accept', 'a'.repeat(128), true],
    ['accept', 'a'.repeat(129), false],
    ['accept', 'tab\there', true],
    ['accept-language', 'de-CH, en;q=0.8', true],
    ['accept-language', 'en_US', false],
    ['content-language', 'de', true],
    ['content-type', 'text/plain', true],
    ['content-type', 'text/plain;charset=utf-8', true],
    ['content-type', 'text/plain; charset="utf-8"', false],
    ['content-type', 'TEXT/PLAIN', true],
    ['content-type', 'multipart/form-data; boundary=x', true],
    ['content-type', 'application/x-www-form-urlencoded', true],
    ['content-type', 'application/json', false],
    ['content-type', 'text/plain, application/json', false],
    ['content-type', '', false],
    ['range', 'bytes=0-10', true],
    ['range', 'bytes=5-', true],
    ['range', 'bytes=-10', false],
    ['range', 'bytes=10-5', false],
    ['range', 'bytes=0-1,3-4', false],
    ['range', 'bytes= 0-1', false],
    ['authorization', 'Bearer x', false],
    ['x-requested-with', 'XMLHttpRequest', false],
  ])('%s: %s is %s', (name, value, expected) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(expected);
  });
});

describe('corsUnsafeRequestHeaderNames', () => {
  it('sorts, lower-cases and names each once', () => {
    const headers = [
      ['X-B', '1'],
      ['x-a', '1'],
      ['X-A', '2'],
      ['Accept', '*/*'],
    ] as const;
    expect(corsUnsafeRequestHeaderNames(headers)).toEqual(['x-a', 'x-b']);
  });

  it('takes the safelisted ones in too once their values exceed 1024 bytes together', () => {
    const headers = Array.from({ length: 9 }, () => ['Accept', 'a'.repeat(114)] as const);
    expect(corsUnsafeRequestHeaderNames(headers)).toEqual(['accept']);
    expect(corsUnsafeRequestHeaderNames(headers.slice(1))).toEqual([]);
  });
});

describe('isForbiddenRequestHeader', () => {
  it.each([
    ['Origin', 'x', true],
    ['Sec-Anything', 'x', true],
    ['proxy-foo', 'x', true],
    ['X-HTTP-Method-Override', 'TRACE', true],
    ['X-HTTP-Method-Override', 'PUT, connect', true],
    ['X-HTTP-Method-Override', 'PUT', false],
    ['Authorization', 'x', false],
  ])('%s: %s is %s', (name, value, expected) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(expected);
  });
});

describe('headersOfScript', () => {
  it('leaves out what script may not set, and HTTP/2 pseudo-headers', () => {
    const headers = [
      [':path', '/'],
      ['Host', 'x'],
      ['sec-ch-ua', 'x'],
      ['X-Mine', '1'],
    ] as const;
    expect(headersOfScript(headers)).toEqual([['X-Mine', '1']]);
  });
});
