import { expect, it } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

it.each([
  ['AmazonS3', 'Amazon S3 refused', `with the origin \`${PAGE}\`, the method \`PUT\``, 'certain'],
  ['Google Frontend', 'Firebase or Google Cloud refused', '`allUsers`', 'likely'],
  ['nginx', 'The server refused', 'Find the layer that answers `403`', 'certain'],
])('says of a preflight that %s forbade what it takes there', (server, headline, fix, confidence) => {
  const asked = preflight('PUT', 'content-type', { status: 403, answer: { Server: server } });
  const { lead } = examine(flowOf(exchange({ method: 'PUT', rest: REFUSED }), asked));
  expect(lead).toMatchObject({
    rule: 'preflight-forbidden',
    headline: expect.stringContaining(headline) as string,
    fix: expect.stringContaining(fix) as string,
    confidence,
  });
});
