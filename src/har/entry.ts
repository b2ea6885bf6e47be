import type { Exchange, Place, Producer, Response } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isRedirectStatus } from '../http/status.ts';
import { asRecord, asText } from './json.ts';

/** An entry that can't be used, and why. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

/** What the recording as a whole says about each of its entries. */
export interface Recording {
  readonly producer: Producer;
  /** Page ids to the page's origin, where the recording names its pages by URL. */
  readonly pageOrigins: ReadonlyMap<string, string>;
  /** Whether entries name their page: Chromium's do only from the first navigation that DevTools saw. */
  readonly namesPages: boolean;
}

/**
 * Reads one HAR entry. Every field may be missing or of another type than the format says: only an entry without
 * a request that has a method and an absolute URL is refused.
 *
 * @throws {EntryError} where the entry can't be used
 */
export function readEntry(entry: unknown, index: number, recording: Recording): Exchange {
  const told = asRecord(entry) ?? {};
  const asked = asRecord(told['request']);
  if (asked === null) throw new EntryError('it has no request');
  const method = asText(asked['method']);
  if (method === null || method === '') throw new EntryError('its request has no method');
  const url = asText(asked['url']);
  if (url === null || originOf(url) === null) throw new EntryError('its request has no absolute URL');

  const answered = asRecord(told['response']) ?? {};
  const pageref = asText(told['pageref']);
  const netError = answered['_error'];
  // Only Chromium's DevTools write this field, `null` where nothing failed: without it, no error proves nothing.
  const knowsErrors = recording.producer === 'chromium' && '_error' in answered;
  // Firefox 153 loses the status of some answers that it refuses at once, and keeps their headers. All depends on the
  // status of a preflight's answer; of another one it is the headers that count.
  const answer = readResponse(answered, recording.producer === 'firefox' && method !== 'OPTIONS');
  const unsent = recording.producer === 'firefox' && answer === null ? unsentByFirefox(told) : null;
  return {
    index,
    producer: recording.producer === 'chromium' && !knowsErrors ? 'other' : recording.producer,
    startedAt: milliseconds(told['startedDateTime']),
    // Firefox says 0 of what was never sent, though it waited for its preflight.
    duration: unsent === null ? nonNegative(told['time']) : null,
    method,
    url: withoutFragment(url),
    requestHeaders: readHeaders(asked['headers'], REQUEST),
    response: answer,
    netError: knowsErrors ? asText(netError) : null,
    resourceType: asText(told['_resourceType']),
    // Written by ourselves: what the page's own timing told when it was recorded.
    readable: typeof told['_readable'] === 'boolean' ? told['_readable'] : null,
    unsent,
    fromServiceWorker:
      answered['_fetchedViaServiceWorker'] === true ||
      (recording.producer === 'firefox' && answer !== null && isOfFirefoxWorker(answered, told)),
    fromCache: asText(told['_fromCache']) !== null,
    ofPage: knowsErrors && recording.namesPages ? pageref !== null : null,
    initiator: recording.producer === 'chromium' ? readInitiator(told['_initiator']) : null,
    pageOrigin: recording.pageOrigins.get(pageref ?? '') ?? null,
  };
}

/**
 * Whether two entries tell of one redirect. Chromium 156 lists a redirect twice where it does not ask for the URL to which that
 * leads, because it names a user and a password: the second entry is meant to be of the request that was not made. A worker's
 * have no answer; in the log their durations are the same to the last digit, and the event of the first has an empty error.
 */
export function isToldTwice(one: Exchange, other: Exchange): boolean {
  if (one.startedAt !== other.startedAt || one.method !== other.method || one.url !== other.url) return false;
  const [first, second] = [one.netError, other.netError];
  if (first !== 'net::ERR_ABORTED' && second !== 'net::ERR_ABORTED') return false;
  if (one.response !== null || other.response !== null) return isRedirectStatus(one.response?.status ?? 0);
  return first === second ? one.duration === other.duration : !first || !second;
}

function readResponse(response: Readonly<Record<string, unknown>>, mayLoseStatus: boolean): Response | null {
  const status = Number(response['status']);
  const headers = readHeaders(response['headers'], RESPONSE);
  const isStatus = Number.isInteger(status) && status >= 100 && status <= 999;
  if (!isStatus && !(mayLoseStatus && headers.length > 0)) return null;
  return { status: isStatus ? status : 0, statusText: asText(response['statusText']) ?? '', headers };
}

/** The innermost frame that is in a file, also across `await` and callbacks; else the line of markup. */
function readInitiator(initiator: unknown): Place | null {
  const from = asRecord(initiator);
  for (let stack = asRecord(from?.['stack']), depth = 0; stack !== null && depth < 8; depth++) {
    const { callFrames, parent } = stack;
    for (const frame of Array.isArray(callFrames) ? callFrames : []) {
      const place = readPlace(asRecord(frame));
      if (place !== null) return place;
    }
    stack = asRecord(parent);
  }
  return readPlace(from);
}

function readPlace(from: Readonly<Record<string, unknown>> | null): Place | null {
  const url = asText(from?.['url']);
  const line = nonNegative(from?.['lineNumber']);
  if (url === null || line === null || originOf(url) === null) return null;
  return { url, line, column: nonNegative(from?.['columnNumber']) ?? 0 };
}

function readHeaders(headers: unknown, before: Known): HeaderList {
  if (!Array.isArray(headers)) return [];
  last = before;
  const lines = headers.map(readLine);
  if (!lines.includes(null)) return lines as HeaderList;
  return (headers as readonly unknown[]).flatMap((row) => {
    const { name, value } = asRecord(row) ?? {};
    if (typeof name !== 'string' || name === '' || typeof value !== 'string') return [];
    // Chromium writes the lines of one header as one row with line feeds where it did not get the wire's own.
    return value.split('\n').map((line) => [name, line] as const);
  });
}

/** A header's name with its last lines: most are those of the entries before, and of what is the same only one is kept. */
interface Known {
  readonly name: string;
  /** Several, since many a header has a few values in turns. */
  readonly lines: HeaderList[number][];
  /** Which of them is the oldest. */
  oldest: number;
  /** What stood below it last time: mostly it does again, and to compare a name takes less than to look it up. */
  next: Known | null;
}

const unknownYet = (name: string): Known => ({ name, lines: [], oldest: 0, next: null });
const knownNames = new Map<string, Known>();
const MOST_NAMES = 1000;
const MOST_LINES = 5;
/** What is longer is seldom the same, and must not outlive its recording. */
const LONGEST_KEPT = 1000;
/** What stands above the first header. */
const REQUEST = unknownYet('');
const RESPONSE = unknownYet('');
/** What stands above the row that is read. */
let last = REQUEST;

/** A row that is one line; null where it is none, or several. */
function readLine(row: unknown): HeaderList[number] | null {
  const { name, value } = asRecord(row) ?? {};
  if (typeof name !== 'string' || typeof value !== 'string') return null;
  const { next } = last;
  const known = next !== null && next.name === name ? next : knownOf(name);
  last = known ?? last;
  if (known !== null) {
    for (let at = 0; at < known.lines.length; at++) {
      const line = known.lines[at] as HeaderList[number];
      if (line[1] === value) return line;
    }
  }
  if (name === '' || value.includes('\n')) return null;
  if (known === null) return [name, value];
  const line = [known.name, value] as const;
  if (value.length <= LONGEST_KEPT) {
    known.lines[known.oldest] = line;
    known.oldest = (known.oldest + 1) % MOST_LINES;
  }
  return line;
}

/** Also notes that it came next; null where the name is too long to be kept. */
function knownOf(name: string): Known | null {
  if (name.length > LONGEST_KEPT) return null;
  let known = knownNames.get(name);
  if (known === undefined) {
    if (knownNames.size >= MOST_NAMES) {
      knownNames.clear();
      REQUEST.next = RESPONSE.next = null;
    }
    known = unknownYet(name);
    knownNames.set(name, known);
  }
  last.next = known;
  return known;
}

// Firefox 153: no timings at all for what never left; the security state is there only where a connection was due.
function unsentByFirefox(entry: Readonly<Record<string, unknown>>): Exchange['unsent'] {
  const timings = asRecord(entry['timings']) ?? {};
  if (Object.keys(timings).length > 0) return null;
  return asText(entry['_securityState']) === null ? 'blocked' : 'preflight';
}

// Firefox 153: nothing went over the wire, neither headers nor a body. Of a body from its own cache it does give the size.
function isOfFirefoxWorker(
  response: Readonly<Record<string, unknown>>,
  entry: Readonly<Record<string, unknown>>,
): boolean {
  const size = asRecord(response['content'])?.['size'];
  const isOffWire = asText(entry['serverIPAddress']) === null && response['headersSize'] === 0;
  return isOffWire && response['bodySize'] === 0 && typeof size === 'number' && size > 0;
}

function nonNegative(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null;
}

const MILLISECONDS = '2026-01-05T09:00:00.000Z';

function milliseconds(value: unknown): number {
  const parsed =
    typeof value === 'string'
      ? Date.parse(value)
      : typeof value === 'number'
        ? new Date(value).getTime()
        : Number.NaN;
  if (!Number.isFinite(parsed)) return 0;
  // Date drops what is finer than a millisecond; Chromium writes microseconds, and the order needs them.
  const isFiner = typeof value === 'string' && value.length > MILLISECONDS.length;
  const fraction = isFiner ? /\.\d{3}(\d+)/.exec(value)?.[1] : undefined;
  return fraction === undefined ? parsed : parsed + Number(`0.${fraction}`);
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}
