import { exchangeOf, methodAt } from '../cors/flow.ts';
import { networkFailure } from '../cors/network-failure.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import type { FailedReason, Hop, Stage } from '../cors/types.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { isRedirectStatus } from '../http/status.ts';
import type { Examined } from '../report/examine.ts';
import { partsOf } from './item.ts';
import { FAILED } from './words.ts';

/** `never`: it would have come here, had it not broken before. */
export type LegState = 'passed' | 'broken' | 'never' | 'unknown';

/** One crossing between page and server. */
export interface Leg {
  /** Index into the way's servers. */
  readonly server: number;
  readonly direction: 'out' | 'back';
  readonly state: LegState;
  /** Method or status. */
  readonly label: string;
  readonly note: string;
}

/** The way of a flow: page, preflight, server, answer, page. Text as in a diagnosis: backticks mark code. */
export interface Way {
  readonly page: string | null;
  /** Hosts in the order in which they were asked. */
  readonly servers: readonly string[];
  readonly legs: readonly Leg[];
  readonly end: { readonly state: LegState; readonly text: string };
}

export function wayOf(examined: Examined): Way {
  const { flow, verdict } = examined;
  const servers: string[] = [];
  const legs: Leg[] = [];
  for (const [index, hop] of flow.hops.entries()) {
    const { host } = partsOf(exchangeOf(hop).url);
    if (!servers.includes(host)) servers.push(host);
    const server = servers.indexOf(host);
    legs.push(...hopLegs(examined, index, hop).map((leg) => ({ ...leg, server })));
    if (legs.some(({ state }) => state === 'broken')) break;
  }
  return { page: verdict.origin, servers, legs, end: endOf(examined) };
}

type Part = Omit<Leg, 'server'>;

function hopLegs(examined: Examined, index: number, hop: Hop): readonly Part[] {
  const { preflight, actual } = hop;
  const legs = preflight === null ? [] : preflightLegs(examined, index, preflight, methodAt(hop));
  const stopped = legs.some(({ state }) => state !== 'passed');
  if (stopped || actual === null) {
    const never = legs.some(({ state }) => state === 'broken') || actual?.unsent === 'preflight';
    const note = never ? 'was never sent' : 'not recorded';
    return [...legs, { direction: 'out', state: never ? 'never' : 'unknown', label: methodAt(hop), note }];
  }
  return [...legs, ...actualLegs(examined, index, actual)];
}

function preflightLegs(
  examined: Examined,
  hop: number,
  preflight: Exchange,
  method: string,
): readonly Part[] {
  const names = requestedHeaders(preflight);
  const shown = names.slice(0, 4).map((name) => `\`${name}\``);
  if (names.length > 4) shown.push(`${names.length - 4} more`);
  const withHeaders = names.length === 0 ? '' : ` with ${shown.join(', ')}`;
  return legsOf(examined, 'preflight', hop, preflight, 'OPTIONS', `may I send \`${method}\`${withHeaders}?`);
}

function actualLegs(examined: Examined, hop: number, actual: Exchange): readonly Part[] {
  if (actual.unsent !== null) {
    const reason = networkFailure(actual);
    const note = reason === null ? 'was never sent' : FAILED[reason];
    return [{ direction: 'out', state: reason === null ? 'never' : 'broken', label: actual.method, note }];
  }
  return legsOf(
    examined,
    'response',
    hop,
    actual,
    actual.method,
    `\`${partsOf(actual.url).path.replace(/\?.*/s, '?…')}\``,
  );
}

function legsOf(
  { verdict, diagnoses }: Examined,
  stage: Stage,
  hop: number,
  exchange: Exchange,
  label: string,
  note: string,
): readonly Part[] {
  const { response } = exchange;
  const reason = verdict.outcome === 'failed' ? networkFailure(exchange) : null;
  if (reason !== null && response === null && !AFTER_SENDING.has(reason)) {
    return [{ direction: 'out', state: 'broken', label, note: FAILED[reason] }];
  }
  const out: Part = { direction: 'out', state: 'passed', label, note };
  if (reason !== null) {
    return [out, { direction: 'back', state: 'broken', label: statusOf(response), note: FAILED[reason] }];
  }
  if (response === null)
    return [out, { direction: 'back', state: 'unknown', label: '?', note: 'response not recorded' }];

  const problems = diagnoses.filter((one) => one.stage === stage && one.hop === hop && !one.pending).length;
  const refused = verdict.failures.some((one) => one.stage === stage && one.hop === hop);
  const state = refused ? 'broken' : 'passed';
  return [
    out,
    {
      direction: 'back',
      state,
      label: statusOf(response),
      // What the problems are is said above and below: this is the place.
      note: refused
        ? `blocked here${problems > 1 ? ` by ${problems} problems` : ''}`
        : passedNote(stage, exchange),
    },
  ];
}

const AFTER_SENDING: ReadonlySet<FailedReason> = new Set([
  'connection-reset',
  'empty-response',
  'timeout',
  'too-many-redirects',
]);

function statusOf(response: Exchange['response']): string {
  if (response === null) return '–';
  return response.status === 0 ? '?' : `${response.status}`;
}

function passedNote(stage: Stage, { response, url }: Exchange): string {
  if (stage === 'preflight') return 'yes, you may';
  const location = response && isRedirectStatus(response.status) && getHeader(response.headers, 'Location');
  if (!location) return '';
  const host = URL.canParse(location, url) ? new URL(location, url).host : location;
  return `redirects to \`${host}\``;
}

function endOf({ verdict }: Examined): Way['end'] {
  switch (verdict.outcome) {
    case 'allowed':
      return { state: 'passed', text: 'The page reads the response.' };
    case 'blocked':
      return { state: 'never', text: 'The page gets an error instead of the response.' };
    case 'failed':
      return { state: 'never', text: 'The page gets an error: there is no response to read.' };
    case 'exempt':
      return { state: 'passed', text: 'CORS does not apply.' };
    case 'unknown':
      return { state: 'unknown', text: 'Whether the page could read the response is unknown.' };
  }
}
