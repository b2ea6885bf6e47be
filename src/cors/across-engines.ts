/** What one flow comes to in each of the three engines; in what they differ is data, in `engines.ts`. */
import type { Exchange } from '../http/exchange.ts';
import { getHeader, normalize, type HeaderList } from '../http/header-list.ts';
import { evaluate, hasChromiumHint, originOfPreflight, outcomeOf, type Evaluation } from './evaluate.ts';
import { engineOf, exchangeOf, firstHop, isCrossOriginAt, originHeader } from './flow.ts';
import type { Engine, Flow, Hop, Verdict } from './types.ts';

/** What each engine makes of the answers alone, whatever the page got of them. */
export function judgeAnswers(flow: Flow, credentials: boolean): Verdict['engines'] {
  const inEngine = (engine: Engine): 'allowed' | 'blocked' | 'unknown' =>
    outcomeOf(evaluate(flow, credentials, engine));
  const webkit = inEngine('webkit');
  return {
    chromium: inEngine('chromium'),
    firefox: inEngine('firefox'),
    webkit: webkit === 'allowed' && isOddlyRefused(flow) ? 'unknown' : webkit,
  };
}

/**
 * WebKitGTK 2.50 holds the further redirects of a request that began at the page’s own origin to what credentials need,
 * though it sends none, and says nothing when it refuses one; not where the page asked for `omit`, which nothing records.
 */
function isOddlyRefused(flow: Flow): boolean {
  if (isCrossOriginAt(flow, 0)) return false;
  return flow.hops.slice(1, -1).some(({ actual }, at) => {
    const headers = actual?.response?.headers ?? [];
    const allowsCredentials = getHeader(headers, 'Access-Control-Allow-Credentials') === 'true';
    const isNamed = getHeader(headers, 'Access-Control-Allow-Origin') !== '*';
    return isCrossOriginAt(flow, at + 1) && !(allowsCredentials && isNamed);
  });
}

/** What the three engines make of the same traffic. */
export function inEachEngine(
  flow: Flow,
  own: Evaluation,
  outcome: 'allowed' | 'blocked' | 'unknown',
): Verdict['engines'] {
  const recordedBy = engineOf(exchangeOf(firstHop(flow)));
  if (recordedBy === null) return inAllEngines(outcome);
  const isRead = flow.hops.some(isReadDifferently);
  if (!isRead && flow.hops.every(({ preflight }) => preflight === null)) return inAllEngines(outcome);
  const inEngine = (engine: Engine): 'allowed' | 'blocked' | 'unknown' => {
    if (engine === recordedBy || !(isRead || asksOtherwise(flow, engine))) return outcome;
    const there = evaluate(flow, own.credentials, engine);
    // A server may have answered another question otherwise: only where it makes no difference is the outcome known.
    return outcomeOf(there) === outcomeOf(own) ? outcome : 'unknown';
  };
  return { chromium: inEngine('chromium'), firefox: inEngine('firefox'), webkit: inEngine('webkit') };
}

/** Whether there is something in a hop of which the engines do not make the same. */
function isReadDifferently({ preflight, actual }: Hop): boolean {
  return hasChromiumHint(actual) || hasEmptyLine(preflight) || hasEmptyLine(actual);
}

/** Whether an engine would have sent another preflight than the one recorded. */
function asksOtherwise(flow: Flow, engine: Engine): boolean {
  return flow.hops.some(
    ({ preflight }, index) =>
      preflight !== null && originHeader(preflight) !== originOfPreflight(flow, index, engine),
  );
}

function hasEmptyLine(exchange: Exchange | null): boolean {
  return exchange?.response?.headers.some(isEmptyAllowLine) ?? false;
}

function isEmptyAllowLine(line: HeaderList[number]): boolean {
  return normalize(line[1]) === '' && /^access-control-allow-/i.test(line[0]);
}

const ALIKE = {
  allowed: { chromium: 'allowed', firefox: 'allowed', webkit: 'allowed' },
  blocked: { chromium: 'blocked', firefox: 'blocked', webkit: 'blocked' },
  unknown: { chromium: 'unknown', firefox: 'unknown', webkit: 'unknown' },
} as const;

export function inAllEngines(outcome: keyof typeof ALIKE): Verdict['engines'] {
  return ALIKE[outcome];
}
