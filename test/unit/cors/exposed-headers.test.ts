import { describe, expect, it } from 'vitest';
import { corsFilteredHeaders } from '../../../src/cors/exposed-headers.ts';

const answer = [
  ['Content-Type', 'application/json'],
  ['X-Total-Count', '3'],
  ['Set-Cookie', 'a=1'],
] as const;

describe('corsFilteredHeaders', () => {
  it.each([
    [null, false, ['Content-Type']],
    ['x-total-count', false, ['Content-Type', 'X-Total-Count']],
    ['*', false, ['Content-Type', 'X-Total-Count', 'Access-Control-Expose-Headers']],
    ['*', true, ['Content-Type']],
    ['X-Total-Count; Link', false, ['Content-Type']],
    ['X-Total-Count,', true, ['Content-Type', 'X-Total-Count']],
    ['Set-Cookie', false, ['Content-Type']],
  ])('Expose-Headers %j, with credentials: %s', (value, credentials, names) => {
    const headers = value === null ? answer : [...answer, ['Access-Control-Expose-Headers', value] as const];
    expect(corsFilteredHeaders(headers, credentials).map(([name]) => name)).toEqual(names);
  });
});
