import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corsCheck } from '../../src/cors/check.ts';
import { corsFilteredHeaders } from '../../src/cors/exposed-headers.ts';
import { readHeaderBy } from '../../src/cors/engines.ts';
import { judge } from '../../src/cors/judge.ts';
import { maxAgeOf } from '../../src/cors/preflight-cache.ts';
import { corsUnsafeRequestHeaderNames, isForbiddenRequestHeader } from '../../src/cors/request-headers.ts';
import type { Flow } from '../../src/cors/types.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import { extractHeaderListValues, isToken } from '../../src/http/field-value.ts';
import { getHeader, normalize } from '../../src/http/header-list.ts';
import { normalizeMethod } from '../../src/http/method.ts';
import { mimeTypeEssence } from '../../src/http/mime-type.ts';
import { originOf } from '../../src/http/origin.ts';
import { hasBadPort } from '../../src/http/port.ts';
import { pair } from '../../src/pairing/pair.ts';
import { exchangesOf } from '../../src/cors/flow.ts';
import { ANCHORS } from '../unit/cors/anchors.ts';
import { exchanges, flows, headers, text, type Configured, configured } from './exchanges.ts';

describe('the parsers', () => {
  it('take every text', () => {
    fc.assert(
      fc.property(text, headers, (value, list) => {
        const tokens = extractHeaderListValues(list, 'Access-Control-Allow-Headers');
        if (tokens.kind === 'values') expect(tokens.values.every(isToken)).toBe(true);
        normalizeMethod(value);
        mimeTypeEssence(value);
        originOf(value);
        hasBadPort(value);
        isForbiddenRequestHeader(value, value);
        for (const engine of ['chromium', 'firefox', 'webkit'] as const) {
          readHeaderBy(engine)(list, 'Access-Control-Allow-Origin');
          expect(maxAgeOf({ status: 200, statusText: '', headers: list }, engine)).toBeGreaterThanOrEqual(0);
        }
        expect(normalize(normalize(value))).toBe(normalize(value));
        expect(getHeader([['A', value]], 'a')).toBe(normalize(value));
      }),
    );
  });

  it('name each unsafe header once, in order, whatever the order of the headers', () => {
    fc.assert(
      fc.property(headers, (list) => {
        const names = corsUnsafeRequestHeaderNames(list);
        expect(names).toEqual([...new Set(names)].toSorted());
        expect(corsUnsafeRequestHeaderNames(list.toReversed())).toEqual(names);
        // One header more makes none safe.
        const more = corsUnsafeRequestHeaderNames([...list, ['X-More', '1']]);
        expect(more).toEqual(expect.arrayContaining([...names]));
      }),
    );
  });

  it('let script read no more with credentials than without', () => {
    fc.assert(
      fc.property(headers, (list) => {
        const open = corsFilteredHeaders(list, false);
        for (const row of corsFilteredHeaders(list, true)) expect(open).toContain(row);
      }),
    );
  });
});

describe('corsCheck', () => {
  it('passes with credentials only what passes without', () => {
    fc.assert(
      fc.property(headers, text, (list, origin) => {
        const at = { stage: 'response', hop: 0 } as const;
        const passes = (credentials: boolean): boolean =>
          corsCheck({ origin, credentials }, { status: 200, headers: list }, at).failures.length === 0;
        if (passes(true)) expect(passes(false)).toBe(true);
      }),
    );
  });
});

describe('judge', () => {
  it('takes every flow, and says the same each time', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        expect(judge(flow)).toEqual(judge(flow));
      }),
      { numRuns: 500 },
    );
  });

  it('says why: a blocked flow’s trace ends at the step that refused, and says that it did', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { outcome, failures, trace, missing, reason, exemption } = judge(flow);
        expect(failures.length > 0).toBe(outcome === 'blocked');
        expect(missing.length > 0).toBe(outcome === 'unknown');
        expect(reason !== null).toBe(outcome === 'failed');
        expect(exemption !== null).toBe(outcome === 'exempt');
        for (const step of trace) expect(ANCHORS).toContain(step.spec);
        if (outcome !== 'blocked') return;
        const last = trace.at(-1);
        expect(last?.outcome).toBe('failed');
        expect(last?.claim).toMatch(/ (?:no|not) |^The redirect names a user/);
        expect(trace.filter((step) => step.outcome === 'failed')).toHaveLength(1);
        expect(failures.map(({ stage, hop }) => `${stage} ${hop}`)).toContain(`${last?.stage} ${last?.hop}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on the engines of a flow, and agrees with itself about the one that made it', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { outcome, engines } = judge(flow);
        const own = exchangesOf(flow)[0]?.producer ?? 'other';
        if (own === 'other' || (outcome !== 'allowed' && outcome !== 'blocked')) return;
        expect(engines[own]).toBe(outcome);
      }),
    );
  });

  const answer = (
    flow: Flow,
    change: (headers: Exchange['requestHeaders']) => Exchange['requestHeaders'],
  ): Flow => ({
    ...flow,
    hops: flow.hops.map((hop) => ({
      preflight: hop.preflight && answered(hop.preflight, change),
      actual: hop.actual && answered(hop.actual, change),
    })),
  });
  const answered = (
    exchange: Exchange,
    change: (list: Exchange['requestHeaders']) => Exchange['requestHeaders'],
  ): Exchange => ({
    ...exchange,
    response: exchange.response && { ...exchange.response, headers: change(exchange.response.headers) },
  });
  const outcomeOf = ({ flow, credentials }: Configured): string =>
    judge(flow, { assumed: credentials ? 'include' : 'same-origin' }).outcome;

  it('allows what the standard’s correct configuration answers', () => {
    fc.assert(
      fc.property(configured, (each) => {
        expect(outcomeOf(each)).toBe('allowed');
      }),
    );
  });

  it('blocks nothing for one more header that is correct', () => {
    const more = fc.constantFrom<readonly [string, string]>(
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', 'PUT, DELETE'],
      ['Access-Control-Allow-Headers', 'x-a, content-type'],
      ['Access-Control-Max-Age', '60'],
      ['Access-Control-Expose-Headers', 'x-total'],
      ['Vary', 'Origin'],
    );
    fc.assert(
      fc.property(configured, more, (each, [name, value]) => {
        const isList = /Methods|Headers/.test(name);
        const flow = answer(each.flow, (list) =>
          // A second line makes a list longer, and anything else wrong.
          getHeader(list, name) === null || isList ? [...list, [name, value]] : list,
        );
        expect(outcomeOf({ ...each, flow })).toBe('allowed');
      }),
    );
  });

  it('allows nothing for one header less that is needed', () => {
    fc.assert(
      // A browser's recording tells that the answer was read all the same.
      fc.property(
        configured.filter(({ recordedBy }) => recordedBy !== 'chromium'),
        (each) => {
          const flow = answer(each.flow, (list) =>
            list.filter(([name]) => name !== 'Access-Control-Allow-Origin'),
          );
          expect(outcomeOf({ ...each, flow })).toBe('blocked');
        },
      ),
    );
  });
});

describe('pair', () => {
  it('puts each exchange into one flow, and says the same whatever their order', () => {
    fc.assert(
      fc.property(fc.array(exchanges, { maxLength: 12 }), (list) => {
        const numbered = list.map((exchange, index) => ({ ...exchange, index }));
        const indexes = (flow: Flow): readonly number[] => exchangesOf(flow).map(({ index }) => index);
        const paired = pair(numbered).map(indexes);
        expect(paired.flat().toSorted((a, b) => a - b)).toEqual(numbered.map(({ index }) => index));
        expect(pair(numbered.toReversed()).map(indexes)).toEqual(paired);
      }),
      { numRuns: 500 },
    );
  });
});
