/**
 * The lines that browsers write to the console when they refuse a request. They hold fewer values than a recording, so some
 * texts here say less than a rule's; where all values are there, the rules speak.
 */
import { networkFailure } from '../cors/network-failure.ts';
import type { Failure, FailedReason, Flow, Stage, Verdict } from '../cors/types.ts';
import { UNRECORDED, type Exchange } from '../http/exchange.ts';
import { catalogue } from './catalogue.ts';
import { explainCause } from './diagnose.ts';
import { code, type Cause, type CauseKind, type Finding, type Rule } from './rule.ts';

/** What a line of a console says. */
export interface ConsoleLine {
  readonly browser: 'Chrome' | 'Firefox' | 'Safari';
  readonly kind: CauseKind | OtherKind;
  /** Where it does not tell whether the preflight or the answer was refused: null. */
  readonly stage: Stage | null;
  readonly url: string | null;
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
  'scheme' | 'mode' | 'policy' | 'mixed-content' | 'switched-off' | 'unnamed' | 'authorization';

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
    /'Access-Control-Allow-Origin' header in the response must not be the wildcard/,
    () => ({ kind: 'allow-origin-wildcard', value: '*' }),
  ],
  [
    /'Access-Control-Allow-Credentials' header in the response is '([^]*?)' which must be 'true'/,
    ([value = '']) => ({ kind: 'allow-credentials-not-true', value: value || null }),
  ],
  [/does not have HTTP ok status/, () => ({ kind: 'preflight-status-not-ok' })],
  [/Redirect is not allowed for a preflight request/, () => ({ kind: 'preflight-redirected' })],
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
  [/only supported for protocol schemes/, () => ({ kind: 'scheme' })],
  [/not allowed by request mode/, () => ({ kind: 'mode' })],
];

const FIREFOX_REASONS: readonly Reading[] = [
  [/^CORS disabled/, () => ({ kind: 'switched-off' })],
  [/^CORS request did not succeed/, () => ({ kind: 'network' })],
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
  [/^CORS preflight response did not succeed/, () => ({ kind: 'preflight-status-not-ok' })],
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
    /header [‘'"]([^]*?)[’'"] is not allowed according to header .Access-Control-Allow-Headers/,
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
    /Method (\S+) is not allowed by Access-Control-Allow-Methods\.?/,
    ([name = '']) => ({ kind: 'method-not-allowed', name, stage: 'preflight' }),
  ],
  [
    /Request header field (\S+) is not allowed by Access-Control-Allow-Headers\.?/,
    ([name = '']) => ({ kind: 'header-not-allowed', name, stage: 'preflight' }),
  ],
  [
    /Not allowed to follow a redirection while loading|denied by Cross-Origin Resource Sharing policy/,
    () => ({ kind: 'redirect-refused' }),
  ],
  [/Load cannot follow more than 20 redirections/, () => ({ kind: 'too-many-redirects' })],
  [/due to access control checks/, () => ({ kind: 'unnamed' })],
];

/** Lines of Chrome's that do not begin with "Access to". */
const CHROME_LINES: readonly Reading[] = [
  [
    /Fetch API cannot load (\S+?)\. Request mode is "?(?:same-origin|no-cors)"?/,
    ([url = '']) => ({ kind: 'mode', url }),
  ],
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
    /\b[A-Z]{3,10} (https?:\S+) (?:[^\n]{0,80} )?(net::ERR_[A-Z_.]+)/,
    ([url = '', error = '']) => ({ kind: reasonOfNetError(error) ?? 'unnamed', url, value: error }),
  ],
  [/(net::ERR_[A-Z_.]+)/, ([error = '']) => ({ kind: reasonOfNetError(error) ?? 'unnamed', value: error })],
];

/** What a script is told, by browser: that something failed, and nothing more. */
const SCRIPT_ERRORS: readonly (readonly [RegExp, ConsoleLine['browser']])[] = [
  [/\bFailed to fetch\b/, 'Chrome'],
  [/NetworkError when attempting to fetch resource/, 'Firefox'],
  [/TypeError: Load failed/, 'Safari'],
];

const NOTHING = { stage: null, url: null, origin: null, value: null, name: null, status: null } as const;

/** Reads a line as it is copied from a console, with whatever stands before and behind; null where it is none of CORS. */
export function readConsoleLine(pasted: string): ConsoleLine | null {
  const text = pasted.slice(0, LONGEST);
  return chromeLine(text) ?? firefoxLine(text) ?? otherLine(text);
}

function chromeLine(text: string): ConsoleLine | null {
  const match =
    /Access to (?:[^']{1,60}) at '([^]*?)' (?:\(redirected from '[^]*?'\) )?from origin '([^]*?)' has been blocked by CORS policy: ([^]*)/.exec(
      text,
    );
  if (match === null) return null;
  const [, url = '', origin = '', reason = ''] = match;
  const part = firstOf(CHROME_REASONS, reason) ?? { kind: 'unnamed' };
  const stage = reason.startsWith('Response to preflight') ? 'preflight' : 'response';
  return { ...NOTHING, browser: 'Chrome', stage, url, origin, ...part };
}

function firefoxLine(text: string): ConsoleLine | null {
  const warning = /Cross-Origin Request Warning: [^]*remote resource at ‘?([^\s’]*?)’?\.? soon/.exec(text);
  if (warning !== null)
    return { ...NOTHING, browser: 'Firefox', kind: 'authorization', url: warning[1] ?? null };
  const match =
    /Cross-Origin Request Blocked: [^]*?remote resource at [‘']?([^]*?)[’']?\. \(Reason: ([^]*?)\)\.(?:\s+Status code: (\S+?)\.)?(?:\s|$)/.exec(
      text,
    );
  if (match === null) return null;
  const [, url = '', reason = '', status = ''] = match;
  const part = firstOf(FIREFOX_REASONS, reason) ?? { kind: 'unnamed' };
  return { ...NOTHING, browser: 'Firefox', url, status: statusOf(status), ...part };
}

function otherLine(text: string): ConsoleLine | null {
  const [, status = ''] = /Status code: (\d+)/.exec(text) ?? [];
  const [, url] = /cannot load (\S+) due to access control checks/.exec(text) ?? [];
  const safari = firstOf(SAFARI_LINES, text);
  if (safari !== null)
    return { ...NOTHING, browser: 'Safari', url: url ?? null, status: statusOf(status), ...safari };
  const chrome = firstOf(CHROME_LINES, text);
  if (chrome !== null) return { ...NOTHING, browser: 'Chrome', ...chrome };
  const told = SCRIPT_ERRORS.find(([pattern]) => pattern.test(text));
  return told === undefined ? null : { ...NOTHING, browser: told[1], kind: 'unnamed' };
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

/** What a net error of Chrome's means; null where it means a CORS error, or nothing. */
export function reasonOfNetError(netError: string): FailedReason | null {
  return networkFailure({ ...exchangeTo('http://localhost/', null), netError });
}

/** What there is to say about a line. */
export interface ConsoleFinding extends Pick<Finding, 'headline' | 'explanation' | 'fix'> {
  readonly title: string;
  /** The rules that can explain it: which one it is takes a recording, unless it is one alone. */
  readonly rules: readonly Rule[];
}

/** Explains a line with the values in it. */
export function explainConsoleLine(line: ConsoleLine): ConsoleFinding {
  const rules = catalogue.filter(({ explains }) => (explains as readonly string[]).includes(line.kind));
  const cause = causeOf(line);
  const [told] = cause === null ? [] : explainCause(cause, flowOf(line), verdictOf(line));
  if (told !== undefined) {
    const rule = rules.filter(({ id }) => id === told.rule);
    const { title, headline, explanation, fix } = told;
    return { title, headline, explanation, fix, rules: rule };
  }
  return { ...TEXTS[line.kind as keyof typeof TEXTS](line), rules };
}

/** The failure, where the line has all that a rule wants to know of it. */
function causeOf({ browser, kind, origin, value, stage, status }: ConsoleLine): Cause | null {
  const at = { stage: stage ?? 'response', hop: 0 } as const;
  switch (kind) {
    case 'allow-origin-missing':
      // What a redirect leads to, the line does not say; nor does Safari, whether the header was missing.
      if (origin === null || browser === 'Safari' || (status !== null && status >= 300 && status < 400))
        return null;
      return { ...at, kind, origin, status: status ?? 200 };
    case 'allow-origin-mismatch':
      return origin === null || value === null ? null : { ...at, kind, origin, value, lines: [value] };
    case 'allow-origin-wildcard':
      return origin === null ? null : { ...at, kind, origin };
    case 'allow-credentials-not-true':
      return origin === null ? null : { ...at, kind, value };
    case 'preflight-status-not-ok':
      return status === null ? null : { ...at, kind, status };
    case 'method-not-allowed':
    case 'header-not-allowed':
    case 'preflight-redirected':
    case 'allow-methods-malformed':
    case 'allow-headers-malformed':
    case 'redirect-with-url-credentials':
    case 'unnamed':
    case 'scheme':
    case 'mode':
    case 'policy':
    case 'mixed-content':
    case 'switched-off':
    case 'authorization':
    case 'redirect-refused':
    case 'allowed':
    case 'unknown':
    case 'no-cors':
    case 'network':
      return null;
    default:
      return { ...at, kind, netError: value };
  }
}

const page = ({ origin }: ConsoleLine): string => (origin === null ? 'your page' : code(origin));
const target = ({ url }: ConsoleLine): string => (url === null ? 'the server' : code(url));
const allowOrigin = ({ origin }: ConsoleLine): string =>
  origin === null
    ? 'Send `Access-Control-Allow-Origin` with the origin of your page: scheme, host and port as the address bar has them, without a slash.'
    : `Send \`Access-Control-Allow-Origin: ${origin}\`.`;

type Text = (line: ConsoleLine) => Omit<ConsoleFinding, 'rules'>;

/** For lines that lack what the rules name. */
const TEXTS = {
  'allow-origin-missing': (line) => ({
    title: 'No Access-Control-Allow-Origin',
    headline: `The response from ${target(line)} does not allow ${page(line)}: it has no \`Access-Control-Allow-Origin\`${line.browser === 'Safari' ? ', or a different one' : ''}${line.status === null ? '' : `, and the status ${line.status}`}.`,
    explanation:
      'The browser lets a page read a response from another origin only if the response says so. Redirects and error pages need the header too; a status from 400 on means that something else went wrong first.',
    fix: allowOrigin(line),
  }),
  'allow-origin-mismatch': (line) => ({
    title: 'A different origin is allowed',
    headline:
      line.value === null
        ? `${capital(target(line))} sends more than one value in \`Access-Control-Allow-Origin\`.`
        : `${capital(target(line))} allows ${code(line.value)}, and that is not the origin of your page.`,
    explanation:
      line.value === null
        ? 'Only one value is allowed. Often an application and a proxy in front of it both add the header.'
        : 'The browser compares the two byte for byte: scheme, host and port, without a path and without a slash at the end.',
    fix:
      line.value === null
        ? 'Let only one of them send the header.'
        : 'Send back the origin that is asking, if it is one that you trust, with `Vary: Origin`.',
  }),
  'allow-origin-wildcard': (line) => ({
    title: 'Wildcard with credentials',
    headline: `${capital(target(line))} allows \`*\`, and your request sends credentials.`,
    explanation:
      '`*` means “anyone, without cookies”. With credentials, the response has to name your origin.',
    fix: `${allowOrigin(line)} Add \`Access-Control-Allow-Credentials: true\` and \`Vary: Origin\`; or, if the API needs no cookies, make the request without \`credentials: 'include'\` (\`withCredentials\`).`,
  }),
  'allow-credentials-not-true': (line) => ({
    title: 'Access-Control-Allow-Credentials is not true',
    headline: `Your request sends credentials, and ${target(line)} does not answer \`Access-Control-Allow-Credentials: true\`.`,
    explanation:
      'The response allows your origin, but not with cookies or other credentials. Only `true` counts, in lower case and once.',
    fix: "Send `Access-Control-Allow-Credentials: true`; or, if the API needs no cookies, make the request without `credentials: 'include'` (`withCredentials`).",
  }),
  'preflight-status-not-ok': (line) => ({
    title: 'Preflight status is not OK',
    headline: `${capital(target(line))} answered the preflight with a status outside 200 to 299.`,
    explanation:
      'The browser asks with `OPTIONS`, without cookies and without `Authorization`, before it sends your request. Whatever headers the response has, a status such as 401, 404 or 405 refuses the request.',
    fix: 'Answer `OPTIONS` with `204` and the CORS headers, before any login and any routing.',
  }),
  'preflight-redirected': (line) => ({
    title: 'Preflight redirected',
    headline: `${capital(target(line))} answered the preflight with a redirect.`,
    explanation:
      'A preflight has to be answered at the same address, with a status from 200 to 299: the browser does not follow. Often it is a missing slash, http instead of https, or a login page.',
    fix: 'Request the address to which it redirects, or answer `OPTIONS` before redirecting.',
  }),
  'allow-methods-malformed': (line) => malformed(line, 'Methods', 'GET, PUT'),
  'allow-headers-malformed': (line) => malformed(line, 'Headers', 'content-type, authorization'),
  'method-not-allowed': (line) => {
    const method = line.name === null ? 'the method' : code(line.name);
    return {
      title: 'Method not allowed by the preflight',
      headline: `${capital(target(line))} does not list ${method} in \`Access-Control-Allow-Methods\`.`,
      explanation:
        'Only `GET`, `HEAD` and `POST` are allowed without being listed. Capitals count, and with credentials `*` is no wildcard.',
      fix: `Add ${method} of your request to \`Access-Control-Allow-Methods\` on the preflight’s response.`,
    };
  },
  'header-not-allowed': (line) => ({
    title: 'Header not allowed by the preflight',
    headline: `Your request sends ${code(line.name ?? '')}, and ${target(line)} does not list it in \`Access-Control-Allow-Headers\`.`,
    explanation:
      'Every header that your code sets has to be listed in the preflight’s response. The browser names only the first that is missing, and with credentials `*` is no wildcard.',
    fix: `Add ${code(line.name ?? '')} to \`Access-Control-Allow-Headers\` on the preflight’s response, or leave the header out of the request.`,
  }),
  'redirect-with-url-credentials': (line) => ({
    title: 'Redirect URL contains a user name and password',
    headline: `${capital(target(line))} redirects to a URL with a user name and password in it.`,
    explanation:
      'The browser does not follow a cross-origin redirect whose URL contains a login, whatever the headers say.',
    fix: 'Redirect to the same URL without `user:password@`.',
  }),
  'redirect-refused': (line) => ({
    title: 'Redirect refused',
    headline: `${capital(target(line))} redirects to where your request may not go.`,
    explanation:
      'Every response on the way is checked, redirects included, before the browser follows. After a redirect to a third origin the `Origin` is `null`.',
    fix: 'Request the final address directly, or send the CORS headers on the redirect as well.',
  }),
  network: (line) => ({
    title: 'Not CORS: no response',
    headline: `The request to ${target(line)} got no response.`,
    explanation:
      'Firefox says “CORS” here of everything that fails before there is a response: the server is down, its name unknown, its certificate not trusted, or an extension blocked it. There was no header to check.',
    fix: 'Open the URL in a tab, which shows the reason. If another line about the same URL stands above, that one names the cause.',
  }),
  scheme: (line) => ({
    title: 'Not http',
    headline: `${capital(target(line))} is not an http or https URL.`,
    explanation:
      'CORS exists for http and https alone: pages opened from a file, and addresses such as `file:`, can’t be read across origins.',
    fix: 'Serve the files by a local web server, and write the whole URL, with `http://` or `https://`.',
  }),
  mode: (line) => ({
    title: 'Not CORS: refused by your own request’s mode',
    headline: `Your code asked for ${target(line)} in a mode that does not allow it.`,
    explanation: 'Nothing was sent, and no header of the server’s can change that.',
    fix: "Leave out `mode` in the call of `fetch`, or use `mode: 'cors'`. Don’t use `mode: 'no-cors'`: the response can then not be read.",
  }),
  policy: (line) => ({
    title: 'Not CORS: blocked by the Content Security Policy',
    headline: `The Content Security Policy of your own page does not allow a connection to ${target(line)}.`,
    explanation: 'Nothing was sent. The policy comes with your page, not with the server that you asked.',
    fix: 'Add the origin to `connect-src` in the `Content-Security-Policy` of your page.',
  }),
  'mixed-content': (line) => ({
    title: 'Not CORS: http from an https page',
    headline: `Your page uses https, and asks for ${target(line)} by http.`,
    explanation: 'The browser blocks such requests before it sends them, whatever headers the server has.',
    fix: 'Use https for the API too; on your own machine, `http://localhost` is exempt.',
  }),
  'switched-off': () => ({
    title: 'CORS is switched off in this browser',
    headline: 'Someone set `content.cors.disable` in this Firefox: every cross-origin request fails.',
    explanation: 'No header of any server can change that.',
    fix: 'Reset `content.cors.disable` in `about:config`.',
  }),
  authorization: (line) => ({
    title: 'A wildcard will not cover Authorization',
    headline: `${capital(target(line))} allows the header \`Authorization\` by \`*\` only.`,
    explanation:
      'This is a warning: the request passes today. The standard does not let `Access-Control-Allow-Headers: *` cover `Authorization`.',
    fix: 'List it: `Access-Control-Allow-Headers: authorization, *`.',
  }),
  unnamed: (line) => ({
    title: 'The browser does not say why',
    headline: `The request to ${target(line)} failed, and this line does not tell the reason.`,
    explanation:
      'A page is never told why a request of its own failed, so that it can’t probe other servers. The console has another line beside this one, and DevTools the request itself.',
    fix: 'Copy the other line, or save the requests as a HAR file and run `whycors check` on it.',
  }),
} as const satisfies Readonly<Record<string, Text>>;

function malformed(
  { value, url }: ConsoleLine,
  which: string,
  example: string,
): Omit<ConsoleFinding, 'rules'> {
  const header = `Access-Control-Allow-${which}`;
  return {
    title: `${header} is malformed`,
    headline: `${url === null ? 'The server' : capital(code(url))} sends an \`${header}\` that can’t be parsed${value === null ? '' : `: ${code(value)}`}.`,
    explanation: 'One invalid name makes the browser reject the whole list.',
    fix: `Send names separated by commas, without quotes, semicolons or brackets, such as \`${header}: ${example}\`.`,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function exchangeTo(url: string, origin: string | null): Exchange {
  return {
    ...UNRECORDED,
    index: 0,
    producer: 'chromium',
    startedAt: 0,
    method: 'GET',
    url,
    requestHeaders: origin === null ? [] : [['Origin', origin]],
    pageOrigin: origin,
  };
}

function flowOf({ url, origin, stage }: ConsoleLine): Flow {
  const exchange = exchangeTo(url !== null && URL.canParse(url) ? url : 'http://localhost/', origin);
  const preflight = stage === 'preflight' ? { ...exchange, method: 'OPTIONS' } : null;
  return { hops: [{ preflight, actual: exchange }], viaWorker: null };
}

function verdictOf(line: ConsoleLine): Verdict {
  const failure = causeOf(line);
  return {
    outcome: 'blocked',
    failures: failure === null ? [] : [failure as Failure],
    reason: null,
    netError: null,
    exemption: null,
    missing: [],
    origin: line.origin,
    credentials: 'unknown',
    inferences: [],
    trace: [],
    engines: { chromium: 'unknown', firefox: 'unknown', webkit: 'unknown' },
  };
}
