/**
 * Where the three engines differ from the standard, or from each other, and what they call a failure.
 * Measured on Chromium 156, Firefox 153 ESR and WebKitGTK 2.50 unless a line names another source.
 */
import type { Exchange } from '../http/exchange.ts';
import type { Engine, Failure, FailureKind, Flow } from './types.ts';

/** Whether `Access-Control-Allow-Headers: *` covers `Authorization`: all three say yes, the standard says no. */
export const AUTHORIZATION_UNDER_WILDCARD = true;

/** The longest time in seconds for which an engine keeps a preflight's answer, whatever Access-Control-Max-Age says. */
export const MAX_AGE_CAP: Readonly<Record<Engine, number>> = { chromium: 7200, firefox: 86400, webkit: 600 };

/**
 * Request headers that Chromium treats as safelisted although the standard does not list them.
 *
 * services/network/public/cpp/cors/cors.cc
 */
const CHROMIUM_CLIENT_HINTS = new Set([
  'device-memory',
  'downlink',
  'dpr',
  'ect',
  'rtt',
  'viewport-width',
  'width',
]);

/** Whether a name is a client hint that Chromium alone sends without a preflight. */
export function isChromiumClientHint(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  return CHROMIUM_CLIENT_HINTS.has(lower) || (lower === 'save-data' && value.toLowerCase() === 'on');
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
      return { code: prefix + chromiumMismatch(failure.value), parameter: failure.value };
    case 'allow-credentials-not-true':
      return { code: `${prefix}InvalidAllowCredentials`, parameter: failure.value ?? '' };
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
      return 'CORSExternalRedirectNotAllowed';
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

// Firefox counts lines whose name is spelled exactly so, and lets two lower-case lines fall through to a mismatch.
// netwerk/protocol/http/nsCORSListenerProxy.cpp
function isFirefoxDuplicate(answer: Exchange | null): boolean {
  const headers = answer?.response?.headers ?? [];
  return headers.filter(([name]) => name === 'Access-Control-Allow-Origin').length > 1;
}

/** The exchange on whose answer a check failed. */
export function answerOf(flow: Flow, { stage, hop }: Pick<Failure, 'stage' | 'hop'>): Exchange | null {
  const at = flow.hops[hop];
  return (stage === 'preflight' ? at?.preflight : at?.actual) ?? null;
}
