import { describe, expect, it } from 'vitest';
import { corsFilteredHeaders, hiddenHeaders } from '../../../src/cors/exposed-headers.ts';
import { judge } from '../../../src/cors/judge.ts';
import { PAGE, exchange, flowOf } from '../builders.ts';

describe('corsFilteredHeaders', () => {
  const names = (exposed: string | null, credentials = false): readonly string[] =>
    corsFilteredHeaders(
      [
        ['Content-Type', 'text/plain'],
        ['X-A', '1'],
        ['Set-Cookie', 'a=1'],
        ...(exposed === null ? [] : [['Access-Control-Expose-Headers', exposed] as const]),
      ],
      credentials,
    ).map(([name]) => name);

  it.each([
    ['nothing exposed', null, false, ['Content-Type']],
    ['a name', 'x-a', false, ['Content-Type', 'X-A']],
    ['a cookie, which is never read', 'x-a, set-cookie', false, ['Content-Type', 'X-A']],
    ['a star', '*', false, ['Content-Type', 'X-A', 'Access-Control-Expose-Headers']],
    ['a star with credentials', '*', true, ['Content-Type']],
    ['a list that is none', 'x-a; x-b', false, ['Content-Type']],
    ['an empty element at the end', 'x-a,', false, ['Content-Type', 'X-A']],
  ])('with %s', (_name, exposed, credentials, expected) => {
    expect(names(exposed, credentials)).toEqual(expected);
  });
});

describe('hiddenHeaders', () => {
  it('names the headers of an allowed answer that script can’t read', () => {
    const read = exchange({
      request: { Origin: PAGE, Host: 'api.example' },
      status: 200,
      answer: {
        'Access-Control-Allow-Origin': PAGE,
        'X-Total': '7',
        Expires: '0',
        'Set-Cookie': 'a=1',
        Vary: 'Origin',
      },
    });
    const flow = flowOf(read);
    expect(hiddenHeaders(flow, judge(flow))).toEqual(['X-Total']);
  });
});
