/** Holds the engine's word against the browser's. */
import { exchangesOf, lastHop, originHeader } from '../../src/cors/flow.ts';
import { requestedHeaders, requestedMethod } from '../../src/cors/preflight.ts';
import { nameFailure, type NamedFailure } from '../../src/cors/engines.ts';
import { judge, type JudgeOptions } from '../../src/cors/judge.ts';
import type { Flow, Verdict } from '../../src/cors/types.ts';
import type { Observation } from './observe.ts';
import { expectations } from './expectations.ts';
import { requestsOf, type Situation } from './situation.ts';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** A flow with the engine's word on it. */
export interface Examined {
  readonly flow: Flow;
  readonly verdict: Verdict;
  readonly failure: NamedFailure | null;
}

export function examine(flow: Flow, options: JudgeOptions = {}): Examined {
  const verdict = judge(flow, options);
  return { flow, verdict, failure: nameFailure(flow, verdict.failures) };
}

export interface Disagreement {
  readonly kind: 'verdict' | 'name' | 'pairing' | 'outcome';
  readonly browser: string;
  readonly whycors: string;
  /** The id of the expectation that explains it; null where it is a fault. */
  readonly expected: string | null;
}

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  /** One for each flow that is unknown: what is missing. */
  readonly unknown: readonly string[];
  readonly requests: number;
  readonly blocked: number;
}

const ELEMENTS = new Set(['image', 'font', 'module', 'style', 'eventsource']);

export function compare(engine: EngineName, observation: Observation): Comparison {
  const { situation, outcomes } = observation;
  const disagreements: Disagreement[] = [];
  const unknown: string[] = [];
  const requests = requestsOf(situation);
  const examined = inOrder(observation, engine);
  const disagree = (kind: Disagreement['kind'], browser: string, whycors: string): void => {
    const disagreement = { kind, browser, whycors, expected: null };
    const namesKnowingCredentials = examined
      .map(({ flow }) => wordOf(engine, examine(flow, { assumed: assumedOf(situation) })))
      .filter((word) => word !== '')
      .toSorted();
    const context = { observation, examined, namesKnowingCredentials };
    const expectation = expectations.find(
      (each) => each.engines.includes(engine) && each.explains(disagreement, context),
    );
    disagreements.push({ ...disagreement, expected: expectation?.id ?? null });
  };

  for (const outcome of outcomes)
    if (outcome !== 'read' && outcome !== 'refused') disagree('outcome', outcome, '');
  const names = namesOf(engine, observation);
  const isSent = examined.length > 0;
  // Mixed content and the like leave no entry, or one that only says so.
  // On the wire, a connection that is tried again looks like a request made again.
  const isRepeated =
    engine === 'webkit' && (situation.repeat ?? situation.twins) !== undefined && closes(situation);
  if (isSent && examined.length !== requests.length && !isRepeated) {
    disagree('pairing', `${requests.length} requests`, `${examined.length} flows`);
  }
  for (const error of pairingErrors(engine, observation, examined)) disagree('pairing', '', error);

  if (disagreements.length === 0 && isSent) {
    const words = examined.map((each) => wordOf(engine, each));
    const browser = outcomes.map((outcome) => (outcome === 'read' ? 'allowed' : 'refused'));
    const isElement = ELEMENTS.has(situation.api);
    for (const [index, each] of examined.entries()) {
      const { outcome, missing } = each.verdict;
      const said = browser[index] ?? '';
      if (outcome === 'unknown') {
        unknown.push(
          `${missing.join('+')} (${situation.from === 'page' ? '' : `${situation.from}, `}${said})`,
        );
        continue;
      }
      const isRead = outcome === 'allowed' || outcome === 'exempt';
      const named = names.length > 0;
      const expected = isElement ? named || said === 'allowed' : true;
      if (outcome === 'exempt' && !named) continue;
      if (!expected) {
        // Refused without a name: the bytes were no image, or the connection broke.
        if (outcome === 'blocked') disagree('verdict', 'not blocked', words[index] ?? '');
      } else if (isRead !== (said === 'allowed')) {
        disagree('verdict', `${said} ${names.join(' ')}`, words[index] ?? '');
      }
    }
    if (engine !== 'webkit' && disagreements.length === 0 && unknown.length === 0) {
      const ours = onceIfSilent(words.filter((word) => word !== '')).toSorted();
      // What failed below CORS, Firefox calls by a CORS name all the same.
      const isFailed = engine === 'firefox' && examined.some(({ verdict }) => verdict.outcome !== 'blocked');
      const theirs = names.filter((name) => !(isFailed && name === 'CORSDidNotSucceed')).toSorted();
      if (ours.join('\n') !== theirs.join('\n')) disagree('name', theirs.join(' | '), ours.join(' | '));
    }
  }
  return {
    disagreements,
    unknown,
    requests: requests.length,
    blocked: examined.filter(({ verdict }) => verdict.outcome === 'blocked').length,
  };
}

/** The browser's names for what it refused, one for each refused request. */
export function namesOf(engine: EngineName, { reports }: Observation): readonly string[] {
  const named = reports.filter(({ code }) => code !== '');
  if (engine === 'chromium') return named.map(({ code, parameter }) => `${code} '${parameter}'`);
  // After a failed preflight Firefox says once more that the request did not succeed, and after a redirected one first what
  // else is wrong with it.
  const codes = named.map(({ code }) => code);
  for (const main of ['CORSExternalRedirectNotAllowed', 'CORSDidNotSucceed']) {
    const own = codes.filter((code) => (code === main) === (main !== 'CORSDidNotSucceed'));
    if (own.length > 0) return own;
  }
  return onceIfSilent(codes);
}

/** How often Firefox says that a connection broke depends on where it did. */
function onceIfSilent(names: readonly string[]): readonly string[] {
  return names.every((name) => name === 'CORSDidNotSucceed') ? [...new Set(names)] : names;
}

/** The name that is ours, in the same form; empty where there is none to give. */
function wordOf(engine: EngineName, { failure }: Examined): string {
  if (failure === null) return '';
  return engine === 'chromium' ? `${failure.chrome} '${failure.parameter}'` : failure.firefox;
}

/**
 * The flows in the order of the requests: twins are told by the header in which they differ or, where the preflight was
 * refused and nothing more is recorded, by the name for which it asks.
 */
export function inOrder({ flows, situation }: Observation, engine: EngineName): readonly Examined[] {
  const assumed =
    engine === 'webkit' ? (situation.credentials === 'include' ? 'include' : 'same-origin') : null;
  const examined = flows.map((flow) => examine(flow, { assumed }));
  if (situation.twins === undefined) return examined;
  const place = ({ flow }: Examined): number => {
    const exchanges = exchangesOf(flow);
    const headers = exchanges.flatMap(({ requestHeaders }) => requestHeaders);
    const asked = exchanges.flatMap((exchange) => requestedHeaders(exchange));
    return Number(
      headers.find(([name]) => /^x-twin/i.test(name))?.[1] ??
        asked.find((name) => name.startsWith('x-twin-'))?.slice('x-twin-'.length) ??
        0,
    );
  };
  return examined.toSorted((a, b) => place(a) - place(b));
}

function assumedOf({ credentials }: Situation): 'include' | 'same-origin' {
  return credentials === 'include' ? 'include' : 'same-origin';
}

function pairingErrors(
  engine: EngineName,
  { situation, arrivals, flows }: Observation,
  examined: readonly Examined[],
): readonly string[] {
  const errors: string[] = [];
  for (const { flow } of examined) {
    // After a redirect Chromium may list the request without the headers that tell twins apart.
    const twin = flow.hops[0]?.actual?.requestHeaders
      .find(([name]) => /^x-twin-/i.test(name))?.[0]
      .toLowerCase();
    const places = flow.hops.map(
      ({ actual, preflight }) => /\/s\/\d+\/(\d+)/.exec((actual ?? preflight)?.url ?? '')?.[1],
    );
    if (places.some((place, index) => Number(place) !== Math.min(index, situation.hops.length - 1))) {
      errors.push(`hops ${places.join(', ')}`);
    }
    for (const { actual, preflight } of flow.hops) {
      if (actual === null || preflight === null) continue;
      if (requestedMethod(preflight) !== actual.method) errors.push('method');
      const asked = requestedHeaders(preflight).find((name) => name.startsWith('x-twin-'));
      if (twin !== asked) errors.push(`the preflight for ${asked} is with the request with ${twin}`);
    }
  }
  // A connection that closes is tried again, and a worker's preflights are hidden in Chromium.
  if (!closes(situation) && !(engine === 'chromium' && situation.from === 'worker')) {
    const sent = arrivals.filter(isPreflight).length;
    const paired = flows.flatMap(({ hops }) => hops).filter(({ preflight }) => preflight !== null).length;
    const orphans = flows.filter((flow) => lastHop(flow).actual === null && engine !== 'webkit').length;
    if (sent !== paired) errors.push(`${sent} preflights arrived, ${paired} are with a request`);
    if (orphans > 0) errors.push(`${orphans} preflights without a request`);
  }
  return errors;
}

function closes({ hops }: Situation): boolean {
  return hops.some(({ preflight, answer }) => preflight === 'close' || answer === 'close');
}

function isPreflight({ method, headers }: Observation['arrivals'][number]): boolean {
  return (
    method === 'OPTIONS' && headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  );
}

export function describeFlow({ flow, verdict }: Examined): string {
  const lines = exchangesOf(flow).map(
    (each) =>
      `    @${(each.startedAt % 100000).toFixed(1)}+${each.duration?.toFixed(1)} ${each.method} ${each.url} (origin ${originHeader(each)}) -> ${each.response?.status ?? '-'} ${each.netError ?? ''} readable=${each.readable} unsent=${each.unsent}\n` +
      `      ${JSON.stringify(each.requestHeaders.filter(([name]) => !/^(?:sec-ch|user-agent|accept-enc|connection|host)/i.test(name)))}\n      ${JSON.stringify(each.response?.headers)}`,
  );
  return `${lines.join('\n')}\n    ${verdict.outcome} ${JSON.stringify(verdict.failures)} missing ${verdict.missing.join()} reason ${verdict.reason} ${verdict.exemption ?? ''} credentials ${verdict.credentials}`;
}
