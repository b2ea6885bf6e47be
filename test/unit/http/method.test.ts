import { describe, expect, it } from 'vitest';
import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from '../../../src/http/method.ts';

describe('methods', () => {
  it.each([
    ['get', 'GET'],
    ['Delete', 'DELETE'],
    ['oPtIoNs', 'OPTIONS'],
    ['patch', 'patch'],
    ['chicken', 'chicken'],
  ])('%s is normalised to %s', (method, expected) => {
    expect(normalizeMethod(method)).toBe(expected);
  });

  it.each([
    ['GET', true],
    ['HEAD', true],
    ['POST', true],
    ['get', false],
    ['PUT', false],
  ])('%s is safelisted: %s', (method, expected) => {
    expect(isCorsSafelistedMethod(method)).toBe(expected);
  });

  it.each([
    ['TRACE', true],
    ['connect', true],
    ['TraCk', true],
    ['PATCH', false],
  ])('%s is forbidden: %s', (method, expected) => {
    expect(isForbiddenMethod(method)).toBe(expected);
  });
});
