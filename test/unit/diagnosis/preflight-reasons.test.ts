import { describe, expect, it } from 'vitest';
import { preflightReasons } from '../../../src/diagnosis/preflight-reasons.ts';
import { exchange, flowOf, preflight } from '../builders.ts';

describe('preflightReasons', () => {
  it.each([
    ['PUT', '', {}, [['method', 'PUT', 'Only `GET`, `HEAD` and `POST`']]],
    [
      'POST',
      'content-type',
      { 'Content-Type': 'application/json' },
      [['header', 'content-type: application/json', 'for JSON, let the server answer']],
    ],
    [
      'GET',
      'content-type',
      { 'Content-Type': 'application/json' },
      [['header', 'content-type: application/json', 'Leave out `Content-Type`']],
    ],
    [
      'POST',
      'content-type',
      { 'Content-Type': 'text/plain; charset="utf-8"' },
      [['header', 'content-type: text/plain; charset="utf-8"', 'without quotes']],
    ],
    [
      'GET',
      'x-requested-with',
      { 'X-Requested-With': 'XMLHttpRequest' },
      [['header', 'x-requested-with: XMLHttpRequest', 'Leave']],
    ],
    [
      'GET',
      'cache-control',
      { 'Cache-Control': 'no-cache' },
      [['header', 'cache-control: no-cache', 'no-store']],
    ],
    ['GET', 'authorization', { Authorization: 'Bearer secret' }, [['header', 'authorization', null]]],
    ['POST', '', {}, [['body', '', 'xhr.upload']]],
  ])('%s with %j says why, and how to do without', (method, headers, request, expected) => {
    const reasons = preflightReasons(flowOf(exchange({ method, request }), preflight(method, headers)));
    expect(reasons.map(({ kind, what }) => [kind, what])).toEqual(
      expected.map(([kind, what]) => [kind, what]),
    );
    for (const [at, [, , without]] of expected.entries()) {
      if (without === null) expect(reasons[at]?.without).toBeNull();
      else expect(reasons[at]?.without).toContain(without);
    }
  });

  it('is empty where the browser asked nothing', () => {
    expect(preflightReasons(flowOf(exchange({ status: 200 })))).toEqual([]);
  });
});
