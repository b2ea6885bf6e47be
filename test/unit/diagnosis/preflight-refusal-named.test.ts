import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { judge } from '../../../src/cors/judge.ts';
import { exchange, flowOf, preflight, REFUSED } from '../builders.ts';

describe('preflight-refusal-named', () => {
  it.each([
    ['x-ms-error-code', 'CorsPreflightFailure', 'Azure Storage has no CORS rule'],
    ['X-Amzn-ErrorType', 'MissingAuthenticationTokenException', 'has no `OPTIONS` method'],
    [
      'x-amzn-errortype',
      'MissingAuthenticationTokenException:http://internal.amazon.com/',
      'has no `OPTIONS`',
    ],
    ['x-amzn-errortype', 'ForbiddenException', 'refused the preflight with `403`'],
    ['x-ms-error-code', '', 'refused the preflight with `403`'],
  ])('%s: %s', (header, value, headline) => {
    const asked = preflight('PUT', '', { status: 403, answer: { [header]: value } });
    const flow = flowOf(exchange({ method: 'PUT', rest: REFUSED }), asked);
    const headlines = diagnose(flow, judge(flow)).map((one) => one.headline);
    expect(headlines).toContainEqual(expect.stringContaining(headline));
  });
});
