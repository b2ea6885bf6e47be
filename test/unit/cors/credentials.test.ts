import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/cors/judge.ts';
import { exchange } from '../builders.ts';

const AGENTS = { chromium: 'Chrome/156.0.0.0', firefox: 'Firefox/153.0' } as const;
const API = 'https://api.example/';

interface Way {
  readonly page?: string;
  readonly urls: readonly string[];
  readonly request?: Readonly<Record<string, string>>;
}

/** What is made of a request along these URLs, of which each redirect is allowed with credentials and without. */
function credentialsOf(producer: 'chromium' | 'firefox', { page, urls, request }: Way): string {
  const origin = page ?? 'https://app.example.com';
  const hops = urls.map((url, at) => {
    const next = urls[at + 1];
    const actual = exchange({
      url,
      status: next === undefined ? 200 : 302,
      // Of a redirected request the timing is with the first URL.
      rest: { producer, readable: at === 0 ? false : null },
      request: {
        Origin: origin,
        'User-Agent': AGENTS[producer],
        // Plain http is told nothing.
        ...(url.startsWith('https:') && { 'Sec-Fetch-Site': 'cross-site', ...request }),
      },
      answer: {
        ...(next !== undefined && {
          Location: next,
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Credentials': 'true',
        }),
      },
    });
    return { preflight: null, actual };
  });
  return judge({ hops, viaWorker: null }).credentials;
}

describe('of a request without a cookie, Sec-Fetch-Storage-Access tells whether it sent credentials:', () => {
  it.each<['chromium' | 'firefox', string, Way, string]>([
    ['chromium', 'it does', { urls: [API], request: { 'Sec-Fetch-Storage-Access': 'none' } }, 'include'],
    ['firefox', 'it does', { urls: [API], request: { 'Sec-Fetch-Storage-Access': 'none' } }, 'include'],
    ['chromium', 'it does not', { urls: [API] }, 'same-origin'],
    ['firefox', 'it does not', { urls: [API] }, 'same-origin'],
    ['chromium', 'redirected on one server', { urls: [API, `${API}2`] }, 'same-origin'],
    ['firefox', 'redirected on one server', { urls: [API, `${API}2`] }, 'same-origin'],
    [
      'chromium',
      'redirected to the page’s own site, which is not told',
      { urls: ['http://api.example/', 'https://api.example.com/'] },
      'unknown',
    ],
    [
      'firefox',
      'redirected to another server, which is not told',
      { urls: ['http://api.example/', 'https://cdn.example/'] },
      'unknown',
    ],
    [
      'firefox',
      'from http to https of one site, which is not told',
      { page: 'http://app.example.com', urls: ['https://api.example.com/'] },
      'unknown',
    ],
  ])('%s, %s', (producer, _, way, credentials) => {
    expect(credentialsOf(producer, way)).toBe(credentials);
  });
});
