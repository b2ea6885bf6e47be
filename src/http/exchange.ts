import type { HeaderList } from './header-list.ts';

/** Who recorded an exchange: it decides what may be missing. */
export type Producer = 'chromium' | 'firefox' | 'webkit' | 'other';

/** One request with its answer, as far as a browser or a file recorded it. */
export interface Exchange {
  /** Place in the recording: the index into `log.entries` of a file, a running number in a panel. */
  readonly index: number;
  readonly producer: Producer;
  /** Milliseconds since the epoch, with fractions. */
  readonly startedAt: number;
  /** Milliseconds from start to end; null where not recorded. */
  readonly duration: number | null;
  readonly method: string;
  /** Absolute, without fragment. */
  readonly url: string;
  readonly requestHeaders: HeaderList;
  /** Null where no answer was recorded: none came, it was never asked for, or it is hidden. */
  readonly response: Response | null;
  /** Chromium's net error, such as `net::ERR_FAILED`; empty where it hides the name; null where there was none or the producer does not say. */
  readonly netError: string | null;
  /** Chromium's resource type, such as `fetch` or `preflight`; null where not recorded. */
  readonly resourceType: string | null;
  /** Whether the page could read the answer, where something beside the entry tells. */
  readonly readable: boolean | null;
  /**
   * Firefox's entries of requests that were never put on the wire: `preflight` where one was due and failed,
   * `blocked` where something stopped the request before that. Null for all others.
   */
  readonly unsent: 'blocked' | 'preflight' | null;
  readonly fromServiceWorker: boolean;
  readonly fromCache: boolean;
  /**
   * Chromium: whether the request is of the page's own process. Of a worker's requests, and those of some frames, it may not
   * record what went over the wire. Null where the recording does not say.
   */
  readonly ofPage: boolean | null;
  /**
   * Whether a recording of neither browser's DevTools dates a request from before its preflight, as theirs do. Absent where a
   * request begins when it is sent, as on the wire.
   */
  readonly countsPreflight?: true;
  /** The line of script or markup that made the request; null where the recording does not say. */
  readonly initiator: Place | null;
  /** The origin of the page that was open; null where the recording does not say. */
  readonly pageOrigin: string | null;
}

/** What an exchange is of which nothing is known yet but where it goes. */
export const UNRECORDED = {
  duration: null,
  response: null,
  netError: null,
  resourceType: null,
  readable: null,
  unsent: null,
  fromServiceWorker: false,
  fromCache: false,
  ofPage: null,
  initiator: null,
  pageOrigin: null,
} as const satisfies Partial<Exchange>;

/** A place in a source file. Line and column are counted from 0, as in Chromium. */
export interface Place {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

export interface Response {
  /** 0 where the browser lost it: there was an answer, and its headers are known. */
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
}
