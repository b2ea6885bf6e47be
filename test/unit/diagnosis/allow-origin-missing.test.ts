import { expect, it } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

it.each([
  [
    'the preflight allowed the page, and the response does not',
    { 'Access-Control-Allow-Origin': PAGE },
    true,
  ],
  ['neither does', {}, false],
])('says whether %s', (_, answer, isSaid) => {
  const asked = preflight('POST', '', { answer });
  const actual = exchange({ method: 'POST', request: { Origin: PAGE }, status: 200, rest: REFUSED });
  const { diagnoses } = examine(flowOf(actual, asked));
  const told = diagnoses.filter(({ rule, stage }) => rule === 'allow-origin-missing' && stage === 'response');
  expect(told.some(({ explanation }) => explanation.includes('The response to the preflight said so'))).toBe(
    isSaid,
  );
});
