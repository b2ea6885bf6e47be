/**
 * Where the three engines differ from the standard, or from each other, and what they call a failure.
 * Measured on Chromium 156, Firefox 153 ESR and WebKitGTK 2.50 unless a line names another source.
 */
import type { Exchange } from '../http/exchange.ts';
import { isCorsSafelistedRequestHeader } from './request-headers.ts';
import { getHeader, headerLines, lowerName, type HeaderList } from '../http/header-list.ts';
import { remembered } from '../http/remembered.ts';
import type { ReadHeader } from './check.ts';
import type { Engine, Failure, FailureKind, Flow } from './types.ts';

/** Whether `Access-Control-Allow-Headers: *` covers `Authorization`: all three say yes, the standard says no. */
export const AUTHORIZATION_UNDER_WILDCARD = true;

/** Which origin an engine puts on the preflight after a redirect that taints the origin: the page's own, or `null` as the standard says. */
export const PREFLIGHT_KEEPS_ORIGIN: Readonly<Record<Engine, boolean>> = {
  chromium: false,
  firefox: true,
  webkit: false,
};

/**
 * Whether an engine takes a preflight for the page's own origin, as after a redirect back, without the CORS check. Firefox does:
 * to it that preflight crosses no origin. netwerk/protocol/http/nsCORSListenerProxy.cpp, measured on Firefox 153.
 */
export const PREFLIGHT_TRUSTS_OWN_ORIGIN: Readonly<Record<Engine, boolean>> = {
  chromium: false,
  firefox: true,
  webkit: false,
};

/** In seconds, where a preflight's answer has no Access-Control-Max-Age. */
export const DEFAULT_MAX_AGE = 5;

interface MaxAge {
  /** In seconds, whatever Access-Control-Max-Age says. */
  readonly cap: number;
  readonly parse: (value: string) => number;
}

/** How long an engine keeps a preflight's answer. Firefox keeps none whose Max-Age is not all digits. */
export const MAX_AGE: Readonly<Record<Engine, MaxAge>> = {
  // services/network/public/cpp/cors/preflight_result.cc: a plus is a sign, and what overflows 64 bits is no number.
  chromium: {
    cap: 7200,
    parse: (value) => (/^[+-]?\d{1,18}$/.test(value) ? Math.max(0, Number(value)) : DEFAULT_MAX_AGE),
  },
  // netwerk/protocol/http/nsCORSListenerProxy.cpp
  firefox: { cap: 86_400, parse: (value) => (/^\d+$/.test(value) ? Number(value) : 0) },
  // Source/WebCore/loader/CrossOriginPreflightResultCache.cpp
  webkit: { cap: 600, parse: (value) => (/^\d+$/.test(value) ? Number(value) : DEFAULT_MAX_AGE) },
};

const DECIMAL = /^\d+(?:\.\d+)?$/;
const WHOLE = /^\d+$/;

/**
 * Request headers that Chromium treats as safelisted although the standard does not list them, with the values that it takes:
 * client hints, and one that it once set itself.
 *
 * services/network/public/cpp/cors/cors.cc
 */
const CHROMIUM_SAFELIST: ReadonlyMap<string, RegExp> = new Map([
  ['device-memory', DECIMAL],
  ['downlink', DECIMAL],
  ['dpr', DECIMAL],
  ['ect', /^(?:slow-2g|[234]g)$/],
  ['intervention', /^/],
  ['rtt', WHOLE],
  ['save-data', /^on$/i],
  ['viewport-width', WHOLE],
  ['width', WHOLE],
]);

/** Whether Chromium alone sends a header without a preflight. */
export function isChromiumSafelisted(name: string, value: string): boolean {
  return value.length <= 128 && (chromiumPattern(name)?.test(value) ?? false);
}

const chromiumPattern = remembered((name) => CHROMIUM_SAFELIST.get(name.toLowerCase()) ?? null);

/** Chromium counts bytes in 64 bits with a sign, of which it keeps the last number for itself. */
function isBeyondChromium(name: string, value: string): boolean {
  if (lowerName(name) !== 'range') return false;
  return (value.match(/\d+/g) ?? []).some((digits) => BigInt(digits) >= 2n ** 63n - 1n);
}

/** The safelist of an engine; of the standard where none is given. */
export function isSafelistedBy(engine: Engine | null): (name: string, value: string) => boolean {
  return engine === 'chromium' ? isSafelistedByChromium : isCorsSafelistedRequestHeader;
}

function isSafelistedByChromium(name: string, value: string): boolean {
  return (
    (isCorsSafelistedRequestHeader(name, value) && !isBeyondChromium(name, value)) ||
    isChromiumSafelisted(name, value)
  );
}

/** The order in which an engine meets failures on one answer. Kinds that share a number are met in the order found. */
const ORDER: Readonly<Record<Engine, Readonly<Record<FailureKind, number>>>> = {
  chromium: {
    'preflight-redirected': 0,
    'allow-origin-missing': 1,
    'allow-origin-wildcard': 1,
    'allow-origin-mismatch': 1,
    'allow-credentials-not-true': 2,
    'preflight-status-not-ok': 3,
    'allow-methods-malformed': 4,
    'allow-headers-malformed': 5,
    'method-not-allowed': 6,
    'header-not-allowed': 7,
    'redirect-with-url-credentials': 8,
  },
  firefox: {
    'allow-origin-missing': 1,
    'allow-origin-wildcard': 1,
    'allow-origin-mismatch': 1,
    'allow-credentials-not-true': 2,
    'preflight-redirected': 3,
    'preflight-status-not-ok': 3,
    'allow-methods-malformed': 4,
    'method-not-allowed': 5,
    'allow-headers-malformed': 6,
    'header-not-allowed': 7,
    'redirect-with-url-credentials': 8,
  },
  webkit: {
    'preflight-redirected': 0,
    'preflight-status-not-ok': 0,
    'allow-origin-missing': 1,
    'allow-origin-wildcard': 1,
    'allow-origin-mismatch': 1,
    'allow-credentials-not-true': 2,
    'allow-methods-malformed': 4,
    'allow-headers-malformed': 5,
    'method-not-allowed': 6,
    'header-not-allowed': 7,
    'redirect-with-url-credentials': 8,
  },
};

/** Failures of one flow in the order in which an engine meets them. */
export function inEngineOrder(engine: Engine, failures: readonly Failure[]): readonly Failure[] {
  if (failures.length < 2) return failures;
  const rank = (failure: Failure): number =>
    failure.hop * 100 + (failure.stage === 'preflight' ? 0 : 50) + ORDER[engine][failure.kind];
  return failures.toSorted((a, b) => rank(a) - rank(b));
}

/** What Chromium calls a failure: `Network.CorsError` of its debugging protocol, with `failedParameter`. */
export interface ChromiumError {
  readonly code: string;
  readonly parameter: string;
}

/** Names are those of https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError */
export function chromiumError(failure: Failure): ChromiumError {
  const prefix = failure.stage === 'preflight' ? 'Preflight' : '';
  switch (failure.kind) {
    case 'allow-origin-missing':
      return { code: `${prefix}MissingAllowOriginHeader`, parameter: '' };
    case 'allow-origin-wildcard':
      return { code: `${prefix}WildcardOriginNotAllowed`, parameter: '' };
    case 'allow-origin-mismatch':
      return { code: prefix + chromiumMismatch(failure.value), parameter: chromiumParameter(failure.value) };
    case 'allow-credentials-not-true':
      return { code: `${prefix}InvalidAllowCredentials`, parameter: chromiumParameter(failure.value ?? '') };
    case 'preflight-redirected':
      return { code: 'PreflightDisallowedRedirect', parameter: '' };
    case 'preflight-status-not-ok':
      return { code: 'PreflightInvalidStatus', parameter: '' };
    case 'allow-methods-malformed':
      return { code: 'InvalidAllowMethodsPreflightResponse', parameter: '' };
    case 'allow-headers-malformed':
      return { code: 'InvalidAllowHeadersPreflightResponse', parameter: '' };
    case 'method-not-allowed':
      return { code: 'MethodDisallowedByPreflightResponse', parameter: failure.method };
    case 'header-not-allowed':
      return { code: 'HeaderDisallowedByPreflightResponse', parameter: failure.header };
    case 'redirect-with-url-credentials':
      return { code: 'RedirectContainsCredentials', parameter: '' };
  }
}

// Bytes that are no UTF-8 do not pass the debugging protocol.
function chromiumParameter(value: string): string {
  return /[^\x00-\x7f]/.test(value) ? '' : value;
}

// Chromium parses the value as a URL of its own kind: `localhost:3000` reads as scheme and path, and so is valid.
function chromiumMismatch(value: string): string {
  if (/[ ,]/.test(value)) return 'MultipleAllowOriginValues';
  if (value !== 'null' && !URL.canParse(value)) return 'InvalidAllowOriginValue';
  return 'AllowOriginMismatch';
}

/** The name of the page on MDN (and of the console's category, less its number) under which Firefox reports a failure. */
export function firefoxSlug(failure: Failure, flow: Flow): string {
  switch (failure.kind) {
    case 'allow-origin-missing':
      return 'CORSMissingAllowOrigin';
    case 'allow-origin-wildcard':
      return 'CORSNotSupportingCredentials';
    case 'allow-origin-mismatch':
      return isFirefoxDuplicate(answerOf(flow, failure))
        ? 'CORSMultipleAllowOriginNotAllowed'
        : 'CORSAllowOriginNotMatchingOrigin';
    case 'allow-credentials-not-true':
      return 'CORSMissingAllowCredentials';
    case 'preflight-redirected':
      return hasUserInfo(failure.location) ? 'CORSDidNotSucceed' : 'CORSExternalRedirectNotAllowed';
    case 'preflight-status-not-ok':
      return 'CORSPreflightDidNotSucceed';
    case 'allow-methods-malformed':
      return 'CORSInvalidAllowMethod';
    case 'allow-headers-malformed':
      return 'CORSInvalidAllowHeader';
    case 'method-not-allowed':
      return 'CORSMethodNotFound';
    case 'header-not-allowed':
      return 'CORSMissingAllowHeaderFromPreflight';
    case 'redirect-with-url-credentials':
      return 'CORSDidNotSucceed';
  }
}

function hasUserInfo(location: string | null): boolean {
  return location !== null && URL.canParse(location) && new URL(location).username !== '';
}

// Firefox counts lines whose name is spelled exactly so, and lets two lower-case lines fall through to a mismatch.
// netwerk/protocol/http/nsCORSListenerProxy.cpp
export function isFirefoxDuplicate(answer: Exchange | null): boolean {
  return hasFirefoxDuplicate(answer?.response?.headers ?? []);
}

function hasFirefoxDuplicate(headers: HeaderList): boolean {
  return headers.filter(([name]) => name === 'Access-Control-Allow-Origin').length > 1;
}

/** How an engine gets a header's value from its lines. */
export function readHeaderBy(engine: Engine | null): ReadHeader {
  return engine === 'firefox' ? readHeaderByFirefox : getHeader;
}

function readHeaderByFirefox(headers: HeaderList, name: string): string | null {
  if (name === 'Access-Control-Allow-Origin' && hasFirefoxDuplicate(headers)) return getHeader(headers, name);
  // Firefox leaves out empty lines among others. netwerk/protocol/http/nsHttpHeaderArray.cpp
  const lines = headerLines(headers, name);
  const values = lines.filter((line) => line !== '');
  return values.length > 0 ? values.join(', ') : (lines[0] ?? null);
}

/** The exchange on whose answer a check failed. */
export function answerOf(flow: Flow, { stage, hop }: Pick<Failure, 'stage' | 'hop'>): Exchange | null {
  const at = flow.hops[hop];
  return (stage === 'preflight' ? at?.preflight : at?.actual) ?? null;
}

/** A failure under the names that the browsers give it. */
export interface NamedFailure {
  readonly kind: FailureKind;
  readonly stage: Failure['stage'];
  /** `Network.CorsError` of the debugging protocol, and its `failedParameter`. */
  readonly chrome: string;
  readonly parameter: string;
  /** The slug of MDN's page, for the first check that fails in Firefox's order. */
  readonly firefox: string;
}

/** The first of the failing checks; null where there is none. */
export function nameFailure(flow: Flow, failures: readonly Failure[]): NamedFailure | null {
  const [first] = inEngineOrder('chromium', failures);
  const [firstInFirefox] = inEngineOrder('firefox', failures);
  if (first === undefined || firstInFirefox === undefined) return null;
  const { code, parameter } = chromiumError(first);
  const { kind, stage } = first;
  return { kind, stage, chrome: code, parameter, firefox: firefoxSlug(firstInFirefox, flow) };
}
