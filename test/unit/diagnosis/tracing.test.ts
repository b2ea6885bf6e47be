import { expect, it } from 'vitest';
import { tracingAdvice } from '../../../src/diagnosis/tracing.ts';
import { examine } from '../../../src/report/examine.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

it.each([
  [['baggage', 'content-type', 'sentry-trace'], 'adds `baggage` and `sentry-trace`:'],
  [['X-Datadog-Trace-Id'], 'adds `X-Datadog-Trace-Id`:'],
])('says of %j what a library added', (names, told) => {
  expect(tracingAdvice(names)).toContain(told);
});

it('says nothing of headers of the page’s own', () => {
  expect(tracingAdvice(['authorization', 'x-request-id', 'x-my-baggage'])).toBeNull();
});

it('is part of the advice where a preflight refused such a header', () => {
  const answer = { 'Access-Control-Allow-Origin': PAGE };
  const flow = flowOf(exchange({ rest: REFUSED }), preflight('GET', 'baggage', { answer }));
  expect(examine(flow).lead?.fix).toContain('`tracePropagationTargets`');
});
