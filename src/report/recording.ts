import { exchangesOf } from '../cors/flow.ts';
import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from '../cors/request-headers.ts';
import type { Rejected } from '../har/file.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { originOf } from '../http/origin.ts';
import type { Examined } from './examine.ts';

/** Who saved a recording, as people call it; null where the file does not say. */
export function recorderName(creator: string | null): string | null {
  // Chrome and Edge call their DevTools so; the file does not tell the two apart.
  if (creator === 'WebInspector') return 'Chrome or Edge';
  if (creator !== null && /webkit web inspector/i.test(creator)) return 'Safari';
  return creator === null || creator.trim() === '' ? null : creator;
}

/** What only some programs leave out, by the name that they write into the file. */
const HABITS: readonly (readonly [creator: RegExp, habit: (name: string) => string])[] = [
  // Only what has finished is exported, and what failed has not: WebKit's NetworkTableContentView.js, _HARResources.
  [
    /webkit web inspector/i,
    () =>
      'Safari leaves out requests that failed. One that it blocked counts as failed, so it may be missing.',
  ],
  [
    /charles|fiddler|mitmproxy|proxyman|http toolkit/i,
    (name) =>
      `${name} records what went over the network: what the browser never sent or took from its cache is missing.`,
  ],
  // https://www.charlesproxy.com/documentation/proxying/ssl-proxying/
  [/charles/i, () => 'Charles reads HTTPS only of hosts for which SSL proxying is turned on.'],
  // Its HttpArchiveGenerator.php puts all runs into one file.
  [
    /webpagetest/i,
    (name) =>
      `${name} saves all runs of a test, repeat views too: the same request may appear once for each.`,
  ],
];

/** What a recording leaves out, as far as it matters to the verdicts: sentences for the reader, with backticks around code. */
export function recordingGaps(
  creator: string | null,
  exchanges: readonly Exchange[],
  rejected: readonly Rejected[] = [],
): readonly string[] {
  const gaps: string[] = [];
  const name = recorderName(creator) ?? 'The program that saved it';
  const [first] = exchanges;
  if (first === undefined) return ['It has no requests.'];
  const has = (header: string): boolean =>
    exchanges.some(({ requestHeaders }) => getHeader(requestHeaders, header) !== null);

  const isBrowser = !/insomnia|postman|paw\b|bruno/i.test(creator ?? '');
  if (isBrowser && !has('Cookie') && !has('Authorization')) {
    gaps.push(
      creator === 'WebInspector'
        ? 'It has no cookies: Chrome and Edge leave them out unless you choose “Export HAR (with sensitive data)”. So it is often unknown whether credentials were sent.'
        : 'It has no cookies; they may have been removed. So it is often unknown whether credentials were sent.',
    );
  }
  for (const [pattern, habit] of HABITS) if (pattern.test(creator ?? '')) gaps.push(habit(name));
  const tunnels = exchanges.filter(({ method }) => method === 'CONNECT').length;
  if (tunnels > 0) {
    const what =
      tunnels === 1 ? 'One entry is an HTTPS connection' : `${tunnels} entries are HTTPS connections`;
    gaps.push(`${what} that ${name} did not decrypt: the requests inside are not recorded.`);
  }
  if (isBrowser) gaps.push(...browserGaps(creator, name, exchanges));
  else gaps.push(`${name} is not a browser: it sends no preflights, and CORS never blocks it.`);
  if (rejected.length > 0) {
    gaps.push(
      `${rejected.length === 1 ? 'One entry' : `${rejected.length} entries`} could not be read, since ${rejected[0]?.why ?? ''}.`,
    );
  }
  return gaps;
}

/** What is missing that a browser knows. */
function browserGaps(
  creator: string | null,
  name: string,
  exchanges: readonly Exchange[],
): readonly string[] {
  const gaps: string[] = [];
  // https://github.com/microsoft/playwright/issues/22783
  if (/playwright/i.test(creator ?? '')) {
    gaps.push('Playwright does not record preflights: they may have been sent even though none are shown.');
  } else if (!exchanges.some(isPreflight) && exchanges.some(needsPreflight)) {
    gaps.push(`It has no preflights, although some of its requests need one: ${name} may not record them.`);
  }
  if (exchanges[0]?.producer === 'chromium') return gaps;
  const bare = exchanges.filter(({ requestHeaders }) => requestHeaders.length === 0).length;
  if (bare > 0) {
    const some = bare === 1 ? '1 request has no headers' : `${bare} requests have no headers`;
    gaps.push(
      `${bare === exchanges.length ? 'It has no request headers' : some}: which page made them is not recorded.`,
    );
  }
  if (!exchanges.some(({ readable }) => readable !== null)) {
    gaps.push(
      'It does not say which responses the page could read, so the verdicts come from the headers alone.',
    );
  }
  return gaps;
}

function isPreflight({ method, requestHeaders }: Exchange): boolean {
  return method === 'OPTIONS' && getHeader(requestHeaders, 'Access-Control-Request-Method') !== null;
}

/** Whether a request went to another origin with a method or with headers that a page has to ask for. */
function needsPreflight({ method, url, requestHeaders }: Exchange): boolean {
  const origin = getHeader(requestHeaders, 'Origin');
  if (origin === null || origin === originOf(url) || method === 'OPTIONS') return false;
  const unsafe = corsUnsafeRequestHeaderNames(headersOfScript(requestHeaders));
  return !isCorsSafelistedMethod(method) || unsafe.some((header) => !isAddedByBrowsers(header));
}

/** Every exchange of some flows, each once, in the order of the recording. */
export function exchangesOfAll(flows: readonly Examined[]): readonly Exchange[] {
  const all = new Map(
    flows.flatMap(({ flow }) => exchangesOf(flow)).map((exchange) => [exchange.index, exchange]),
  );
  return [...all.values()].toSorted((a, b) => a.index - b.index);
}
