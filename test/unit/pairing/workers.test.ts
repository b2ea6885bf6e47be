import { describe, expect, it } from 'vitest';
import { exchangesOf } from '../../../src/cors/flow.ts';
import { judge } from '../../../src/cors/judge.ts';
import { pair } from '../../../src/pairing/pair.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { examineAll } from '../../../src/report/examine.ts';
import { API, PAGE, REFUSED, exchange, preflight, type Sketch } from '../builders.ts';

const ok = { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Methods': 'PUT' };
const REFERER = { Referer: `${PAGE}/` };
const WIRE = { ...REFERER, Origin: PAGE, Host: 'api.example' };

/** The page's entry of a request that its service worker answered, as Chromium 156 lists it. */
function answered(sketch: Sketch = {}): Exchange {
  return exchange({
    request: REFERER,
    status: 200,
    ...sketch,
    rest: { fromServiceWorker: true, ofPage: true },
  });
}

/** The page's entry of a request that its service worker left without a response. */
function failed(sketch: Sketch = {}): Exchange {
  return exchange({ request: REFERER, ...sketch, rest: { ...REFUSED, ofPage: true, ...sketch.rest } });
}

/** The worker's own request. */
function own(sketch: Sketch = {}): Exchange {
  return exchange({ at: 2, takes: 90, request: WIRE, status: 200, answer: ok, ...sketch });
}

function flowsOf(exchanges: readonly Exchange[]): readonly (readonly number[])[] {
  return pair(exchanges).map((flow) => exchangesOf(flow).map(({ index }) => index));
}

describe('pair, with a service worker', () => {
  it.each([
    ['answered', answered(), own()],
    ['answered after a while', answered({ takes: 500 }), own({ at: 400 })],
    ['left without a response', failed(), own({ answer: {}, rest: REFUSED })],
    ['left without a response, though the worker had one', failed(), own()],
    [
      'could not reach a server',
      failed(),
      exchange({ at: 2, takes: 9, rest: { netError: 'net::ERR_CONNECTION_REFUSED' } }),
    ],
  ])('makes one flow of what the worker %s and what it fetched', (_what, page, made) => {
    expect(flowsOf([page, made])).toEqual([[made.index, page.index]]);
    expect(flowsOf([made, page])).toEqual([[made.index, page.index]]);
  });

  it('gives the preflight and the redirects to the worker’s own request', () => {
    const page = failed({ method: 'PUT' });
    const asked = preflight('PUT', '', { at: 3, answer: ok });
    const moved = own({ method: 'PUT', status: 307, answer: { ...ok, Location: '/b' }, takes: 30 });
    const last = own({
      method: 'PUT',
      url: 'https://api.example/b',
      at: 40,
      takes: 30,
      answer: {},
      rest: REFUSED,
    });
    expect(flowsOf([page, moved, asked, last])).toEqual([[asked.index, moved.index, last.index, page.index]]);
  });

  it('keeps parallel twins in their order', () => {
    const pages = [failed({ at: 0 }), failed({ at: 1 }), failed({ at: 2 })];
    const made = [3, 4, 5].map((at) => own({ at, answer: {}, rest: REFUSED }));
    expect(flowsOf([...pages, ...made])).toEqual(made.map(({ index }, i) => [index, pages[i]?.index]));
  });

  it('takes of two tries the one that the page got', () => {
    const page = answered();
    const [first, second] = [own({ at: 2, takes: 9, answer: {}, rest: REFUSED }), own({ at: 20, takes: 9 })];
    expect(flowsOf([page, first, second])).toEqual([[first.index], [second.index, page.index]]);
  });

  it('leaves an entry that may be the page’s or a worker’s in one flow', () => {
    const both = failed({ rest: { ofPage: false } });
    const [page, made] = [answered(), own()];
    for (const all of [
      [both, page, made],
      [page, both, made],
    ])
      expect(new Set(flowsOf(all).flat())).toEqual(new Set([both, page, made].map(({ index }) => index)));
  });

  it.each([
    ['another method', failed({ method: 'DELETE' }), own()],
    ['another address', failed({ url: `${API}/1` }), own()],
    ['a request from before', failed({ at: 5 }), own()],
    ['a revalidation that goes on', answered({ takes: 10 }), own({ takes: 200 })],
    ['a later request', answered({ takes: 1 }), own({ at: 3, takes: 5 })],
    ['the page’s own twin', failed(), own({ answer: {}, rest: { ...REFUSED, ofPage: true } })],
    ['another one that says nothing', failed(), failed({ at: 1, takes: 50, rest: { ofPage: false } })],
    [
      'a request that Firefox recorded',
      failed({ rest: { producer: 'firefox' } }),
      own({ rest: { producer: 'firefox' } }),
    ],
  ])('leaves %s a flow of its own', (_what, page, made) => {
    expect(flowsOf([page, made])).toHaveLength(2);
  });
});

describe('judge, with a service worker', () => {
  const refused = own({ answer: {}, rest: REFUSED });
  const opaque = own({ request: { ...REFERER, Host: 'api.example' }, answer: {} });
  const unreachable = exchange({ at: 2, takes: 9, rest: { netError: 'net::ERR_CONNECTION_REFUSED' } });
  it.each([
    ['read, and allowed by the server', answered(), own(), 'allowed', null],
    ['read, though the worker got nothing', answered(), refused, 'exempt', null],
    ['read, though there is no server', answered(), unreachable, 'exempt', null],
    ['refused, as the worker was', failed(), refused, 'blocked', 'allow-origin-missing'],
    ['failed, as it did for the worker', failed(), unreachable, 'failed', 'server-unreachable'],
    ['lost by the worker', failed(), own(), 'unknown', 'blocked-by-service-worker'],
    ['opaque to the page', failed(), opaque, 'unknown', 'blocked-by-service-worker'],
  ])('says of a response that was %s what the page got', (_what, page, made, outcome, rule) => {
    const [examined, ...others] = examineAll([page, made]);
    expect(others).toEqual([]);
    expect(examined?.verdict.outcome).toBe(outcome);
    expect(examined?.lead?.rule ?? null).toBe(rule);
  });

  it('says which worker hands an opaque response to a page', () => {
    const [examined] = examineAll([failed(), opaque]);
    expect(examined?.lead?.headline).toContain('without CORS');
  });

  const firefox = { producer: 'firefox', readable: true, fromServiceWorker: true } as const;
  it('does not hold Firefox’s entry against headers that the server never sent', () => {
    const made = exchange({ request: WIRE, status: 200, answer: {}, rest: firefox });
    expect(judge({ hops: [{ preflight: null, actual: made }], viaWorker: null })).toMatchObject({
      outcome: 'exempt',
      exemption: 'service-worker',
    });
    const passed = exchange({ request: WIRE, status: 200, answer: ok, rest: firefox });
    expect(judge({ hops: [{ preflight: null, actual: passed }], viaWorker: null }).outcome).toBe('allowed');
  });

  it('tells a worker from an extension in Firefox by whether the worker answers anything', () => {
    const rest = { producer: 'firefox', unsent: 'blocked', readable: false } as const;
    const stopped = exchange({ request: WIRE, rest });
    const other = exchange({ url: `${PAGE}/`, status: 200, rest: firefox });
    const leadOf = (exchanges: readonly Exchange[]): string | undefined =>
      examineAll(exchanges).find(({ flow }) => exchangesOf(flow).includes(stopped))?.lead?.rule;
    expect(leadOf([stopped])).toBe('blocked-by-extension');
    expect(leadOf([other, stopped])).toBe('blocked-by-service-worker');
  });
});
