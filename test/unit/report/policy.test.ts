import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../src/cors/types.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import type { Policy } from '../../../src/recipes/policy.ts';
import { examine, type Examined } from '../../../src/report/examine.ts';
import {
  doubledHeaders,
  namesIn,
  openToday,
  policyNeeded,
  policyOf,
  sourcesOf,
  trustNote,
  type PolicyFound,
} from '../../../src/report/policy.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const of = (actual: Exchange | null, asked: Exchange | null = null): Examined =>
  examine(flowOf(actual, asked));
const policyIn = (found: PolicyFound): Policy | null => found.policy;
const reasonIn = (found: PolicyFound): string => (found.policy === null ? found.reason : '');

/** A `PUT` with a token, refused at the preflight. */
const put = of(null, preflight('PUT', 'x-request-id,authorization'));
const answered = {
  status: 200,
  request: { Origin: PAGE },
  answer: { 'Access-Control-Allow-Origin': PAGE },
} as const;

describe('the policy of a blocked flow', () => {
  it('has its origin, method and unsafe headers, and nothing else', () => {
    expect(policyOf(put)).toEqual({
      policy: {
        origins: [PAGE],
        methods: ['PUT'],
        requestHeaders: ['authorization', 'x-request-id'],
        exposedHeaders: [],
        credentials: false,
        maxAge: 600,
      },
      api: 'https://api.example',
      others: 0,
    });
  });

  it('names the headers of the request where the browser asked for no permission anew', () => {
    const request = {
      Origin: PAGE,
      'Content-Type': 'application/json',
      'User-Agent': 'x',
      'X-A': '1',
      Accept: '*/*',
    };
    const found = policyOf(of(exchange({ method: 'PUT', status: 200, request, rest: REFUSED })));
    expect(policyIn(found)?.requestHeaders).toEqual(['content-type', 'x-a']);
  });

  it('has credentials where cookies went along', () => {
    const found = policyOf(
      of(exchange({ status: 200, request: { Origin: PAGE, Cookie: 'a=b' }, rest: REFUSED })),
    );
    expect(policyIn(found)?.credentials).toBe(true);
  });

  it('keeps credentials and exposed names that the server sends today', () => {
    const answer = {
      'Access-Control-Allow-Origin': 'https://other.example',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'X-Total, x-total, *, X-Page',
    };
    const found = policyOf(of(exchange({ status: 200, request: { Origin: PAGE }, answer, rest: REFUSED })));
    expect(policyIn(found)).toMatchObject({ credentials: true, exposedHeaders: ['x-total', 'X-Page'] });
  });

  it('writes a method in capitals: to send `patch` is the page’s mistake', () => {
    expect(policyIn(policyOf(of(null, preflight('patch', ''))))?.methods).toEqual(['PATCH']);
  });
});

describe('what the server allows today', () => {
  const allowing = (origin: string): Examined =>
    of(
      null,
      preflight('PUT', 'x-a', {
        answer: {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': 'GET, DELETE, OPTIONS, TRACE, *',
          'Access-Control-Allow-Headers': 'Authorization, x~odd, *',
        },
      }),
    );

  it('stays allowed, as far as it is exact', () => {
    expect(policyIn(policyOf(allowing('*')))).toMatchObject({
      origins: [PAGE],
      methods: ['GET', 'PUT', 'DELETE'],
      requestHeaders: ['authorization', 'x-a'],
    });
  });

  it.each([
    ['https://www.app.example', [PAGE, 'https://www.app.example']],
    ['https://other.example', [PAGE, 'https://other.example']],
    [`${PAGE}/`, [PAGE]],
    ['http://app.example', [PAGE]],
    ['null', [PAGE]],
  ])('another site stays, a slip of the pen does not: %s', (origin, origins) => {
    expect(policyIn(policyOf(allowing(origin)))?.origins).toEqual(origins);
  });
});

describe('where the parts come from', () => {
  const get = (path: string, more: Record<string, string> = {}, answer: Record<string, string> = {}) =>
    of(
      exchange({
        ...answered,
        url: `https://api.example${path}`,
        request: { Origin: PAGE, ...more },
        answer: { ...answered.answer, ...answer },
      }),
    );

  it('is the request itself, the last other one that needs them, or what is allowed today', () => {
    const session = [
      put,
      get('/profile?id=1', { Cookie: 'a=b' }),
      get('/orders', {}, { 'Access-Control-Expose-Headers': 'X-Total' }),
    ];
    const found = sourcesOf(put, session).map(({ request, isOwn, values }) => [request, isOwn, values]);
    expect(found).toEqual([
      ['PUT /orders', true, [PAGE, 'PUT', 'authorization', 'x-request-id']],
      ['GET /orders', false, ['GET']],
      ['GET /profile', false, ['with credentials']],
      [null, false, ['X-Total']],
    ]);
  });

  it('counts a request once, however often it was made', () => {
    expect(
      policyOf(put, [put, put, get('/a'), get('/a?again'), of(null, preflight('PUT', ''))]),
    ).toMatchObject({
      others: 1,
    });
  });

  it('tells what is open to everyone today, and would be closed', () => {
    const open = { 'Access-Control-Allow-Origin': '*' };
    expect(
      openToday(put, [put, get('/health?a', {}, open), get('/orders'), get('/health', {}, open)]),
    ).toEqual(['GET /health']);
    expect(openToday(put, [put, get('/orders')])).toEqual([]);
  });

  it('does not take for open what is refused for its wildcard', () => {
    const open = { 'Access-Control-Allow-Origin': '*' };
    const refused = of(
      exchange({
        url: 'https://api.example/me',
        status: 200,
        request: { Origin: PAGE, Cookie: 'a=b' },
        answer: open,
        rest: REFUSED,
      }),
    );
    expect(refused.verdict.failures.map(({ kind }) => kind)).toContain('allow-origin-wildcard');
    expect(openToday(put, [put, refused])).toEqual([]);
  });
});

describe('what other flows of the session needed', () => {
  const of2 = (session: readonly Examined[]): Policy | null => policyIn(policyOf(put, [put, ...session]));

  it('is joined, methods in the usual order', () => {
    const found = policyOf(put, [
      put,
      of(exchange({ ...answered, method: 'PURGE' })),
      of(null, preflight('DELETE', 'x-b')),
      of(exchange({ ...answered, request: { Origin: PAGE, Cookie: 'a=b' } })),
    ]);
    expect(found).toMatchObject({
      policy: {
        origins: [PAGE],
        methods: ['GET', 'PUT', 'DELETE', 'PURGE'],
        requestHeaders: ['authorization', 'x-b', 'x-request-id'],
        credentials: true,
      },
      others: 3,
    });
  });

  it('is left out where it was for another server', () => {
    const elsewhere = of(exchange({ ...answered, method: 'DELETE', url: 'https://api.example:8443/orders' }));
    expect(of2([elsewhere])?.methods).toEqual(['PUT']);
  });

  it('is left out where CORS did not apply', () => {
    const own = of(exchange({ method: 'DELETE', status: 200, request: { Origin: 'https://api.example' } }));
    const image = of(exchange({ method: 'GET', status: 200, request: { 'Sec-Fetch-Mode': 'no-cors' } }));
    expect(of2([own, image])?.methods).toEqual(['PUT']);
  });

  it('is joined from another page of the user’s, and not from a foreign frame', () => {
    const other = 'https://admin.example';
    const sketch = { ...answered, method: 'DELETE', request: { Origin: other } };
    const page = of(exchange({ ...sketch, rest: { pageOrigin: other } }));
    const frame = of(exchange({ ...sketch, rest: { pageOrigin: PAGE } }));
    expect(of2([page])?.origins).toEqual([PAGE, other]);
    expect(of2([page])?.methods).toEqual(['PUT', 'DELETE']);
    expect(of2([frame])?.origins).toEqual([PAGE]);
    expect(of2([frame])?.methods).toEqual(['PUT']);
  });

  it('does not spoil the fix with a name that no configuration could hold', () => {
    expect(of2([of(null, preflight("D'ELETE", "x-'$(id)"))])).toMatchObject({
      methods: ['PUT'],
      requestHeaders: ['authorization', 'x-request-id'],
    });
  });
});

describe('there is none, with the reason,', () => {
  const redirected = (status: number, location: string, next: Exchange): Flow => ({
    hops: [
      {
        preflight: null,
        actual: exchange({ ...answered, status, answer: { ...answered.answer, Location: location } }),
      },
      { preflight: null, actual: next },
    ],
    viaWorker: null,
  });

  it.each<[string, Examined, RegExp]>([
    [
      'for an opaque origin',
      of(exchange({ status: 200, request: { Origin: 'null' }, rest: REFUSED })),
      /opaque/,
    ],
    [
      'after a redirect that made the origin opaque',
      examine(
        redirected(
          302,
          'https://cdn.example/x',
          exchange({ status: 200, url: 'https://cdn.example/x', request: { Origin: 'null' }, rest: REFUSED }),
        ),
      ),
      /redirect from one server to another/,
    ],
    [
      'for a redirect with a password',
      of(
        exchange({
          ...answered,
          status: 302,
          answer: { ...answered.answer, Location: 'https://me:pw@cdn.example/' },
          rest: REFUSED,
        }),
      ),
      /user name and password/,
    ],
    [
      'for a server that is down',
      of(exchange({ request: { Origin: PAGE }, rest: { netError: 'net::ERR_CONNECTION_REFUSED' } })),
      /did not fail because of CORS/,
    ],
    [
      'for a request on the page’s own origin',
      of(exchange({ status: 200, request: { Origin: 'https://api.example' } })),
      /does not apply/,
    ],
    [
      'where nobody knows who asked',
      of(exchange({ request: { 'Sec-Fetch-Mode': 'cors' } })),
      /which page made/,
    ],
  ])('%s', (_, examined, reason) => {
    expect(reasonIn(policyOf(examined))).toMatch(reason);
  });

  it('but what the flow needs can still be said of one that failed for another reason', () => {
    const down = of(
      exchange({
        method: 'PUT',
        request: { Origin: PAGE },
        rest: { netError: 'net::ERR_CONNECTION_REFUSED' },
      }),
    );
    expect(policyIn(policyNeeded(down))).toMatchObject({ origins: [PAGE], methods: ['PUT'] });
  });
});

describe('the word on trust', () => {
  const policy: Policy = {
    origins: [PAGE],
    methods: ['GET'],
    requestHeaders: ['content-type'],
    exposedHeaders: [],
    credentials: false,
    maxAge: 600,
  };
  it.each([
    [policy, false],
    [{ ...policy, credentials: true }, true],
    [{ ...policy, requestHeaders: ['authorization'] }, true],
    [{ ...policy, requestHeaders: ['X-Api-Key'] }, true],
    [{ ...policy, requestHeaders: ['x-author', 'accept-language'] }, false],
  ])('%j: %s', (one, said) => {
    expect(trustNote(one) !== null).toBe(said);
  });
});

describe('doubled headers', () => {
  it.each([
    [[PAGE, PAGE], undefined, ['Access-Control-Allow-Origin']],
    [[PAGE, '*'], undefined, ['Access-Control-Allow-Origin']],
    [`${PAGE}, ${PAGE}`, undefined, ['Access-Control-Allow-Origin']],
    [PAGE, ['true', 'true'], ['Access-Control-Allow-Credentials']],
    ['https://other.example', undefined, []],
  ])('%j and %j: %j', (origin, credentials, doubled) => {
    const answer = {
      'Access-Control-Allow-Origin': origin,
      ...(credentials && { 'Access-Control-Allow-Credentials': credentials }),
    };
    const request = { Origin: PAGE, Cookie: 'a=b' };
    expect(doubledHeaders(of(exchange({ status: 200, request, answer, rest: REFUSED })))).toEqual(doubled);
  });
});

it('reads lists as people type them', () => {
  expect(namesIn(' GET, PUT;\nGET  x-a,, ')).toEqual(['GET', 'PUT;', 'x-a']);
});
