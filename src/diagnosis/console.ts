/**
 * What there is to say about the lines of a console. They hold fewer values than a recording, so some texts here say less than a
 * rule's; where all values are there, the rules speak.
 */
import type { Failure, Flow, Verdict } from '../cors/types.ts';
import { UNRECORDED, type Exchange } from '../http/exchange.ts';
import { catalogue } from './catalogue.ts';
import type { ConsoleLine } from './console-lines.ts';
import { isError, TEXTS } from './console-texts.ts';
import { explainCause } from './diagnose.ts';
import type { Cause, Finding, Rule } from './rule.ts';

/** What there is to say about a line. */
export interface ConsoleFinding extends Pick<Finding, 'headline' | 'explanation' | 'fix'> {
  readonly title: string;
  /** The rules that can explain it: which one it is takes a recording, unless it is one alone. */
  readonly rules: readonly Rule[];
}

/** Explains a line with the values in it. */
export function explainConsoleLine(line: ConsoleLine): ConsoleFinding {
  const rules = catalogue.filter(({ explains }) => (explains as readonly string[]).includes(line.kind));
  const cause = causeOf(line);
  const [told] = cause === null ? [] : explainCause(cause, flowOf(line), verdictOf(line));
  // That rule speaks of a response that is no error page.
  if (told !== undefined && told.rule !== 'allow-origin-missing') {
    const rule = catalogue.filter(({ id }) => id === told.rule);
    const { title, headline, explanation, fix } = told;
    const said = (text: string): string => withoutMethod(isKnown(line) ? text : withoutUrl(text));
    return { title, headline: said(headline), explanation: said(explanation), fix: said(fix), rules: rule };
  }
  return { ...TEXTS[line.kind as keyof typeof TEXTS](line), rules };
}

/** The failure, where the line has all that a rule wants to know of it. */
function causeOf(line: ConsoleLine): Cause | null {
  const { kind, origin, value, name, stage, status } = line;
  const at = { stage: stage ?? 'response', hop: isRedirected(line) ? 1 : 0 } as const;
  switch (kind) {
    // The status tells an error page from a server that lacks the header: without it only the redirect can be spoken of.
    case 'allow-origin-missing':
      if (stage === 'preflight' && isError(line)) {
        return { ...at, kind: 'preflight-status-not-ok', status: line.status };
      }
      return origin !== null && isRedirected(line) ? { ...at, kind, origin, status: 200 } : null;
    // Which other headers were asked for, and which are allowed, no line tells; one that belongs on responses needs neither.
    case 'header-not-allowed':
      return name !== null && /^access-control-/i.test(name)
        ? { ...at, kind, header: name.toLowerCase(), allowed: [] }
        : null;
    case 'allow-origin-mismatch':
      return origin === null || value === null ? null : { ...at, kind, origin, value, lines: linesOf(value) };
    case 'allow-origin-wildcard':
      return origin === null ? null : { ...at, kind, origin };
    case 'allow-credentials-not-true':
      return origin === null ? null : { ...at, kind, value };
    case 'preflight-status-not-ok':
      return status === null ? null : { ...at, kind, status };
    case 'method-not-allowed':
    case 'preflight-redirected':
    case 'allow-methods-malformed':
    case 'allow-headers-malformed':
    case 'redirect-with-url-credentials':
    case 'unnamed':
    case 'unfinished':
    case 'script-error':
    case 'scheme':
    case 'mode':
    case 'policy':
    case 'mixed-content':
    case 'worker':
    case 'switched-off':
    case 'authorization':
    case 'redirect-refused':
    case 'allowed':
    case 'unknown':
    case 'no-cors':
    case 'network':
      return null;
    default:
      return { ...at, kind, netError: value };
  }
}

/** As sent: the line has them joined, and nobody writes `*` into a list of origins, so that two servers each sent one. */
function linesOf(value: string): readonly string[] {
  const values = value.split(/,\s*/);
  return values.includes('*') ? values : [value];
}

function exchangeTo(url: string, origin: string | null): Exchange {
  return {
    ...UNRECORDED,
    index: 0,
    producer: 'chromium',
    startedAt: 0,
    method: SOME_METHOD,
    url,
    requestHeaders: origin === null ? [] : [['Origin', origin]],
    pageOrigin: origin,
  };
}

/** Stands for a URL that the line does not name, until the texts are written. */
const SOME_URL = 'http://unknown.invalid/';

/** Stands for a method that the line does not name. */
const SOME_METHOD = 'UNKNOWN';

const isKnown = ({ url }: ConsoleLine): boolean => url !== null && URL.canParse(url);

/** A text of a rule that names an address which nobody knows. */
function withoutUrl(text: string): string {
  return text
    .replaceAll('at `http://unknown.invalid`', 'at that address')
    .replaceAll('`http://unknown.invalid`', 'the server')
    .replaceAll('`http://unknown.invalid/`', 'the address')
    .replace(/(?<=^|\. )the(?= server| address)/g, 'The');
}

function withoutMethod(text: string): string {
  return text
    .replaceAll(`your \`${SOME_METHOD}\``, 'your request')
    .replaceAll(`\`${SOME_METHOD}\``, 'your request');
}

function flowOf(line: ConsoleLine): Flow {
  const { url, origin, stage } = line;
  const exchange = exchangeTo(url !== null && isKnown(line) ? url : SOME_URL, origin);
  const preflight = stage === 'preflight' ? { ...exchange, method: 'OPTIONS' } : null;
  const last = { preflight, actual: exchange };
  const redirect = isRedirected(line) ? [{ preflight: null, actual: redirectTo(line) }] : [];
  return { hops: [...redirect, last], viaWorker: null };
}

function isRedirected(line: ConsoleLine): line is ConsoleLine & { url: string; redirectedFrom: string } {
  return isKnown(line) && line.redirectedFrom !== null && URL.canParse(line.redirectedFrom);
}

function redirectTo({
  url,
  redirectedFrom,
  origin,
}: ConsoleLine & { url: string; redirectedFrom: string }): Exchange {
  const response = { status: 302, statusText: '', headers: [['Location', url]] } as const;
  return { ...exchangeTo(redirectedFrom, origin), response };
}

function verdictOf(line: ConsoleLine): Verdict {
  const failure = causeOf(line);
  return {
    outcome: 'blocked',
    failures: failure === null ? [] : [failure as Failure],
    reason: null,
    netError: null,
    exemption: null,
    missing: [],
    // After a redirect between two servers `null` is what the browser made of the page's origin.
    origin: line.origin === 'null' && isRedirected(line) ? null : line.origin,
    credentials: 'unknown',
    inferences: [],
    trace: [],
    engines: { chromium: 'unknown', firefox: 'unknown', webkit: 'unknown' },
  };
}
