import type { Exchange, Response } from '../http/exchange.ts';
import { extractHeaderListValues, tokenList, type TokenList } from '../http/field-value.ts';
import { getHeader, lowerName } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { isOkStatus, isRedirectStatus } from '../http/status.ts';
import {
  addStep,
  corsCheck,
  type Checked,
  type CorsCheckRequest,
  type Findings,
  type ReadHeader,
} from './check.ts';
import { isCorsNonWildcardRequestHeaderName } from './request-headers.ts';

export interface PreflightRequest extends CorsCheckRequest {
  readonly method: string;
  /** The unsafe names, in the order in which the engine looks at them. */
  readonly headers: readonly string[];
}

export interface PreflightOptions {
  /** Whether `*` in Access-Control-Allow-Headers covers `Authorization`. The standard says no; every engine says yes. */
  readonly authorizationUnderWildcard: boolean;
  /** How the engine gets a header's value from its lines. */
  readonly readHeader?: ReadHeader;
  /** Whether the engine leaves the CORS check out. */
  readonly isOwnOrigin?: boolean;
}

/** Whether an exchange is a preflight: an `OPTIONS` that carries Access-Control-Request-Method. */
export function isPreflight(exchange: Exchange): boolean {
  return exchange.method === 'OPTIONS' && requestedMethod(exchange) !== null;
}

/** The method that a preflight asks for. */
export function requestedMethod(preflight: Exchange): string | null {
  return getHeader(preflight.requestHeaders, 'Access-Control-Request-Method');
}

/** The header names that a preflight asks for, as sent. */
export function requestedHeaders(preflight: Exchange): readonly string[] {
  const list = extractHeaderListValues(preflight.requestHeaders, 'Access-Control-Request-Headers');
  return list.kind === 'values' ? list.values : [];
}

/**
 * Whether a preflight's answer lets the request through: steps 7 to 7.7 of the CORS-preflight fetch. As in
 * `corsCheck`, every failing step is named, not only the first.
 *
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function checkPreflightResponse(
  request: PreflightRequest,
  response: Response,
  hop: number,
  { authorizationUnderWildcard, readHeader, isOwnOrigin = false }: PreflightOptions,
  findings: Findings = { failures: [], steps: [] },
): Checked {
  const { failures } = findings;
  const at = { stage: 'preflight', hop } as const;
  if (!isOwnOrigin) corsCheck(request, response, at, readHeader, findings);

  const { status, headers } = response;
  const isOk = isOkStatus(status);
  const statusClaim = `The preflight response’s status is ${isOk ? '' : 'not '}from 200 to 299.`;
  addStep(findings, at, SPEC, statusClaim, isOk, null, `${status}`);
  const location = getHeader(headers, 'Location');
  // Without a Location it is no redirect, only a bad status.
  if (isRedirectStatus(status) && location !== null) {
    failures.push({ stage: 'preflight', hop, kind: 'preflight-redirected', status, location });
  } else if (!isOk) {
    failures.push({ stage: 'preflight', hop, kind: 'preflight-status-not-ok', status });
  }

  const foundMethods = getHeader(headers, 'Access-Control-Allow-Methods');
  const foundNames = getHeader(headers, 'Access-Control-Allow-Headers');
  const listIn = (
    found: string | null,
    header: string,
    kind: 'allow-methods-malformed' | 'allow-headers-malformed',
  ): TokenList => {
    const list = tokenList(found);
    const malformed = list.kind === 'failure';
    const claim =
      found === null
        ? `There is no \`${header}\` that could be malformed.`
        : `\`${header}\` is ${malformed ? 'not ' : ''}a list of names separated by commas.`;
    addStep(findings, at, SPEC, claim, !malformed, null, found);
    if (malformed) failures.push({ stage: 'preflight', hop, kind, value: list.value, token: list.token });
    return list;
  };
  const methods = listIn(foundMethods, 'Access-Control-Allow-Methods', 'allow-methods-malformed');
  const names = listIn(foundNames, 'Access-Control-Allow-Headers', 'allow-headers-malformed');

  if (methods.kind !== 'failure') {
    const allowed = methods.kind === 'values' ? methods.values : [];
    const { method } = request;
    const listed = allowed.includes(method) || (!request.credentials && allowed.includes('*'));
    const passed = listed || isCorsSafelistedMethod(method);
    if (passed && !listed) addStep(findings, at, SPEC, `The method \`${method}\` is always allowed.`, true);
    else
      addStep(
        findings,
        at,
        SPEC,
        `The method is ${passed ? '' : 'not '}allowed.`,
        passed,
        method,
        foundMethods,
      );
    if (!passed) failures.push({ stage: 'preflight', hop, kind: 'method-not-allowed', method, allowed });
  }
  if (names.kind !== 'failure') {
    const allowed = names.kind === 'values' ? names.values : [];
    const lower = new Set(allowed.map(lowerName));
    const wildcard = !request.credentials && lower.has('*');
    for (const header of request.headers) {
      const covered = wildcard && (authorizationUnderWildcard || !isCorsNonWildcardRequestHeaderName(header));
      const passed = lower.has(lowerName(header)) || covered;
      const claim = `The header \`${header}\` is ${passed ? '' : 'not '}allowed.`;
      addStep(findings, at, SPEC, claim, passed, header, foundNames);
      if (!passed)
        failures.push({
          stage: 'preflight',
          hop,
          kind: 'header-not-allowed',
          header: header.toLowerCase(),
          allowed,
        });
    }
  }
  return findings;
}

const SPEC = 'cors-preflight-fetch';
