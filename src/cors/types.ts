import type { Exchange } from '../http/exchange.ts';

/** One URL of a flow: the request for it and, where one was recorded, the preflight that asked first. */
export interface Hop {
  readonly preflight: Exchange | null;
  /** Null where only the preflight was recorded. */
  readonly actual: Exchange | null;
  /** An earlier preflight of the recording whose answer the browser had kept, and so asked no more. */
  readonly keptPreflight?: Exchange | null;
}

/** What the page wanted, from its first URL along its redirects. Has at least one hop. */
export interface Flow {
  readonly hops: readonly Hop[];
  /**
   * The page's own entry, where a service worker made the request for the page and the recording lists both: the hops are
   * then the worker's. Null for all others.
   */
  readonly viaWorker: Exchange | null;
}

/** On which answer a check was made: the preflight's, or the answer to the request itself (redirects included). */
export type Stage = 'preflight' | 'response';

interface At {
  readonly stage: Stage;
  /** Index into the flow's hops. */
  readonly hop: number;
}

/** One step of the Fetch standard that refused, with its operands. */
export type Failure = At &
  (
    | { readonly kind: 'allow-origin-missing'; readonly origin: string; readonly status: number }
    | {
        readonly kind: 'allow-origin-mismatch';
        readonly origin: string;
        /** What the browser compares: all lines, joined. */
        readonly value: string;
        readonly lines: readonly string[];
      }
    | { readonly kind: 'allow-origin-wildcard'; readonly origin: string }
    | { readonly kind: 'allow-credentials-not-true'; readonly value: string | null }
    | { readonly kind: 'preflight-redirected'; readonly status: number; readonly location: string | null }
    | { readonly kind: 'preflight-status-not-ok'; readonly status: number }
    | {
        readonly kind: 'allow-methods-malformed' | 'allow-headers-malformed';
        readonly value: string;
        readonly token: string;
      }
    | { readonly kind: 'method-not-allowed'; readonly method: string; readonly allowed: readonly string[] }
    | { readonly kind: 'header-not-allowed'; readonly header: string; readonly allowed: readonly string[] }
    | { readonly kind: 'redirect-with-url-credentials'; readonly location: string }
  );

export type FailureKind = Failure['kind'];
export type FailureOf<K extends FailureKind> = Extract<Failure, { readonly kind: K }>;

/** One decision on the way through the standard's algorithms. */
export interface Step extends At {
  /** Anchor in the Fetch standard. */
  readonly spec: string;
  /** What the step found, as a sentence. */
  readonly claim: string;
  readonly outcome: 'passed' | 'failed' | 'not-recorded';
  /** What the request needs, where two values were compared, and what the answer says, where it says something. */
  readonly needed: string | null;
  readonly found: string | null;
}

export type Credentials = 'include' | 'same-origin' | 'omit' | 'unknown';

export type Engine = 'chromium' | 'firefox' | 'webkit';

/** Why CORS does not apply to a flow. */
export type Exemption = 'same-origin' | 'no-cors' | 'navigation' | 'websocket' | 'scheme' | 'service-worker';

/** Why a flow failed, where it was not CORS. */
export type FailedReason =
  | 'aborted'
  | 'blocked-by-client'
  | 'blocked-by-response'
  | 'blocked-by-orb'
  | 'blocked-by-policy'
  | 'blocked-silently'
  | 'certificate'
  | 'connection-refused'
  | 'connection-reset'
  | 'empty-response'
  | 'local-network-access'
  | 'name-not-resolved'
  | 'network'
  | 'offline'
  | 'proxy'
  | 'redirect-refused'
  | 'scheme'
  | 'timeout'
  | 'tls'
  | 'too-many-redirects'
  | 'unsafe-port'
  | 'unsafe-redirect';

/** What a recording would have to hold for a verdict. */
export type Unknown = 'origin' | 'credentials' | 'preflight' | 'response' | 'mode' | 'reason';

export type Outcome = 'allowed' | 'blocked' | 'failed' | 'unknown' | 'exempt';

/** Something that was not recorded and follows from what was. */
export interface Inference {
  readonly what: 'credentials' | 'preflight' | 'mode' | 'origin';
  readonly value: string;
  readonly because: string;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Every check that refuses, in the order in which Chromium meets them. Empty unless blocked. */
  readonly failures: readonly Failure[];
  /** Where the request is blocked whatever its credentials mode, and that is not known: what refuses it if it sends credentials. */
  readonly failuresWithCredentials?: readonly Failure[];
  /** Where allowed although the headers do not allow it: the step that should have refused. */
  readonly overruled?: Step;
  readonly reason: FailedReason | null;
  /** The browser's name for the reason, such as `net::ERR_CONNECTION_REFUSED`; null where it gave none. */
  readonly netError: string | null;
  readonly exemption: Exemption | null;
  readonly missing: readonly Unknown[];
  readonly origin: string | null;
  readonly credentials: Credentials;
  readonly inferences: readonly Inference[];
  /** The standard's steps in its order; where blocked, the last one is the step that refused. */
  readonly trace: readonly Step[];
  readonly engines: Readonly<Record<Engine, 'allowed' | 'blocked' | 'unknown'>>;
}
