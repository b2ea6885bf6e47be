import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../src/cors/types.ts';
import { changedHops, credentialsNote, type Plan } from '../../../src/diagnosis/remedy.ts';
import { examine } from '../../../src/report/examine.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { API, exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const CDN = 'https://cdn.example/orders';
const COOKIE = { Origin: PAGE, Cookie: 'a=b' };
const ALLOWS = { 'Access-Control-Allow-Origin': PAGE };

/** As people would write it: `OPTIONS 204`, then a line for each header of it, then the same for the response. */
function written(plan: Plan | null | undefined): readonly string[] {
  if (!plan) return [];
  return [...plan.redirects, plan].flatMap(({ url, preflight: asked, response }) => [
    new URL(url).host,
    ...(asked === null ? [] : [`OPTIONS ${asked.status}`, ...lines(asked)]),
    'then',
    ...lines(response),
  ]);
}

function lines({ set, remove }: Plan['response']): readonly string[] {
  return [...set.map(([name, value]) => `${name}: ${value}`), ...remove.map((name) => `no ${name}`)];
}

const unsent = (method = 'PUT', request = {}): Exchange => exchange({ method, request, rest: REFUSED });

function redirected(location: string, ...next: Flow['hops']): Flow {
  const isFollowed = next.length > 0;
  const actual = exchange({
    status: 302,
    request: { Origin: PAGE },
    answer: { Location: location, ...(isFollowed && ALLOWS) },
    rest: isFollowed ? {} : REFUSED,
  });
  return { hops: [{ preflight: null, actual }, ...next], viaWorker: null };
}

describe('the remedy', () => {
  it.each<[string, Flow, readonly string[]]>([
    [
      'sends one origin, and keeps caches from giving it to others',
      flowOf(exchange({ status: 200, request: COOKIE, answer: { Vary: 'Accept' }, rest: REFUSED })),
      [
        'api.example',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
        'Vary: Accept, Origin',
      ],
    ],
    [
      'names no Vary a second time',
      flowOf(exchange({ status: 200, request: COOKIE, answer: { vary: 'origin' }, rest: REFUSED })),
      [
        'api.example',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
      ],
    ],
    [
      'mends all that is wrong with a preflight, and its status',
      flowOf(
        unsent('PUT', COOKIE),
        preflight('PUT', 'x-a,x-b', {
          status: 405,
          answer: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'X-A, *' },
        }),
      ),
      [
        'api.example',
        'OPTIONS 204',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
        'Access-Control-Allow-Methods: PUT',
        'Access-Control-Allow-Headers: X-A, x-b',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
        'Vary: Origin',
      ],
    ],
    [
      'takes out a malformed list that nothing needs',
      flowOf(
        unsent('POST', COOKIE),
        preflight('POST', 'x-a', {
          answer: {
            ...ALLOWS,
            'Access-Control-Allow-Credentials': 'true',
            'Access-Control-Allow-Methods': 'a b',
          },
        }),
      ),
      [
        'api.example',
        'OPTIONS 204',
        'Access-Control-Allow-Headers: x-a',
        'no Access-Control-Allow-Methods',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
        'Vary: Origin',
      ],
    ],
    [
      'lists for the other engines what Chromium does not ask for',
      flowOf(
        unsent('PUT', { Cookie: 'a=b', 'Save-Data': 'on' }),
        preflight('PUT', '', {
          answer: {
            ...ALLOWS,
            'Access-Control-Allow-Credentials': 'true',
          },
        }),
      ),
      [
        'api.example',
        'OPTIONS 204',
        'Access-Control-Allow-Methods: PUT',
        'Access-Control-Allow-Headers: save-data',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Access-Control-Allow-Credentials: true',
        'Vary: Origin',
      ],
    ],
    [
      'of a redirect that was refused, is for it and for where it leads',
      redirected('/v2/orders'),
      [
        'api.example',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Vary: Origin',
        'api.example',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Vary: Origin',
      ],
    ],
    [
      'of a redirect to another server, allows any origin there, since the browser hides the page’s',
      redirected(CDN),
      [
        'api.example',
        'then',
        `Access-Control-Allow-Origin: ${PAGE}`,
        'Vary: Origin',
        'cdn.example',
        'then',
        'Access-Control-Allow-Origin: *',
      ],
    ],
    [
      'after a redirect that passed, changes nothing of it',
      redirected('/v2/orders', {
        preflight: null,
        actual: exchange({
          url: 'https://api.example/v2/orders',
          status: 200,
          request: { Origin: PAGE },
          rest: REFUSED,
        }),
      }),
      ['api.example', 'then', 'api.example', 'then', `Access-Control-Allow-Origin: ${PAGE}`, 'Vary: Origin'],
    ],
    [
      'for an opaque origin, allows any',
      flowOf(exchange({ status: 200, request: { Origin: 'null' }, rest: REFUSED })),
      ['api.example', 'then', 'Access-Control-Allow-Origin: *'],
    ],
  ])('%s', (_, flow, expected) => {
    const { remedy } = examine(flow);
    expect(written(remedy)).toEqual(expected);
    expect(remedy?.verified).toBe(true);
  });

  it('asks again, where a redirect leads, for what was asked before', () => {
    const refused = exchange({
      method: 'POST',
      status: 307,
      request: { Origin: PAGE },
      answer: { Location: CDN },
      rest: REFUSED,
    });
    const asked = preflight('POST', 'x-a', { answer: { ...ALLOWS, 'Access-Control-Allow-Headers': 'x-a' } });
    expect(written(examine(flowOf(refused, asked)).remedy)).toEqual([
      'api.example',
      'OPTIONS 204',
      'then',
      `Access-Control-Allow-Origin: ${PAGE}`,
      'Vary: Origin',
      'cdn.example',
      'OPTIONS 204',
      'Access-Control-Allow-Origin: *',
      'Access-Control-Allow-Headers: x-a',
      'then',
      'Access-Control-Allow-Origin: *',
    ]);
  });

  it('asks again for what a redirect took off too, as Firefox does after the next one', () => {
    const first = exchange({
      method: 'PATCH',
      status: 303,
      request: { Origin: PAGE, 'Content-Language': 'en_US' },
      answer: { ...ALLOWS, Location: CDN },
    });
    const allowed = {
      ...ALLOWS,
      'Access-Control-Allow-Methods': 'PATCH',
      'Access-Control-Allow-Headers': 'content-language,x-a',
    };
    const asked = preflight('PATCH', 'content-language,x-a', { answer: allowed });
    const second = exchange({ url: CDN, status: 302, answer: { Location: API }, rest: REFUSED });
    const askedNext = preflight('GET', 'x-a', {
      url: CDN,
      answer: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-a' },
    });
    const flow = {
      ...flowOf(first, asked),
      hops: [...flowOf(first, asked).hops, ...flowOf(second, askedNext).hops],
    };
    expect(written(examine(flow).remedy)).toContain('Access-Control-Allow-Headers: content-language, x-a');
  });

  it.each<[string, Flow, RegExp | null]>([
    ['a redirect', redirected('/v2'), /^Better: request `https:\/\/api\.example\/v2` directly; then/],
    ['a redirect to another server', redirected(CDN), /directly; .*which allows every site\.$/],
    [
      'an opaque origin',
      flowOf(exchange({ status: 200, request: { Origin: 'null' }, rest: REFUSED })),
      /^Only for public data/,
    ],
    [
      'a method in small letters',
      flowOf(unsent('patch'), preflight('patch', '', { answer: ALLOWS })),
      /^These headers allow `patch` .* Better: write `method: 'PATCH'` in your code, and allow `PATCH` instead: .*in capitals\.$/,
    ],
    ['a plain request', flowOf(exchange({ status: 200, request: { Origin: PAGE }, rest: REFUSED })), null],
  ])('of %s says what would be better', (_, flow, advice) => {
    const { remedy } = examine(flow);
    if (advice === null) expect(remedy?.advice).toBeNull();
    else expect(remedy?.advice).toMatch(advice);
  });

  it.each<[string, Flow, RegExp | null]>([
    ['a plain request', flowOf(exchange({ status: 200, request: { Origin: PAGE }, rest: REFUSED })), /^If /],
    ['a redirect to another server', redirected(CDN), /these headers do not help.*everyone/],
    ['known credentials', flowOf(exchange({ status: 200, request: COOKIE, rest: REFUSED })), null],
  ])('of %s says what credentials would need', (_, flow, note) => {
    const { remedy } = examine(flow);
    expect(remedy).not.toBeNull();
    if (note === null) expect(remedy && credentialsNote(remedy)).toBeNull();
    else expect(remedy && credentialsNote(remedy)).toMatch(note);
  });

  it('has the same for a request that sends credentials, where nothing tells whether it does', () => {
    const { remedy } = examine(
      flowOf(unsent(), preflight('PUT', '', { answer: { 'Access-Control-Allow-Origin': '*' } })),
    );
    expect(remedy).toMatchObject({
      assumes: 'same-origin',
      preflight: { set: [['Access-Control-Allow-Methods', 'PUT']] },
      ifCredentials: {
        verified: true,
        preflight: {
          set: [
            ['Access-Control-Allow-Origin', PAGE],
            ['Access-Control-Allow-Credentials', 'true'],
            ['Access-Control-Allow-Methods', 'PUT'],
          ],
        },
      },
    });
  });

  it('has a preflight where only the other engines ask first', () => {
    const hinted = exchange({ status: 200, request: { Origin: PAGE, DPR: '2' }, rest: REFUSED });
    const { remedy } = examine(flowOf(hinted));
    expect(written(remedy).slice(1, 4)).toEqual([
      'OPTIONS 204',
      `Access-Control-Allow-Origin: ${PAGE}`,
      'Access-Control-Allow-Headers: dpr',
    ]);
    expect(remedy?.verified).toBe(true);
  });

  it('answers there all that those engines ask for', () => {
    const request = { Origin: PAGE, DPR: '2', 'X-Id': '1', 'X-Client-Data': 'added by Chrome' };
    const spared = exchange({ method: 'PUT', status: 200, request, rest: REFUSED });
    const { remedy } = examine(flowOf(spared));
    expect(written(remedy)).toContain('Access-Control-Allow-Methods: PUT');
    expect(written(remedy)).toContain('Access-Control-Allow-Headers: dpr, x-id');
    expect(remedy?.verified).toBe(true);
  });

  it.each(['firefox', 'webkit'] as const)(
    'knows that %s had asked before it sent such a request',
    (producer) => {
      const request = { Origin: PAGE, DPR: '2', 'X-Id': '1' };
      const spared = { ...exchange({ method: 'PUT', status: 200, request, rest: REFUSED }), producer };
      const { remedy } = examine(flowOf({ ...spared, readable: false }));
      expect(remedy?.preflight).toBeNull();
      expect(remedy?.verified).toBe(true);
    },
  );

  it.each([
    ['the page’s own origin', `${PAGE}/orders`, false],
    ['another one', API, true],
  ])(
    'after a request to %s that is redirected twice is checked or not: WebKit may refuse it',
    (_, url, verified) => {
      const first = { url, status: 302, request: { Origin: PAGE }, answer: { ...ALLOWS, Location: API } };
      const { remedy } = examine({
        hops: [{ preflight: null, actual: exchange(first) }, ...redirected(CDN).hops],
        viaWorker: null,
      });
      expect(remedy?.redirects).toHaveLength(2);
      expect(remedy?.verified).toBe(verified);
    },
  );

  it('leaves a preflight alone whose answer a log has lost', () => {
    const answered = exchange({ method: 'PUT', status: 200, request: COOKIE, rest: { readable: false } });
    const lost = preflight('PUT', '', { rest: { response: null } });
    const firefox = (each: Exchange): Exchange => ({ ...each, producer: 'firefox' });
    const { remedy } = examine(flowOf(firefox(answered), firefox(lost)));
    expect(remedy).toMatchObject({ preflight: null, verified: true });
  });

  it('speaks of each hop, the one that was never requested too', () => {
    const flow = redirected(CDN);
    const { remedy } = examine(flow);
    const hops = remedy === null ? [] : changedHops(flow, remedy);
    expect(hops.map(({ hop }) => [hop.actual?.url, hop.actual?.response?.status])).toEqual([
      [API, 302],
      [CDN, undefined],
    ]);
  });
});

describe('no header helps, and what does is said,', () => {
  const credentialed = (location: string): Flow => ({
    hops: [
      {
        preflight: null,
        actual: exchange({ status: 302, request: COOKIE, answer: { Location: location }, rest: REFUSED }),
      },
    ],
    viaWorker: null,
  });

  it.each<[string, Flow, string, RegExp]>([
    [
      'where the redirect names a user',
      redirected('https://me:pw@cdn.example/'),
      'redirect-with-url-credentials',
      /without them/,
    ],
    ['where it leads to a file', redirected('file:///x'), 'redirect-to-other-scheme', /`file:`/],
    [
      'where it leads to a port that browsers refuse',
      redirected('https://cdn.example:6000/'),
      'redirect-to-blocked-port',
      /`6000`/,
    ],
    ['where it leads from https to http', redirected('http://cdn.example/'), 'redirect-to-insecure', /https/],
    ['where it leads to a login page', redirected('https://cdn.example/login'), 'redirect-to-login', /401/],
    [
      'where credentials go along to another server',
      credentialed(CDN),
      'redirect-tainted-origin',
      /request `https:\/\/cdn\.example\/orders` directly/,
    ],
    [
      'where an opaque origin sends credentials',
      flowOf(exchange({ status: 200, request: { ...COOKIE, Origin: 'null' }, rest: REFUSED })),
      'opaque-origin',
      /over http or https/,
    ],
  ])('%s', (_, flow, kind, text) => {
    const { remedy, obstacle } = examine(flow);
    expect(remedy).toBeNull();
    expect(obstacle?.kind).toBe(kind);
    expect(obstacle?.text).toMatch(text);
  });

  it('but this machine may be asked over http', () => {
    expect(examine(redirected('http://localhost:3000/')).remedy?.verified).toBe(true);
  });

  it('and nothing of what is not blocked', () => {
    const passing = flowOf(exchange({ status: 200, request: { Origin: PAGE }, answer: ALLOWS }));
    expect(examine(passing)).toMatchObject({ remedy: null, obstacle: null });
  });
});
