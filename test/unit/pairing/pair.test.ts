import { describe, expect, it } from 'vitest';
import { exchangesOf } from '../../../src/cors/flow.ts';
import { pair } from '../../../src/pairing/pair.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { API, PAGE, REFUSED, exchange, preflight } from '../builders.ts';

const ok = {
  'Access-Control-Allow-Origin': PAGE,
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers': 'x-a,x-b',
};

function put(
  at: number,
  headers: Readonly<Record<string, string>> = {},
  rest: Partial<Exchange> = {},
): Exchange {
  return exchange({
    method: 'PUT',
    at,
    request: { Origin: PAGE, ...headers },
    status: 200,
    answer: ok,
    rest,
  });
}

/** The indexes of each flow's exchanges, in their order on the wire. */
function flowsOf(exchanges: readonly Exchange[]): readonly (readonly number[])[] {
  return pair(exchanges).map((flow) => exchangesOf(flow).map(({ index }) => index));
}

describe('pair', () => {
  it('puts a preflight with its request, whichever comes first in the list', () => {
    const asked = preflight('PUT', '', { answer: ok });
    const actual = put(0);
    expect(flowsOf([asked, actual])).toEqual([[asked.index, actual.index]]);
    expect(flowsOf([actual, asked])).toEqual([[asked.index, actual.index]]);
  });

  it('tells parallel requests to one URL apart by their headers', () => {
    const [a, b] = [put(0, { 'X-A': '1' }), put(1, { 'X-B': '1' })];
    const [forB, forA] = [
      preflight('PUT', 'x-b', { at: 2, answer: ok }),
      preflight('PUT', 'x-a', { at: 3, answer: ok }),
    ];
    expect(flowsOf([a, b, forB, forA])).toEqual([
      [forA.index, a.index],
      [forB.index, b.index],
    ]);
  });

  it('gives the refused preflight to the request that was never answered', () => {
    const refused = exchange({ method: 'PUT', at: 0, request: {}, rest: REFUSED });
    const passed = put(1);
    const bad = preflight('PUT', '', { at: 2, status: 403 });
    const good = preflight('PUT', '', { at: 3, answer: ok });
    expect(flowsOf([refused, passed, bad, good])).toEqual([
      [bad.index, refused.index],
      [good.index, passed.index],
    ]);
  });

  it('keeps twins in their order', () => {
    const twins = [put(0), put(1), put(2)];
    const asked = [preflight('PUT', '', { at: 3, answer: ok }), preflight('PUT', '', { at: 4, answer: ok })];
    const flows = flowsOf([...twins, ...asked]);
    expect(flows.filter(({ length }) => length === 2)).toHaveLength(2);
    expect(flows.flat().toSorted((a, b) => a - b)).toEqual(
      [...twins, ...asked].map(({ index }) => index).toSorted((a, b) => a - b),
    );
  });

  it('does not give a later request the preflight of an earlier one', () => {
    const first = exchange({ method: 'PUT', at: 0, takes: 20, request: { 'X-A': '1' }, rest: REFUSED });
    const asked = preflight('PUT', 'x-a', { at: 5, status: 403 });
    const retry = put(50);
    expect(flowsOf([first, asked, retry])).toEqual([[asked.index, first.index], [retry.index]]);
  });

  it('keeps a preflight of which the request was not recorded', () => {
    const asked = preflight('PUT', '');
    expect(flowsOf([asked])).toEqual([[asked.index]]);
  });

  it('takes an OPTIONS without Access-Control-Request-Method for a request of its own', () => {
    const options = exchange({ method: 'OPTIONS', request: { Origin: PAGE }, status: 200 });
    expect(pair([options])[0]?.hops[0]).toMatchObject({ actual: options, preflight: null });
  });

  it('follows redirects, with the method that they leave', () => {
    const post = exchange({
      method: 'POST',
      at: 0,
      takes: 10,
      request: { Origin: PAGE },
      status: 302,
      answer: { Location: '/done#x' },
    });
    const get = exchange({ url: 'https://api.example/done', at: 11, request: { Origin: PAGE }, status: 200 });
    expect(flowsOf([get, post])).toEqual([[post.index, get.index]]);
  });

  it('does not follow a redirect that the browser refused', () => {
    const refused = exchange({
      at: 0,
      takes: 10,
      request: { Origin: PAGE },
      status: 302,
      answer: { Location: '/done' },
      rest: REFUSED,
    });
    const other = exchange({
      url: 'https://api.example/done',
      at: 11,
      request: { Origin: PAGE },
      status: 200,
    });
    expect(flowsOf([refused, other])).toEqual([[refused.index], [other.index]]);
  });

  it('loses no entry of redirects that point at each other', () => {
    const ring = [0, 0, 0].map(() => exchange({ at: 0, status: 302, answer: { Location: API } }));
    expect(
      flowsOf(ring)
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual(ring.map(({ index }) => index).toSorted((a, b) => a - b));
  });

  it('knows that Firefox does not count how long a request waited for its preflight', () => {
    const actual = put(0, {}, { producer: 'firefox', duration: 4 });
    const asked = preflight('PUT', '', { at: 200, takes: 9, answer: ok, rest: { producer: 'firefox' } });
    expect(flowsOf([actual, asked])).toEqual([[asked.index, actual.index]]);
  });

  it('takes the request after its preflight where the wire was recorded, and none that the preflight refused', () => {
    const wire = { producer: 'other', duration: 0 } as const;
    const refused = preflight('PUT', '', { at: 0, status: 403, rest: wire });
    const asked = preflight('PUT', '', { at: 10, answer: ok, rest: wire });
    const actual = put(12, {}, wire);
    expect(flowsOf([refused, asked, actual])).toEqual([[refused.index], [asked.index, actual.index]]);
  });

  it('tells parallel requests apart after a redirect, where Chromium lists them without their headers', () => {
    const moved = (at: number, name: string): Exchange =>
      exchange({
        method: 'PUT',
        at,
        takes: 10,
        request: { Origin: PAGE, Host: 'api.example', [name]: '1' },
        status: 307,
        answer: { ...ok, Location: 'https://other.example/' },
      });
    const unsent = (at: number): Exchange =>
      exchange({
        method: 'PUT',
        url: 'https://other.example/',
        at,
        request: { Referer: PAGE },
        rest: REFUSED,
      });
    const asked = (at: number, names: string): Exchange =>
      preflight('PUT', names, { url: 'https://other.example/', at, status: 403 });
    const [a, b] = [moved(0, 'X-A'), moved(1, 'X-B')];
    const exchanges = [a, b, unsent(20), unsent(21), asked(22, 'x-b'), asked(23, 'x-a')];
    const names = pair(exchanges).map(({ hops: [first, second] }) => [
      first?.actual?.requestHeaders.at(-1)?.[0],
      second?.preflight?.requestHeaders.at(-1)?.[1],
    ]);
    expect(names).toEqual([
      ['X-A', 'x-a'],
      ['X-B', 'x-b'],
    ]);
  });

  it('tells parallel requests apart after a redirect without a preflight, whichever begins first', () => {
    const moved = (at: number, value: string): Exchange =>
      exchange({
        at,
        takes: 10,
        request: { 'X-A': value, Referer: PAGE },
        status: 302,
        answer: { Location: '/done' },
      });
    const done = (at: number, value: string): Exchange =>
      exchange({ url: 'https://api.example/done', at, request: { 'X-A': value, Origin: PAGE }, status: 200 });
    const [a, b] = [moved(0, '1'), moved(1, '2')];
    const [second, first] = [done(20, '2'), done(21, '1')];
    expect(flowsOf([a, b, second, first])).toEqual([
      [a.index, first.index],
      [b.index, second.index],
    ]);
  });

  it('forgives a preflight that asks for what the redirect took off its request', () => {
    const rest = { producer: 'firefox' } as const;
    const actual = exchange({ at: 0, request: { Origin: PAGE, 'X-A': '1' }, status: 200, answer: ok, rest });
    const asked = preflight('GET', 'content-type,x-a', { at: 3, answer: ok, rest });
    expect(flowsOf([actual, asked])).toEqual([[asked.index, actual.index]]);
  });

  it('does not part what Chromium alone safelists', () => {
    const actual = put(0, { 'X-A': '1', Intervention: 'x' });
    const asked = preflight('PUT', 'x-a', { at: 3, answer: ok });
    expect(flowsOf([actual, asked])).toEqual([[asked.index, actual.index]]);
  });

  it('remembers the preflight whose answer spared a later request its own', () => {
    const asked = preflight('PUT', '', { at: 1, takes: 2, answer: ok });
    const flows = pair([put(0), asked, put(2000), put(9000)]);
    expect(flows.map(({ hops: [hop] }) => hop?.keptPreflight?.index)).toEqual([
      undefined,
      asked.index,
      undefined,
    ]);
  });
});
