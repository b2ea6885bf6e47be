import { extractHeaderListValues } from '../http/field-value.ts';
import type { HeaderList } from '../http/header-list.ts';
import { assumptionsOf } from './credentials.ts';
import { lastHop } from './flow.ts';
import type { Flow, Verdict } from './types.ts';

const SAFELISTED = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]);

// https://fetch.spec.whatwg.org/#forbidden-response-header-name
function isForbiddenResponseHeaderName(name: string): boolean {
  return /^set-cookie2?$/i.test(name);
}

// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
export function isCorsSafelistedResponseHeaderName(name: string, exposed: readonly string[]): boolean {
  const lower = name.toLowerCase();
  if (SAFELISTED.has(lower)) return true;
  return !isForbiddenResponseHeaderName(lower) && exposed.some((each) => each.toLowerCase() === lower);
}

/**
 * The names that Access-Control-Expose-Headers adds. A malformed header adds none, and nobody says so.
 *
 * https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
 */
export function corsExposedHeaderNames(headers: HeaderList, credentials: boolean): readonly string[] {
  const names = extractHeaderListValues(headers, 'Access-Control-Expose-Headers');
  if (names.kind !== 'values') return [];
  if (credentials || !names.values.includes('*')) return names.values;
  return [...new Set(headers.map(([name]) => name.toLowerCase()))];
}

/**
 * What is left of an answer's headers for script to read.
 *
 * https://fetch.spec.whatwg.org/#concept-filtered-response-cors
 */
export function corsFilteredHeaders(headers: HeaderList, credentials: boolean): HeaderList {
  const exposed = corsExposedHeaderNames(headers, credentials);
  return headers.filter(([name]) => isCorsSafelistedResponseHeaderName(name, exposed));
}

/** What a server says to browsers and caches, and cookies, which no list shows. */
const NOT_FOR_SCRIPT =
  /^(?:access-control-.*|alt-svc|connection|content-security-policy.*|cross-origin-.*|date|keep-alive|nel|permissions-policy|referrer-policy|report-to|reporting-endpoints|server|set-cookie2?|strict-transport-security|timing-allow-origin|transfer-encoding|vary|via|x-(?:content-type-options|frame-options|powered-by|xss-protection))$/i;

/**
 * Where allowed: the names of the answer's headers that the page's code can't read all the same, in whichever credentials mode.
 * Without those that nobody would show it.
 */
export function hiddenHeaders(flow: Flow, { outcome, credentials }: Verdict): readonly string[] {
  if (outcome !== 'allowed') return [];
  const headers = lastHop(flow).actual?.response?.headers ?? [];
  const readable = assumptionsOf(credentials).flatMap((mode) => corsFilteredHeaders(headers, mode));
  const names = new Set(readable.map(([name]) => name.toLowerCase()));
  return [...new Set(headers.map(([name]) => name))].filter((name) => {
    return !names.has(name.toLowerCase()) && !NOT_FOR_SCRIPT.test(name);
  });
}
