/** The lines that browsers write to the console when they refuse a request, read. */
import { reasonOfNetError } from '../cors/network-failure.ts';
import type { Stage } from '../cors/types.ts';
import type { CauseKind } from './rule.ts';

/** What a line of a console says. */
export interface ConsoleLine {
  readonly browser: 'Chrome' | 'Firefox' | 'Safari';
  readonly kind: CauseKind | OtherKind;
  /** Where it does not tell whether the preflight or the answer was refused: null. */
  readonly stage: Stage | null;
  readonly url: string | null;
  /** The address that your code asked for, where a redirect led from there to `url`; only Chrome names it. */
  readonly redirectedFrom: string | null;
  /** The page's origin; Firefox does not name it. */
  readonly origin: string | null;
  /** The header's value that was refused; null where the line has none. */
  readonly value: string | null;
  /** The method or the request header that was refused. */
  readonly name: string | null;
  readonly status: number | null;
}

/** What is no step of the standard's CORS algorithms. */
type OtherKind =
  | 'scheme'
  | 'mode'
  | 'policy'
  | 'mixed-content'
  | 'worker'
  | 'switched-off'
  | 'unnamed'
  | 'unfinished'
  | 'script-error'
  | 'authorization';

type Part = Partial<Omit<ConsoleLine, 'browser'>> & Pick<ConsoleLine, 'kind'>;
type Reading = readonly [pattern: RegExp, read: (groups: readonly string[]) => Part];

/** Longer texts are no line of a console. */
const LONGEST = 20_000;

const CHROME_REASONS: readonly Reading[] = [
  [/No 'Access-Control-Allow-Origin' header is present/, () => ({ kind: 'allow-origin-missing' })],
  [
    /has a value '([^]*?)' that is not equal to the supplied origin/,
    ([value = '']) => ({ kind: 'allow-origin-mismatch', value }),
  ],
  [
    /contains (?:multiple values|the invalid value) '([^]*?)'(?:, but only one|\.)/,
    ([value = '']) => ({ kind: 'allow-origin-mismatch', value }),
  ],
  [
    /'Access-Control-Allow-Origin' header in the response must not be the wildcard|wildcard '\*' cannot be used in the 'Access-Control-Allow-Origin' header/,
    () => ({ kind: 'allow-origin-wildcard', value: '*' }),
  ],
  [
    /'Access-Control-Allow-Credentials' header (?:in the response )?is '([^]*?)'(?: which|\. It) must be 'true'/,
    ([value = '']) => ({ kind: 'allow-credentials-not-true', value: value || null }),
  ],
  [/does not have HTTP ok status/, () => ({ kind: 'preflight-status-not-ok' })],
  [
    /preflight has invalid HTTP status code (\d{3})/,
    ([status = '']) => ({ kind: 'preflight-status-not-ok', status: Number(status) }),
  ],
  [
    /Redirect is not allowed for a preflight request|preflight is invalid \(redirect\)/,
    () => ({ kind: 'preflight-redirected' }),
  ],
  [/disallowed for cross-origin requests that require preflight/, () => ({ kind: 'redirect-refused' })],
  [/Cannot parse Access-Control-Allow-Methods/, () => ({ kind: 'allow-methods-malformed' })],
  [/Cannot parse Access-Control-Allow-Headers/, () => ({ kind: 'allow-headers-malformed' })],
  [
    /Method (\S+) is not allowed by Access-Control-Allow-Methods/,
    ([name = '']) => ({ kind: 'method-not-allowed', name, stage: 'preflight' }),
  ],
  [
    /Request header field (\S+) is not allowed by Access-Control-Allow-Headers/,
    ([name = '']) => ({ kind: 'header-not-allowed', name, stage: 'preflight' }),
  ],
  [/contains a username and password/, () => ({ kind: 'redirect-with-url-credentials' })],
  [/address space|private network|local network/i, () => ({ kind: 'local-network-access' })],
  [/only supported for (?:protocol schemes|HTTP\b)/, () => ({ kind: 'scheme' })],
  [/not allowed by request mode/, () => ({ kind: 'mode' })],
];

const FIREFOX_REASONS: readonly Reading[] = [
  [/^CORS disabled/, () => ({ kind: 'switched-off' })],
  [/^CORS request (?:did not succeed|failed)/, () => ({ kind: 'network' })],
  [/^CORS request not http/, () => ({ kind: 'scheme' })],
  [/^Multiple CORS header/, () => ({ kind: 'allow-origin-mismatch' })],
  [/^CORS header .Access-Control-Allow-Origin. missing/, () => ({ kind: 'allow-origin-missing' })],
  [/^Credential is not supported/, () => ({ kind: 'allow-origin-wildcard', value: '*' })],
  [
    /^CORS header .Access-Control-Allow-Origin. does not match [‘'"]([^]*?)[’'"]$/,
    ([value = '']) => ({ kind: 'allow-origin-mismatch', value }),
  ],
  [
    /^expected .true. in CORS header .Access-Control-Allow-Credentials/,
    () => ({ kind: 'allow-credentials-not-true' }),
  ],
  [/^CORS header .Origin. cannot be added/, () => ({ kind: 'mode' })],
  [/^CORS request external redirect not allowed/, () => ({ kind: 'preflight-redirected' })],
  [/^CORS preflight (?:response|channel) did not succeed/, () => ({ kind: 'preflight-status-not-ok' })],
  [
    /^invalid token [‘'"]([^]*?)[’'"] in CORS header .Access-Control-Allow-Methods/,
    ([value = '']) => ({ kind: 'allow-methods-malformed', value }),
  ],
  [
    /^invalid token [‘'"]([^]*?)[’'"] in CORS header .Access-Control-Allow-Headers/,
    ([value = '']) => ({ kind: 'allow-headers-malformed', value }),
  ],
  [/^Did not find method in CORS header/, () => ({ kind: 'method-not-allowed', stage: 'preflight' })],
  [
    /^(?:header|missing token) [‘'"]([^]*?)[’'"] (?:is not allowed according to|in CORS) header .Access-Control-Allow-Headers/,
    ([name = '']) => ({ kind: 'header-not-allowed', name, stage: 'preflight' }),
  ],
];

const SAFARI_LINES: readonly Reading[] = [
  [
    /Origin (\S+) is not allowed by Access-Control-Allow-Origin/,
    ([origin = '']) => ({ kind: 'allow-origin-missing', origin }),
  ],
  [
    /Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/,
    () => ({ kind: 'allow-origin-wildcard', value: '*' }),
  ],
  [
    /Access-Control-Allow-Origin cannot contain more than one origin/,
    () => ({ kind: 'allow-origin-mismatch' }),
  ],
  [
    /Credentials flag is true, but Access-Control-Allow-Credentials is not "true"/,
    () => ({ kind: 'allow-credentials-not-true' }),
  ],
  [
    /Header Access-Control-Allow-(Methods|Headers) has an invalid value: ([^\n]*)/,
    ([which, value = '']) => ({
      kind: which === 'Methods' ? 'allow-methods-malformed' : 'allow-headers-malformed',
      value,
    }),
  ],
  [/Preflight response is not successful/, () => ({ kind: 'preflight-status-not-ok' })],
  [
    /Method (\S+) is not allowed by Access-Control-Allow-Methods(?! in preflight)/,
    ([name = '']) => ({ kind: 'method-not-allowed', name, stage: 'preflight' }),
  ],
  [
    /Request header field (\S+) is not allowed by Access-Control-Allow-Headers(?! in preflight)/,
    ([name = '']) => ({ kind: 'header-not-allowed', name, stage: 'preflight' }),
  ],
  [
    /Not allowed to follow a redirection while loading|denied by Cross-Origin Resource Sharing policy/,
    () => ({ kind: 'redirect-refused' }),
  ],
  [
    /Refused to connect to (\S+) because it does not appear in the connect-src directive/,
    ([url = '']) => ({ kind: 'policy', url }),
  ],
  [
    /The page at \S+ was not allowed to (?:display|run) insecure content from (\S+?)\.?(?:\s|$)/,
    ([url = '']) => ({ kind: 'mixed-content', url }),
  ],
  [/Load cannot follow more than 20 redirections/, () => ({ kind: 'too-many-redirects' })],
  [/due to access control checks/, () => ({ kind: 'unnamed' })],
];

/** Lines of Firefox's that do not begin with "Cross-Origin Request", as its necko, csp, security and caps.properties have them. */
const FIREFOX_LINES: readonly Reading[] = [
  [
    /settings blocked the loading of a resource (?:\(connect-src\) )?at (\S+) (?:because it violates the following directive: “connect-src|\(“connect-src)/,
    ([url = '']) => ({ kind: 'policy', url }),
  ],
  [
    /Blocked loading mixed (?:active|display) content “([^”]*)”/,
    ([url = '']) => ({ kind: 'mixed-content', url }),
  ],
  [
    /The resource at “([^”]*)” was blocked due to its Cross-Origin-Resource-Policy/,
    ([url = '']) => ({ kind: 'blocked-by-response', url }),
  ],
  [
    /The resource at “([^”]*)” was blocked by OpaqueResponseBlocking/,
    ([url = '']) => ({ kind: 'blocked-by-orb', url }),
  ],
  [
    /Failed to load ‘([^’]*)’\. A ServiceWorker (passed [^\n]*)/,
    ([url = '', value = '']) => ({ kind: 'worker', url, value }),
  ],
  [
    /Security Error: Content at \S+ may not (?:load data from|load or link to) (file:\S+?)\.?$/m,
    ([url = '']) => ({ kind: 'scheme', url }),
  ],
  [
    /Security Error: Content at \S+ may not load data from (\S+?)\.?$/m,
    ([url = '']) => ({ kind: 'mode', url }),
  ],
];

/** Lines of Chrome's that do not begin with "Access to". */
const CHROME_LINES: readonly Reading[] = [
  [
    /Fetch API cannot load (\S+?)\. Request mode is "?(?:same-origin|no-cors)"?/,
    ([url = '']) => ({ kind: 'mode', url }),
  ],
  [/Not allowed to load local resource: (\S+)/, ([url = '']) => ({ kind: 'scheme', url })],
  [/Fetch API cannot load (\S+?)\. URL scheme/, ([url = '']) => ({ kind: 'scheme', url })],
  [
    /(?:Refused to connect to|Connecting to) '([^']*)' (?:because it )?violates the following Content Security Policy/,
    ([url = '']) => ({ kind: 'policy', url }),
  ],
  [
    /Fetch API cannot load (\S+?)\. Refused to connect because it violates/,
    ([url = '']) => ({ kind: 'policy', url }),
  ],
  [
    /Mixed Content: The page at '[^']*' was loaded over HTTPS, but requested an insecure \S+(?: \S+)? '([^']*)'/,
    ([url = '']) => ({ kind: 'mixed-content', url }),
  ],
  [
    /The FetchEvent for "([^"]*)" resulted in a network error response: ([^\n]*)/,
    ([url = '', value = '']) => ({ kind: 'worker', url, value }),
  ],
  [
    /\b[A-Z]{3,10} (https?:\S+) (?:[^\n]{0,80} )?(net::ERR_\w+(?:\.\w+)*)(?: (\d{3})\b)?/,
    ([url = '', error = '', status = '']) => ({
      kind: reasonOfNetError(error) ?? 'unnamed',
      url,
      value: error,
      status: statusOf(status),
    }),
  ],
  [/\b(?:XHR|Fetch) failed loading: [A-Z]+ "([^"]+)"/, ([url = '']) => ({ kind: 'unnamed', url })],
  [
    /(net::ERR_\w+(?:\.\w+)*)/,
    ([error = '']) => ({ kind: reasonOfNetError(error) ?? 'unnamed', value: error }),
  ],
];

/** What a script is told, by browser: that something failed, and nothing more. */
const SCRIPT_ERRORS: readonly (readonly [RegExp, ConsoleLine['browser']])[] = [
  [/\bFailed to fetch\b/, 'Chrome'],
  [/NetworkError when attempting to fetch resource/, 'Firefox'],
  [/^(?:TypeError: )?Load failed\b|TypeError: Load failed/, 'Safari'],
];

/** What only Chrome's lines hold, so that their end is enough. */
const CHROME_END =
  /No 'Access-Control-Allow-Origin' header is present|'Access-Control-Allow-(?:Origin|Credentials)' header (?:in the response|has a value|contains|is '|when)|doesn't pass access control check|does not have HTTP ok status|Redirect is not allowed for a preflight|preflight (?:is invalid|has invalid)|that require preflight|Cannot parse Access-Control-Allow-|in preflight response|Cross origin requests are only supported/;

const NOTHING = {
  stage: null,
  url: null,
  redirectedFrom: null,
  origin: null,
  value: null,
  name: null,
  status: null,
} as const;

/** Reads a line as it is copied from a console, with whatever stands before and behind; null where it is none of CORS. */
export function readConsoleLine(pasted: string): ConsoleLine | null {
  const text = pasted.slice(0, LONGEST);
  return chromeLine(text) ?? firefoxLine(text) ?? chromeEnd(text) ?? firefoxEnd(text) ?? otherLine(text);
}

/** A line of which only the kind is known. */
export function lineOf(browser: ConsoleLine['browser'], kind: ConsoleLine['kind']): ConsoleLine {
  return { ...NOTHING, browser, kind };
}

function chromeLine(text: string): ConsoleLine | null {
  const match =
    /Access to (?:[^']{1,60}) at '([^]*?)' (?:\(redirected from '([^]*?)'\) )?from origin '([^]*?)' has been blocked by CORS policy: ([^]*)/.exec(
      text,
    );
  if (match === null) return null;
  const [, url = '', redirectedFrom = null, origin = '', reason = ''] = match;
  const part = firstOf(CHROME_REASONS, reason) ?? { kind: 'unnamed' };
  const stage = reason.startsWith('Response to preflight') ? 'preflight' : 'response';
  return { ...NOTHING, browser: 'Chrome', stage, url, redirectedFrom, origin, ...part };
}

function firefoxLine(text: string): ConsoleLine | null {
  const warning = /Cross-Origin Request Warning: [^]*remote resource at ‘?([^\s’]*?)’?\.? soon/.exec(text);
  if (warning !== null)
    return { ...NOTHING, browser: 'Firefox', kind: 'authorization', url: warning[1] ?? null };
  const match =
    /Cross-Origin Request Blocked: [^]*?remote resource at [‘']?([^]*?)[’']?\. \(Reason: ([^]*?)\)\.(?:\s+Status code: (\S+?)\.)?(?:\s|\[|$)/.exec(
      text,
    );
  if (match === null) return null;
  const [, url = '', reason = '', status = ''] = match;
  const part = firstOf(FIREFOX_REASONS, reason) ?? { kind: 'unnamed' };
  return { ...NOTHING, browser: 'Firefox', url, status: statusOf(status), ...part };
}

/** People copy what looks like the message; and until 2018 the beginning was another, and the origin stood at the end. */
function chromeEnd(text: string): ConsoleLine | null {
  if (!CHROME_END.test(text)) return null;
  const part = firstOf(CHROME_REASONS, text) ?? { kind: 'unfinished' };
  const [, loaded = null] = /(?:cannot|Failed to) load ((?:https?|file):\S+?)[.:]? /.exec(text) ?? [];
  const [, redirectedFrom = null, url = loaded] =
    /Redirect from '([^']*)' to '([^']*)' has been blocked/.exec(text) ?? [];
  const [, before, after = null] =
    /from origin '([^']*)' has been blocked by CORS policy|Origin '([^']*)' is therefore not allowed/.exec(
      text,
    ) ?? [];
  const [, status = ''] = /The response had HTTP status code (\d{3})/.exec(text) ?? [];
  const stage = text.includes('preflight') ? 'preflight' : null;
  const known = { url, redirectedFrom, origin: before ?? after, stage, status: statusOf(status) } as const;
  return { ...lineOf('Chrome', 'unfinished'), ...known, ...part };
}

/** The reason alone, or all but the reason. */
function firefoxEnd(text: string): ConsoleLine | null {
  const reason = text.slice(Math.max(0, text.lastIndexOf('Reason: ')), 1000).replace('Reason: ', '');
  const part = firstOf(FIREFOX_REASONS, reason.trim().replace(/\)?\.?(?:\s+Status code: \S+)?$/, ''));
  if (part !== null) return { ...lineOf('Firefox', 'unfinished'), ...part };
  const cut =
    /Cross-Origin Request Blocked(?:[^]{0,100}?remote resource at [‘']?(\S+?)[’']?\.?(?:\s|$))?/.exec(text);
  return cut === null ? null : { ...lineOf('Firefox', 'unfinished'), url: cut[1] ?? null };
}

function otherLine(text: string): ConsoleLine | null {
  const [, status = ''] = /Status code: (\d+)/.exec(text) ?? [];
  const [, url] = /cannot load (https?:\S+?)(?:\.\s| due to access control checks)/.exec(text) ?? [];
  const safari = firstOf(SAFARI_LINES, text);
  if (safari !== null)
    return { ...NOTHING, browser: 'Safari', url: url ?? null, status: statusOf(status), ...safari };
  const firefox = firstOf(FIREFOX_LINES, text);
  if (firefox !== null) return { ...NOTHING, browser: 'Firefox', ...firefox };
  const chrome = firstOf(CHROME_LINES, text);
  if (chrome !== null) return { ...NOTHING, browser: 'Chrome', ...chrome };
  const told = SCRIPT_ERRORS.find(([pattern]) => pattern.test(text));
  return told === undefined ? null : { ...NOTHING, browser: told[1], kind: 'script-error' };
}

function firstOf(readings: readonly Reading[], text: string): Part | null {
  for (const [pattern, read] of readings) {
    const match = pattern.exec(text);
    if (match !== null) return read(match.slice(1));
  }
  return null;
}

function statusOf(text: string): number | null {
  return /^\d{3}$/.test(text) ? Number(text) : null;
}
