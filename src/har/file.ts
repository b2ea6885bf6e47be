import type { Exchange, Producer } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { spellOut } from '../http/spell-out.ts';
import { EntryError, isToldTwice, readEntry, type Recording } from './entry.ts';
import { asRecord, asText } from './json.ts';

/** The text is no HAR at all. The message says what it is instead. */
export class HarError extends Error {
  override readonly name = 'HarError';
}

/** An entry that was left out. */
export interface Rejected {
  /** Index into `log.entries`. */
  readonly entry: number;
  readonly why: string;
}

export interface HarFile {
  readonly creator: string | null;
  readonly exchanges: readonly Exchange[];
  readonly rejected: readonly Rejected[];
}

/**
 * Reads the text of a HAR file. Entries that can't be used are listed, and the rest is read.
 *
 * @throws {HarError} where the text is not JSON, or JSON without `log.entries`
 */
export function readHar(source: string): HarFile {
  // Fiddler and Charles begin their files with a byte order mark.
  const json = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (json.trim() === '') throw new HarError('it is empty');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw new HarError(otherThanJson(json, error));
  }
  return readLog(parsed);
}

/** What a text is that can't be parsed. */
function otherThanJson(text: string, error: unknown): string {
  // As it looks when it is read as UTF-8.
  if (text.startsWith('\u001F\uFFFD')) return 'it is not JSON, but compressed with gzip: unpack it first';
  if (text.startsWith('PK\u0003\u0004')) return 'it is not JSON, but a zip archive: unpack it first';
  if (text.startsWith('\uFFFD\uFFFD') || text.slice(0, 4).includes('\0'))
    return 'it is not UTF-8; Windows PowerShell writes UTF-16 with >';
  if (/^\s*</.test(text)) return 'it is not JSON, but HTML or XML';
  // V8 quotes what stands there, which may be a secret.
  const why = error instanceof Error ? error.message.replace(/, (?:\.\.\.)?".*$/s, '') : 'unreadable';
  const at = Number(/position (\d+)/.exec(why)?.[1] ?? Number.NaN);
  if (/^[^]{0,20}unexpected end|unterminated string/i.test(why) || at >= text.trimEnd().length)
    return 'it is not JSON, since it ends too early: it may have been cut off';
  return `it is not JSON (${spellOut(why)})`;
}

/**
 * Reads a parsed HAR: `{ log: { entries: […] } }`, or the bare log that a browser hands an extension.
 *
 * @throws {HarError} where there are no entries to be found
 */
export function readLog(har: unknown): HarFile {
  const outer = asRecord(har);
  const log = asRecord(outer?.['log']) ?? outer;
  const entries = log?.['entries'];
  if (log === null || !Array.isArray(entries))
    throw new HarError('it is JSON, but no HAR: `log.entries` is missing');

  const recording: Recording = {
    producer: producerOf(log),
    pageOrigins: pageOriginsOf(log['pages']),
    namesPages: entries.some((entry) => asText(asRecord(entry)?.['pageref']) !== null),
  };
  const exchanges: Exchange[] = [];
  const rejected: Rejected[] = [];
  for (const [index, entry] of entries.entries()) {
    try {
      const exchange = readEntry(entry, index, recording);
      const before = exchanges.at(-1);
      if (before !== undefined && isToldTwice(exchange, before))
        throw new EntryError('it repeats the one before it');
      exchanges.push(exchange);
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      rejected.push({ entry: index, why: error.message });
    }
  }
  const dated = countPreflights(exchanges)
    ? exchanges.map((exchange) =>
        isForeign(exchange) ? { ...exchange, countsPreflight: true as const } : exchange,
      )
    : exchanges;
  return { creator: nameOf(log['creator']), exchanges: dated, rejected };
}

/** How long after its preflight a request may be sent, in milliseconds. */
const LONGEST_PAUSE = 10_000;

function isForeign({ producer }: Exchange): boolean {
  return producer !== 'chromium' && producer !== 'firefox';
}

/**
 * Whether a recording of neither browser's DevTools dates requests from before their preflights: more preflights lie within a
 * request for the same than have one after them. Of one that dates them from after, the first has none to lie in.
 */
function countPreflights(exchanges: readonly Exchange[]): boolean {
  const asks = ({ requestHeaders }: Exchange): string | null =>
    getHeader(requestHeaders, 'Access-Control-Request-Method');
  const foreign = exchanges.filter(isForeign);
  const byRequest = new Map<string, Exchange[]>();
  for (const exchange of foreign) {
    const key = `${exchange.method} ${exchange.url}`;
    if (asks(exchange) !== null) continue;
    const known = byRequest.get(key);
    if (known === undefined) byRequest.set(key, [exchange]);
    else known.push(exchange);
  }
  let [within, after] = [0, 0];
  for (const preflight of foreign) {
    const asked = asks(preflight);
    if (asked === null) continue;
    const { startedAt, duration, url } = preflight;
    const requests = byRequest.get(`${asked} ${url}`) ?? [];
    const end = startedAt + (duration ?? 0);
    if (requests.some((each) => each.startedAt <= startedAt && each.startedAt + (each.duration ?? 0) >= end))
      within++;
    if (requests.some((each) => each.startedAt > startedAt && each.startedAt <= end + LONGEST_PAUSE)) after++;
  }
  return within > after;
}

function producerOf(log: Readonly<Record<string, unknown>>): Producer {
  const names = `${nameOf(log['creator'])} ${nameOf(log['browser'])}`;
  // Safari calls itself "WebKit Web Inspector", Chromium's DevTools "WebInspector".
  if (/webkit web inspector|safari/i.test(names)) return 'webkit';
  if (/firefox/i.test(names)) return 'firefox';
  if (/webinspector|chrom|edge/i.test(names)) return 'chromium';
  return 'other';
}

function nameOf(tool: unknown): string | null {
  return asText(tool) ?? asText(asRecord(tool)?.['name']);
}

function pageOriginsOf(pages: unknown): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  if (!Array.isArray(pages)) return origins;
  for (const page of pages) {
    const { id, title } = asRecord(page) ?? {};
    if (typeof id !== 'string' || typeof title !== 'string' || !/^https?:/i.test(title)) continue;
    const origin = originOf(title);
    if (origin !== null) origins.set(id, origin);
  }
  return origins;
}
