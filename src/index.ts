/**
 * whycors as a library: the engine of the panel and of the command line, for test suites, proxies and whatever else sees
 * requests and their responses. It uses neither a DOM nor Node, does no input or output, and never throws on what it is given,
 * except where its comment says so.
 */
import { readConsoleLine } from './diagnosis/console-lines.ts';
import { explainConsoleLine } from './diagnosis/console.ts';
import { UNRECORDED, type Exchange } from './http/exchange.ts';
import type { HeaderList } from './http/header-list.ts';
import { readHar, readLog } from './har/file.ts';
import { reportOf, type Report } from './report/report.ts';
import { shareAll } from './report/share.ts';
import { textOf } from './report/text.ts';

export { HarError } from './har/file.ts';
export type { Remedy } from './diagnosis/remedy.ts';
export type { Diagnosis } from './diagnosis/rule.ts';
export type { Report, ReportedFlow } from './report/report.ts';

/**
 * Diagnoses every request of a HAR file, given as its text or parsed: `{ log: { entries: […] } }`, or the bare log.
 * What would let a reader act in the user's name (cookies, keys, tokens) is taken out of the report: it may end in a public log.
 *
 * @throws {HarError} where it is no HAR at all; its message says what it is instead
 */
export function diagnose(har: string | object): Report {
  const { exchanges, rejected } = typeof har === 'string' ? readHar(har) : readLog(har);
  return reportOf(shareAll(exchanges).flows, rejected);
}

/** Headers as pairs (a `Headers` is a list of such), or by name, as Node has them. */
export type HeadersLike =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** One request and its response, as a proxy or a server sees them. */
export interface RecordedExchange {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly requestHeaders: HeadersLike;
  /** Null where none came. */
  readonly response: {
    readonly status: number;
    readonly statusText?: string;
    readonly headers: HeadersLike;
  } | null;
  /** Why none came, under Chrome's name, such as `net::ERR_CONNECTION_REFUSED`. */
  readonly netError?: string | null;
  /** Milliseconds since the epoch; without it, the order of the list counts. */
  readonly startedAt?: number;
}

/**
 * Diagnoses exchanges that were seen on the wire. Preflights are found among them, and belong to the requests that follow.
 * `entries` of the report are places in the list.
 */
export function diagnoseExchanges(recorded: readonly RecordedExchange[]): Report {
  const rejected: { readonly entry: number; readonly why: string }[] = [];
  const exchanges: Exchange[] = [];
  for (const [index, { method, url, requestHeaders, response, netError, startedAt }] of recorded.entries()) {
    if (!URL.canParse(url)) {
      rejected.push({ entry: index, why: 'its request has no absolute URL' });
      continue;
    }
    const { href, hash } = new URL(url);
    exchanges.push({
      ...UNRECORDED,
      index,
      producer: 'other',
      startedAt: startedAt ?? index,
      method,
      url: hash === '' ? href : href.slice(0, -hash.length),
      requestHeaders: listOf(requestHeaders),
      response: response && {
        status: response.status,
        statusText: response.statusText ?? '',
        headers: listOf(response.headers),
      },
      netError: netError ?? null,
    });
  }
  return reportOf(shareAll(exchanges).flows, rejected);
}

function listOf(headers: HeadersLike): HeaderList {
  if (isPairs(headers)) return Array.from(headers, ([name, value]) => [name, value] as const);
  return Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    return values.map((one) => [name, one] as const);
  });
}

function isPairs(headers: HeadersLike): headers is Iterable<readonly [string, string]> {
  return Symbol.iterator in headers;
}

/** A line of a browser's console, explained. The texts mark code with backticks. */
export interface Explanation {
  readonly browser: 'Chrome' | 'Firefox' | 'Safari';
  readonly title: string;
  /** What happened, with the values of the line. */
  readonly headline: string;
  /** Why the browser cares. */
  readonly explanation: string;
  /** What to send instead. */
  readonly fix: string;
  /** The URL that was requested, and the page's origin, where the line names them. */
  readonly url: string | null;
  readonly origin: string | null;
}

/**
 * Explains a line that Chrome, Edge, Firefox or Safari wrote to the console when they refused a request; null where it is no such
 * line.
 */
export function explain(line: string): Explanation | null {
  const read = readConsoleLine(line);
  if (read === null) return null;
  const { title, headline, explanation, fix } = explainConsoleLine(read);
  const { browser, url, origin } = read;
  return { browser, title, headline, explanation, fix, url, origin };
}

/** A report as text for people: each request that did not simply pass, and a sum. */
export function toText(report: Report): string {
  return textOf(report);
}
