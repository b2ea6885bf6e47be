import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/cors/judge.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { API, PAGE, REFUSED, exchange, flowOf, preflight } from '../builders.ts';

const ORIGIN = { Origin: PAGE };
const ok = { 'Access-Control-Allow-Origin': PAGE };

function get(
  answer: Readonly<Record<string, string | string[]>>,
  rest: Partial<Exchange> = {},
  request = {},
): Exchange {
  return exchange({ request: { ...ORIGIN, ...request }, status: 200, answer, rest });
}

describe('judge, on an answer without a preflight', () => {
  const cookie = { Cookie: 'a=1' };
  it.each([
    ['no header', {}, {}, ['allow-origin-missing']],
    ['the origin itself', ok, {}, []],
    ['spaces and a tab around it', { 'Access-Control-Allow-Origin': ` \t${PAGE}\t ` }, {}, []],
    ['a star', { 'Access-Control-Allow-Origin': '*' }, {}, []],
    ['an empty value', { 'Access-Control-Allow-Origin': '' }, {}, ['allow-origin-mismatch']],
    ['a slash too many', { 'Access-Control-Allow-Origin': `${PAGE}/` }, {}, ['allow-origin-mismatch']],
    ['the same line twice', { 'Access-Control-Allow-Origin': [PAGE, PAGE] }, {}, ['allow-origin-mismatch']],
    ['a star twice', { 'Access-Control-Allow-Origin': ['*', '*'] }, {}, ['allow-origin-mismatch']],
    [
      'a star with cookies',
      { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' },
      cookie,
      ['allow-origin-wildcard'],
    ],
    [
      'a star with cookies and no Allow-Credentials',
      { 'Access-Control-Allow-Origin': '*' },
      cookie,
      ['allow-origin-wildcard', 'allow-credentials-not-true'],
    ],
    ['no Allow-Credentials with cookies', ok, cookie, ['allow-credentials-not-true']],
    [
      'True in place of true',
      { ...ok, 'Access-Control-Allow-Credentials': 'True' },
      cookie,
      ['allow-credentials-not-true'],
    ],
    [
      'true on two lines',
      { ...ok, 'Access-Control-Allow-Credentials': ['true', 'true'] },
      cookie,
      ['allow-credentials-not-true'],
    ],
    ['true with cookies', { ...ok, 'Access-Control-Allow-Credentials': 'true' }, cookie, []],
  ])('with %s', (_name, answer, request, kinds) => {
    const verdict = judge(flowOf(get(answer, kinds.length > 0 ? REFUSED : {}, request)));
    expect(verdict.failures.map(({ kind }) => kind)).toEqual(kinds);
    expect(verdict.outcome).toBe(kinds.length > 0 ? 'blocked' : 'allowed');
  });
});

describe('judge, on a preflight', () => {
  const put = (rest: Partial<Exchange> = REFUSED): Exchange =>
    exchange({ method: 'PUT', request: { 'X-A': '1' }, rest });

  it('names every problem in the order in which Chromium meets them', () => {
    const asked = preflight('PUT', 'content-type,x-a', {
      status: 404,
      answer: {
        'Access-Control-Allow-Origin': 'https://other.example',
        'Access-Control-Allow-Methods': 'GET',
        'Access-Control-Allow-Headers': 'x-b',
      },
    });
    const { failures } = judge(flowOf(put(), asked));
    expect(failures.map(({ kind }) => kind)).toEqual([
      'allow-origin-mismatch',
      'preflight-status-not-ok',
      'method-not-allowed',
      'header-not-allowed',
      'header-not-allowed',
    ]);
  });

  it.each([
    ['a list with empty elements', { 'Access-Control-Allow-Methods': 'GET,,PUT,' }, []],
    ['two lines', { 'Access-Control-Allow-Methods': ['GET', 'PUT'] }, []],
    ['a star', { 'Access-Control-Allow-Methods': '*' }, []],
    ['lower case', { 'Access-Control-Allow-Methods': 'put' }, ['method-not-allowed']],
    ['no list', {}, ['method-not-allowed']],
    ['semicolons', { 'Access-Control-Allow-Methods': 'PUT; GET' }, ['allow-methods-malformed']],
    ['quotes', { 'Access-Control-Allow-Methods': '"PUT"' }, ['allow-methods-malformed']],
  ])('that lists methods as %s', (_name, answer, kinds) => {
    const asked = preflight('PUT', '', { answer: { ...ok, ...answer } });
    const actual =
      kinds.length > 0 ? put() : exchange({ method: 'PUT', request: ORIGIN, status: 200, answer: ok });
    expect(judge(flowOf(actual, asked)).failures.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('lets safelisted methods pass unnamed', () => {
    const asked = preflight('POST', 'x-a', { answer: { ...ok, 'Access-Control-Allow-Headers': 'X-A' } });
    const actual = exchange({ method: 'POST', request: { ...ORIGIN, 'X-A': '1' }, status: 200, answer: ok });
    expect(judge(flowOf(actual, asked)).outcome).toBe('allowed');
  });

  it('takes a star for Authorization, as all engines do and the standard does not', () => {
    const asked = preflight('GET', 'authorization', {
      answer: { ...ok, 'Access-Control-Allow-Headers': '*' },
    });
    const actual = exchange({ request: { ...ORIGIN, Authorization: 'x' }, status: 200, answer: ok });
    expect(judge(flowOf(actual, asked)).outcome).toBe('allowed');
  });

  it('ends the trace at the failing step, with its operands', () => {
    const asked = preflight('PUT', '', { answer: { 'Access-Control-Allow-Origin': `${PAGE}/` } });
    const { trace } = judge(flowOf(put(), asked));
    expect(trace.at(-1)).toMatchObject({
      spec: 'concept-cors-check',
      outcome: 'failed',
      needed: PAGE,
      found: `${PAGE}/`,
    });
  });
});

describe('judge, where the credentials mode is not recorded', () => {
  it('infers it from a refusal that nothing else explains', () => {
    const verdict = judge(flowOf(get({ 'Access-Control-Allow-Origin': '*' }, REFUSED)));
    expect(verdict).toMatchObject({ outcome: 'blocked', credentials: 'include' });
    expect(verdict.inferences).toHaveLength(1);
  });

  it('infers it from an answer that could be read', () => {
    const verdict = judge(flowOf(get({ 'Access-Control-Allow-Origin': '*' })));
    expect(verdict).toMatchObject({ outcome: 'allowed', credentials: 'same-origin' });
  });

  it('does not guess where the browser does not say what it did', () => {
    const firefox = { producer: 'firefox' } as const;
    expect(judge(flowOf(get({ 'Access-Control-Allow-Origin': '*' }, firefox)))).toMatchObject({
      outcome: 'unknown',
      missing: ['credentials'],
    });
    const both = { ...ok, 'Access-Control-Allow-Credentials': 'true' };
    expect(judge(flowOf(get(both, firefox))).outcome).toBe('allowed');
    expect(judge(flowOf(get({}, firefox)))).toMatchObject({ outcome: 'blocked', credentials: 'unknown' });
  });
});

describe('judge, where the browser contradicts the headers', () => {
  it('never calls blocked what the page could read', () => {
    expect(judge(flowOf(get({}))).outcome).toBe('allowed');
  });

  it('does not know why good headers were refused', () => {
    const good = { ...ok, 'Access-Control-Allow-Credentials': 'true' };
    expect(judge(flowOf(get(good, REFUSED)))).toMatchObject({ outcome: 'unknown', missing: ['reason'] });
  });
});

describe('judge, where CORS does not apply', () => {
  it.each([
    [
      'a request to the own origin',
      exchange({ url: `${PAGE}/x`, request: ORIGIN, status: 200 }),
      'same-origin',
    ],
    [
      'an image without crossorigin',
      exchange({ request: { 'Sec-Fetch-Mode': 'no-cors' }, status: 200 }),
      'no-cors',
    ],
    [
      'a navigation',
      exchange({ request: { ...ORIGIN, 'Sec-Fetch-Mode': 'navigate' }, method: 'POST', status: 200 }),
      'navigation',
    ],
    ['a web socket', exchange({ url: 'wss://api.example/', request: ORIGIN, status: 101 }), 'websocket'],
    ['a data URL', exchange({ url: 'data:text/plain,x', status: 200 }), 'scheme'],
  ])('%s is exempt', (_name, actual, exemption) => {
    expect(judge(flowOf(actual))).toMatchObject({ outcome: 'exempt', exemption });
  });
});

describe('judge, where something other than CORS failed', () => {
  it.each([
    ['net::ERR_CONNECTION_REFUSED', 'connection-refused'],
    ['net::ERR_NAME_NOT_RESOLVED', 'name-not-resolved'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['net::ERR_BLOCKED_BY_CLIENT', 'blocked-by-client'],
    ['net::ERR_ABORTED', 'aborted'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['net::ERR_SOMETHING_NEW', 'network'],
    ['', 'blocked-silently'],
  ])('%s is %s', (netError, reason) => {
    const actual = exchange({ request: { Referer: `${PAGE}/` }, rest: { netError } });
    expect(judge(flowOf(actual))).toMatchObject({ outcome: 'failed', reason });
  });

  const corp = { 'Cross-Origin-Resource-Policy': 'same-origin' };
  const noCors = { Referer: `${PAGE}/`, 'Sec-Fetch-Mode': 'no-cors' };
  const firefox = { producer: 'firefox' } as const;
  it.each([
    [
      'a file that a page asks for',
      { url: 'file:///a', rest: { netError: 'net::ERR_FAILED' } },
      { outcome: 'failed', reason: 'scheme' },
    ],
    ['a file that was opened', { url: 'file:///a', status: 200 }, { outcome: 'exempt', exemption: 'scheme' }],
    [
      'an image in Firefox that only its own origin may embed',
      { request: noCors, status: 200, answer: corp, rest: firefox },
      { outcome: 'failed', reason: 'blocked-by-response' },
    ],
    [
      'the same in Chromium, which would say so',
      { request: noCors, status: 200, answer: corp },
      { outcome: 'exempt', exemption: 'no-cors' },
    ],
    [
      'an image in Firefox that anyone may embed',
      {
        request: noCors,
        status: 200,
        answer: { 'Cross-Origin-Resource-Policy': 'cross-origin' },
        rest: firefox,
      },
      { outcome: 'exempt', exemption: 'no-cors' },
    ],
    [
      'a simple request for which Firefox tried no connection',
      { request: ORIGIN, rest: { ...firefox, unsent: 'preflight' as const } },
      { outcome: 'failed', reason: 'offline' },
    ],
    [
      'a request whose preflight Firefox does not list',
      { method: 'PUT', request: ORIGIN, rest: { ...firefox, unsent: 'preflight' as const } },
      { outcome: 'unknown' },
    ],
  ])('judges %s', (_what, sketch, verdict) => {
    expect(judge(flowOf(exchange(sketch)))).toMatchObject(verdict);
  });
});

describe('judge, along redirects', () => {
  const redirect = (to: string, answer = {}): Exchange =>
    exchange({ request: ORIGIN, status: 302, answer: { Location: to, ...answer } });

  it('stops at the first hop that is refused', () => {
    const flow = {
      hops: [{ preflight: null, actual: { ...redirect('/login'), ...REFUSED } }],
      viaWorker: null,
    };
    expect(judge(flow).failures).toMatchObject([{ kind: 'allow-origin-missing', hop: 0, status: 302 }]);
  });

  it('knows that the origin is null after a second foreign origin', () => {
    const second = exchange({ url: 'https://cdn.example/x', status: 200, answer: ok, rest: REFUSED });
    const flow = {
      hops: [
        { preflight: null, actual: redirect('https://cdn.example/x', ok) },
        { preflight: null, actual: second },
      ],
      viaWorker: null,
    };
    expect(judge(flow).failures).toMatchObject([
      { kind: 'allow-origin-mismatch', hop: 1, origin: 'null', value: PAGE },
    ]);
  });

  it('refuses a user and password in the Location', () => {
    const flow = flowOf({ ...redirect('https://u:p@api.example/', ok), ...REFUSED });
    expect(judge(flow).failures.map(({ kind }) => kind)).toEqual(['redirect-with-url-credentials']);
  });
});

it('takes the API of the tests for foreign', () => {
  expect(new URL(API).origin).not.toBe(PAGE);
});

describe('judge, on what the browser did next', () => {
  const star = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'PUT' };
  const wire = { Origin: PAGE, Host: 'api.example' };

  it('knows that a preflight passed whose request was answered, and from that the credentials mode', () => {
    const actual = exchange({ method: 'PUT', request: wire, status: 200, rest: REFUSED });
    const verdict = judge(flowOf(actual, preflight('PUT', '', { answer: star })));
    expect(verdict).toMatchObject({ outcome: 'blocked', credentials: 'same-origin' });
    expect(verdict.failures.map(({ kind, stage }) => [kind, stage])).toEqual([
      ['allow-origin-missing', 'response'],
    ]);
    expect(verdict.inferences).toEqual([
      {
        what: 'credentials',
        value: 'same-origin',
        because:
          'The browser sent the request after this preflight; with credentials it would have stopped there.',
      },
    ]);
  });

  it.each([
    ['followed the redirect', '*', 'same-origin', 'with credentials it would have stopped there'],
    ['refused this response', PAGE, 'include', 'without credentials it would have passed'],
  ])(
    'says that the browser %s, and what that tells of the credentials',
    (did, allowed, credentials, otherwise) => {
      const answer = { 'Access-Control-Allow-Origin': allowed, Location: `${API}/next` };
      const first = exchange({ request: wire, status: 302, answer });
      const second = exchange({ url: `${API}/next`, request: wire, status: 200, rest: REFUSED });
      const flow =
        did === 'refused this response'
          ? flowOf(exchange({ request: wire, status: 200, answer, rest: REFUSED }))
          : { ...flowOf(first), hops: [first, second].map((actual) => ({ actual, preflight: null })) };
      expect(judge(flow).inferences).toEqual([
        { what: 'credentials', value: credentials, because: `The browser ${did}; ${otherwise}.` },
      ]);
    },
  );

  it('names what is wrong in either mode, and apart from it what credentials would add', () => {
    const verdict = judge(
      flowOf(exchange({ method: 'PUT', rest: REFUSED }), preflight('PUT', '', { status: 500, answer: star })),
    );
    expect(verdict).toMatchObject({ outcome: 'blocked', credentials: 'unknown' });
    expect(verdict.failures.map(({ kind }) => kind)).toEqual(['preflight-status-not-ok']);
    expect(verdict.failuresWithCredentials?.map(({ kind }) => kind)).toEqual([
      'allow-origin-wildcard',
      'allow-credentials-not-true',
      'preflight-status-not-ok',
    ]);
  });

  it('does not take a redirect for refused because of credentials where fetch() may have refused it', () => {
    const redirect = (resourceType: string): Exchange =>
      exchange({
        request: wire,
        status: 302,
        answer: { ...star, Location: '/b' },
        rest: { ...REFUSED, resourceType },
      });
    expect(judge(flowOf(redirect('fetch')))).toMatchObject({
      outcome: 'unknown',
      missing: ['credentials', 'mode'],
    });
    expect(judge(flowOf(redirect('image')))).toMatchObject({ outcome: 'blocked', credentials: 'include' });
  });

  it('refuses a redirect with a user’s name even from the page’s own origin', () => {
    const own = exchange({
      url: `${PAGE}/a`,
      request: { Host: 'app.example' },
      status: 302,
      answer: { Location: 'https://user:secret@api.example/' },
      rest: { ...REFUSED, pageOrigin: PAGE },
    });
    expect(judge(flowOf(own)).failures).toEqual([
      {
        kind: 'redirect-with-url-credentials',
        stage: 'response',
        hop: 0,
        location: 'https://user:secret@api.example/',
      },
    ]);
  });

  it('does not guess what Chromium hides of a worker', () => {
    const hidden = exchange({ method: 'PUT', rest: { ...REFUSED, ofPage: false } });
    const asked = preflight('PUT', '', { answer: star });
    expect(judge(flowOf(hidden, asked))).toMatchObject({
      outcome: 'unknown',
      missing: ['response', 'credentials'],
    });
    const shown = exchange({ method: 'PUT', rest: { ...REFUSED, ofPage: true } });
    expect(judge(flowOf(shown, asked))).toMatchObject({ outcome: 'blocked', credentials: 'include' });
  });

  it('takes an answer whose body was not read for one that passed', () => {
    const closed = exchange({
      request: wire,
      status: 200,
      answer: star,
      rest: { netError: 'net::ERR_ABORTED' },
    });
    expect(judge(flowOf(closed)).outcome).toBe('allowed');
  });

  it('says that a preflight was passed which the recording lacks', () => {
    const sent = exchange({ method: 'PUT', request: wire, status: 200, answer: star });
    expect(judge(flowOf(sent)).inferences).toContainEqual({
      what: 'preflight',
      value: 'not-recorded',
      because:
        'The request was sent and needs a preflight because of the method `PUT`: an earlier one was cached, or the recording left it out.',
    });
  });
});

describe('judge, where the engines differ', () => {
  const firefox = { producer: 'firefox' } as const;

  it('leaves out empty lines in Firefox alone, which counts lines only if they are spelled as in the standard', () => {
    const lower: Exchange['requestHeaders'] = [
      ['access-control-allow-origin', '*'],
      ['access-control-allow-origin', ''],
    ];
    const answered = (headers: Exchange['requestHeaders']): Exchange =>
      exchange({
        request: { Origin: PAGE },
        rest: { ...firefox, response: { status: 200, statusText: '', headers } },
      });
    expect(judge(flowOf(answered(lower)), { assumed: 'same-origin' })).toMatchObject({
      outcome: 'allowed',
      engines: { chromium: 'unknown', firefox: 'allowed', webkit: 'unknown' },
    });
    const exact = lower.map(([, value]) => ['Access-Control-Allow-Origin', value] as const);
    expect(judge(flowOf(answered(exact)), { assumed: 'same-origin' }).outcome).toBe('blocked');
  });

  it('lets Firefox ask the page’s own origin without the CORS check', () => {
    const [from, back] = ['https://api.example/a', `${PAGE}/b`];
    const moved = exchange({
      method: 'PUT',
      url: from,
      request: { Origin: PAGE },
      status: 307,
      answer: { 'Access-Control-Allow-Origin': '*', Location: back },
      rest: firefox,
    });
    const asked = preflight('PUT', '', {
      url: back,
      answer: { 'Access-Control-Allow-Methods': 'PUT' },
      rest: firefox,
    });
    const last = exchange({
      method: 'PUT',
      url: back,
      request: { Origin: 'null' },
      status: 200,
      answer: { 'Access-Control-Allow-Origin': '*' },
      rest: firefox,
    });
    const flow = {
      hops: [
        {
          actual: moved,
          preflight: preflight('PUT', '', {
            url: from,
            answer: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'PUT' },
            rest: firefox,
          }),
        },
        { actual: last, preflight: asked },
      ],
      viaWorker: null,
    };
    expect(judge(flow, { assumed: 'same-origin' })).toMatchObject({
      outcome: 'allowed',
      engines: { chromium: 'unknown', firefox: 'allowed' },
    });
  });

  it('does not say what other engines would have asked for a client hint', () => {
    const hinted = exchange({
      request: { Origin: PAGE, Host: 'api.example', Width: '1' },
      status: 200,
      answer: { 'Access-Control-Allow-Origin': '*' },
    });
    expect(judge(flowOf(hinted)).engines).toEqual({
      chromium: 'allowed',
      firefox: 'unknown',
      webkit: 'unknown',
    });
  });
});
