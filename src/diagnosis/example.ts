import type { RuleId } from './catalogue.ts';
import * as all from './examples.ts';
import type { Example } from './rule.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';

/** The page and the API of every example. Whoever serves the examples puts its own ports in. */
export const EXAMPLE_PAGE = 'http://app.example.com:5173';
export const EXAMPLE_API = 'http://api.example.com:8000';

/** A rule without an example is an error here that names it. */
const examples: Readonly<Record<RuleId, Example>> = all;

export function exampleOf(id: string): Example {
  return examples[id as RuleId];
}

/** One message of an example: a request, an answer, or the browser's error in place of an answer. */
export interface ExampleMessage {
  readonly kind: 'request' | 'answer' | 'error';
  /** Method, status or the error's name. */
  readonly subject: string;
  /** Absolute URL of a request; the reason phrase of an answer. */
  readonly detail: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads an example: raw HTTP messages in wire order, blank lines between them, indentation ignored. A request
 * without a Host goes to the API, one with an absolute URL there. A request that has no answer behind it was never
 * sent. In place of an answer may stand a net error's name, such as `net::ERR_CONNECTION_REFUSED`; a bare `net::` is
 * Chromium's refusal to name one. `Sec-Fetch-Dest` says which element made a request, where it was not `fetch`. An answer whose reason ends in `(service worker)` came from one.
 *
 * @throws {SyntaxError} where a line is neither
 */
export function readExample(source: string): readonly ExampleMessage[] {
  const blocks = source.trim().split(/\n\s*\n/);
  return blocks.map((block) => {
    const [first = '', ...rest] = block.split('\n').map((line) => line.trim());
    const headers = rest.map((line): readonly [string, string] => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new SyntaxError(`No header line: ${line}`);
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    if (first.startsWith('net::')) return { kind: 'error', subject: first, detail: '', headers };
    const answer = /^HTTP\/1\.1 (\d{3}) (.+)$/.exec(first);
    if (answer !== null) {
      const [, subject = '', detail = ''] = answer;
      return { kind: 'answer', subject, detail, headers };
    }
    const request = /^(\S+) (\S+) HTTP\/1\.1$/.exec(first);
    if (request === null) throw new SyntaxError(`No request or status line: ${first}`);
    const [, subject = '', path = ''] = request;
    const host = headers.find(([name]) => name === 'Host')?.[1] ?? new URL(EXAMPLE_API).host;
    const url = /^(?:https?|file):/.test(path) ? path : `http://${host}${path}`;
    return { kind: 'request', subject, detail: url, headers };
  });
}

/** The exchanges that Chromium would have recorded of an example that it refuses, or lets pass. */
export function exchangesOfExample(source: string, outcome: 'refused' | 'read'): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  const messages = readExample(source);
  for (const [at, message] of messages.entries()) {
    if (message.kind !== 'request') continue;
    const next = messages[at + 1];
    const isPreflight = message.subject === 'OPTIONS';
    exchanges.push({
      index: exchanges.length,
      producer: 'chromium',
      // A request starts before its preflight.
      startedAt: 1000 + at * 10 + (isPreflight ? 25 : 0),
      duration: isPreflight ? 1 : 100,
      method: message.subject,
      url: message.detail,
      requestHeaders: message.headers,
      response:
        next?.kind === 'answer'
          ? { status: Number(next.subject), statusText: next.detail, headers: next.headers }
          : null,
      netError: next?.kind === 'error' ? next.subject.replace(/^net::$/, '') : null,
      resourceType: isPreflight ? 'preflight' : (getHeader(message.headers, 'Sec-Fetch-Dest') ?? 'fetch'),
      readable: null,
      unsent: null,
      fromServiceWorker: next?.detail.endsWith('(service worker)') === true,
      fromCache: false,
      ofPage: null,
      initiator: null,
      pageOrigin: originOf(EXAMPLE_PAGE),
    });
  }
  const last = exchanges.pop();
  if (last === undefined) return [];
  const netError = last.netError ?? (outcome === 'refused' ? 'net::ERR_FAILED' : null);
  return [...exchanges, { ...last, netError }];
}
