/**
 * Where the engine's word and a browser's differ and that is right, with the reason and its source. An entry holds for all
 * situations that it explains, strictly; its example has to go on disagreeing, or the entry fails.
 */
import { headerLines } from '../../src/http/header-list.ts';
import type { Flow } from '../../src/cors/types.ts';
import { exchangesOf } from '../../src/cors/flow.ts';
import type { Disagreement, EngineName, Examined } from './compare.ts';
import type { Observation } from './observe.ts';
import type { Situation } from './situation.ts';

export interface Expectation {
  readonly id: string;
  readonly engines: readonly EngineName[];
  readonly reason: string;
  readonly source: string;
  explains(disagreement: Disagreement, context: Context): boolean;
  readonly example: Situation;
}

export interface Context {
  readonly observation: Observation;
  readonly examined: readonly Examined[];
  /** The names that are ours once the credentials mode is given. */
  readonly namesKnowingCredentials: readonly string[];
}

const page = {
  page: 'http',
  from: 'page',
  api: 'fetch',
  method: 'GET',
  headers: [],
  credentials: 'same-origin',
  body: null,
} as const;

const open = [['Access-Control-Allow-Origin', '*']] as const;

export const expectations: readonly Expectation[] = [
  {
    id: 'credentials-not-recorded',
    engines: ['chromium', 'firefox'],
    reason:
      'The request is refused with credentials and without them, but at different checks, and nothing in the recording tells ' +
      'which it was. The verdict has both: the certain failures, and those that credentials would add.',
    source:
      'Neither browser records the credentials mode, and a request that was never sent has no Cookie and no Sec-Fetch-Storage-Access.',
    explains: ({ kind, browser }, { examined, namesKnowingCredentials }) =>
      kind === 'name' &&
      examined.some(({ verdict }) => verdict.outcome === 'blocked' && verdict.credentials === 'unknown') &&
      namesKnowingCredentials.join(' | ') === browser,
    example: {
      ...page,
      method: 'PUT',
      credentials: 'include',
      hops: [{ target: 'site-open', preflight: { status: 500, headers: open }, answer: 'close' }],
    },
  },
  {
    id: 'line-order-lost',
    engines: ['chromium'],
    reason:
      'Lines of one header whose names differ in case come sorted by name, so the order in which the browser joined them is lost.',
    source: 'DevTools of Chromium 156 hands over the answer of a preflight with its header names sorted.',
    explains: ({ kind, browser, whycors }, { observation }) =>
      kind === 'name' &&
      observation.flows.some(hasMixedLines) &&
      sortedParts(browser) === sortedParts(whycors),
    example: {
      ...page,
      method: 'PUT',
      hops: [
        {
          target: 'cross',
          preflight: {
            status: 204,
            headers: [
              ['access-control-allow-origin', '{origin}'],
              ['Access-Control-Allow-Origin', '*'],
            ],
          },
          answer: 'close',
        },
      ],
    },
  },
  {
    id: 'header-order-lost',
    engines: ['chromium'],
    reason:
      'Of several refused headers Chromium names the first in the order of its own table, and the entry of a request that was ' +
      'never sent may list them in another.',
    source: 'services/network/public/cpp/cors/preflight_result.cc; measured on Chromium 156.',
    explains: ({ kind, browser, whycors }, { examined }) => {
      const named = /^HeaderDisallowedByPreflightResponse '(.*)'$/;
      if (kind !== 'name' || !named.test(whycors)) return false;
      const refused = new Set(
        examined.flatMap(({ verdict }) =>
          verdict.failures.flatMap((failure) =>
            failure.kind === 'header-not-allowed' ? [failure.header] : [],
          ),
        ),
      );
      return browser.split(' | ').every((each) => refused.has(named.exec(each)?.[1] ?? ''));
    },
    example: {
      ...page,
      method: 'HEAD',
      headers: [
        ['X-Long', 'a'],
        ['If-None-Match', '1'],
      ],
      hops: [{ target: 'cross', preflight: { status: 204, headers: open }, answer: 'close' }],
    },
  },
  {
    id: 'firefox-names-silence',
    engines: ['firefox'],
    reason:
      'Where an https server closes the connection without an answer, Firefox says that Access-Control-Allow-Origin came more ' +
      'than once: it takes the failure to read the headers for that. The verdict is that the connection failed.',
    source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckRequestApproved; measured on Firefox 153.',
    explains: ({ kind, browser, whycors }, { observation }) =>
      kind === 'name' &&
      browser.split(' | ').every((name) => name === 'CORSMultipleAllowOriginNotAllowed') &&
      whycors === '' &&
      observation.situation.hops.some(({ preflight, answer }) => preflight === 'close' || answer === 'close'),
    example: {
      ...page,
      method: 'PUT',
      body: 'x',
      hops: [
        {
          target: 'secure-open',
          preflight: { status: 204, headers: [...open, ['Access-Control-Allow-Methods', '*']] },
          answer: 'close',
        },
      ],
    },
  },
  {
    id: 'firefox-opaque-post',
    engines: ['firefox'],
    reason:
      'A simple POST in mode `no-cors` to a plain http host looks in every way as one in mode `cors` that was refused: it has an ' +
      'Origin, no Sec-Fetch-Mode, and the status in its timing is hidden.',
    source:
      'Measured on Firefox 153; https://w3c.github.io/resource-timing/#dom-performanceresourcetiming-responsestatus',
    explains: ({ kind, browser }, { observation: { situation } }) =>
      kind === 'verdict' &&
      browser.startsWith('allowed') &&
      situation.mode === 'no-cors' &&
      situation.method.toUpperCase() === 'POST' &&
      situation.hops.every(({ target }) => !target.startsWith('secure')),
    example: {
      ...page,
      method: 'POST',
      mode: 'no-cors',
      body: 'x',
      hops: [{ target: 'cross', preflight: 'close', answer: { status: 200, headers: [] } }],
    },
  },
  {
    id: 'firefox-redirect-mode',
    engines: ['firefox'],
    reason:
      'Of a redirected preflight Firefox says that the redirect is not allowed, or where the page had asked not to follow redirects ' +
      'that the preflight did not succeed. The recording does not hold the redirect mode.',
    source: 'Measured on Firefox 153.',
    explains: ({ kind, browser, whycors }, { observation }) =>
      kind === 'name' &&
      observation.situation.redirect !== undefined &&
      browser.split(' | ').every((name) => name === 'CORSPreflightDidNotSucceed') &&
      whycors.split(' | ').every((name) => name === 'CORSExternalRedirectNotAllowed'),
    example: {
      ...page,
      method: 'PUT',
      redirect: 'manual',
      hops: [{ target: 'cross', preflight: { status: 302, headers: open }, answer: 'close' }],
    },
  },
];

function hasMixedLines(flow: Flow): boolean {
  return exchangesOf(flow).some(({ response }) =>
    ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'].some((name) => {
      const lines = headerLines(response?.headers ?? [], name);
      const spellings = new Set(
        (response?.headers ?? [])
          .map(([own]) => own)
          .filter((own) => own.toLowerCase() === name.toLowerCase()),
      );
      return lines.length > 1 && spellings.size > 1;
    }),
  );
}

function sortedParts(text: string): string {
  return text
    .split(/[', |]+/)
    .toSorted()
    .join();
}
