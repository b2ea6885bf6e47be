import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { exchange, flowOf, preflight, REFUSED } from '../builders.ts';

const request = { Origin: 'null', Cookie: 'a=b' };
const NULL = 'Access-Control-Allow-Origin: null';

describe('a page without an origin', () => {
  it.each([
    ['no header', 200, {}],
    ['an error page', 500, {}],
    ['a gateway', 502, {}],
    ['a limit', 413, {}],
    ['a redirect', 301, { Location: '/v2/orders' }],
    ['any origin with credentials', 200, { 'Access-Control-Allow-Origin': '*' }],
    ['two values', 200, { 'Access-Control-Allow-Origin': ['https://a.example', 'https://b.example'] }],
    ['a list', 200, { 'Access-Control-Allow-Origin': 'https://a.example, https://b.example' }],
    ['one value twice', 200, { 'Access-Control-Allow-Origin': ['https://a.example', 'https://a.example'] }],
  ])('is never advised to be allowed as null: %s', (_, status, answer) => {
    const { lead, diagnoses } = examine(flowOf(exchange({ request, status, answer, rest: REFUSED })));
    expect(lead).not.toBeNull();
    for (const { fix } of diagnoses) expect(fix).not.toContain(NULL);
  });

  it('is advised to get one', () => {
    const asked = preflight('PUT', '', { request: { Origin: 'null' }, status: 200 });
    const { lead } = examine(flowOf(exchange({ method: 'PUT', rest: REFUSED }), asked));
    expect(lead?.fix).toMatch(/^Serve the page over http or https/);
  });

  it('is told from one that lost its origin by a redirect', () => {
    const origin = 'https://app.example';
    const to = 'http://api.example:8080/x';
    const first = exchange({
      url: 'http://api.example/x',
      status: 302,
      request: { Origin: origin },
      answer: { 'Access-Control-Allow-Origin': origin, Location: to },
      rest: { pageOrigin: origin },
    });
    const last = exchange({
      url: to,
      at: 50,
      status: 200,
      request: { Origin: 'null' },
      rest: { ...REFUSED, pageOrigin: origin },
    });
    const { lead } = examine({
      hops: [first, last].map((actual) => ({ preflight: null, actual })),
      viaWorker: null,
    });
    expect(lead?.fix).toMatch(/^Request `http:\/\/api.example:8080\/x` directly/);
  });
});
