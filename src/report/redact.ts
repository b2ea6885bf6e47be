import type { Exchange } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';

/** What stands in the place of a secret. */
export const REDACTED = 'REDACTED';

/** Says that something was taken out, in words that name it and not its value. */
type Note = (what: string) => void;
const unnoted: Note = () => undefined;

export type Redactable = Pick<Exchange, 'url' | 'requestHeaders' | 'response' | 'netError' | 'initiator'>;

export interface Redaction<T extends Redactable> {
  readonly exchange: T;
  /** What was taken out, each once: header names, and parameters of addresses. */
  readonly redacted: readonly string[];
}

/** An exchange without what would let a reader act in the user's name. Whatever leaves the panel goes through here. */
export function redactExchange<T extends Redactable>(exchange: T): Redaction<T> {
  const redacted = new Set<string>();
  const note: Note = (what) => void redacted.add(what);
  const { response, netError, initiator } = exchange;
  const text = (value: string, what: string): string => {
    const safe = redactText(value);
    if (safe !== value) note(what);
    return safe;
  };
  return {
    exchange: {
      ...exchange,
      url: redactUrl(exchange.url, note),
      requestHeaders: redactHeaders(exchange.requestHeaders, note),
      response: response && {
        ...response,
        statusText: text(response.statusText, 'status text'),
        headers: redactHeaders(response.headers, note),
      },
      netError: netError && text(netError, 'error text'),
      ...(initiator && { initiator: { ...initiator, url: redactUrl(initiator.url, note) } }),
    },
    redacted: [...redacted],
  };
}

function redactHeaders(list: HeaderList, note: Note): HeaderList {
  return list.map((line) => {
    const [name, value] = line;
    const safe = redactHeader(name, value);
    if (safe === value) return line;
    note(name);
    return [name, safe];
  });
}

/** A header's value without its secrets. The names of cookies and of schemes stay: they help, and open nothing. */
export function redactHeader(name: string, value: string): string {
  // Nine in ten headers of a recording are the same as before.
  if (value.length > 500) return redactedHeader(name, value);
  const line = `${name}:${value}`;
  const before = lines.get(line);
  if (before !== undefined) return before;
  const safe = redactedHeader(name, value);
  if (lines.size > 50_000) lines.clear();
  lines.set(line, safe);
  return safe;
}

const lines = new Map<string, string>();

function redactedHeader(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (value === '') return value;
  if (lower === 'cookie' || lower === 'cookie2') return value.split(';').map(redactCookie).join('; ');
  if (lower === 'set-cookie' || lower === 'set-cookie2') return redactSetCookie(value);
  if (lower === 'authorization' || lower === 'proxy-authorization') {
    const [, scheme] = /^\s*([A-Za-z0-9-]+)\s+\S/.exec(value) ?? [];
    return scheme !== undefined && SCHEMES.has(scheme.toLowerCase()) ? `${scheme} ${REDACTED}` : REDACTED;
  }
  // A challenge names a scheme too, and of what follows only the answer of the older ones is a secret.
  if (lower === 'www-authenticate' || lower === 'proxy-authenticate')
    return redactWithin(value.replace(/^(\s*(?:Negotiate|NTLM))\s+\S.*$/is, `$1 ${REDACTED}`));
  // Pages that can set no header hide a token among the protocols.
  if (lower === 'sec-websocket-protocol') return value.replace(/[^\s,]{25,}/g, REDACTED);
  if (isSecretHeader(lower)) return REDACTED;
  return ADDRESSES.has(lower) ? redactUrl(value) : redactText(value);
}

const ADDRESSES: ReadonlySet<string> = new Set([
  ':path',
  'content-location',
  'link',
  'location',
  'referer',
  'refresh',
  'sourcemap',
  'x-original-url',
  'x-rewrite-url',
]);

const SCHEMES: ReadonlySet<string> = new Set([
  'apikey',
  'aws4-ecdsa-p256-sha256',
  'aws4-hmac-sha256',
  'basic',
  'bearer',
  'digest',
  'dpop',
  'goog4-rsa-sha256',
  'hawk',
  'hmac',
  'hoba',
  'mac',
  'mutual',
  'negotiate',
  'ntlm',
  'oauth',
  'privatetoken',
  'scram-sha-1',
  'scram-sha-256',
  'sharedaccesssignature',
  'sharedkey',
  'sharedkeylite',
  'token',
]);

/** Names that look like a key to something and are none. */
const HARMLESS: ReadonlySet<string> = new Set([
  'cache-key',
  'idempotency-key',
  'public-key-pins',
  'public-key-pins-report-only',
  'sec-websocket-key',
  'surrogate-key',
  'x-cache-key',
  'x-idempotency-key',
]);

/** Whether a header, by its name in lower case, carries a key or what stands for a user. */
export function isSecretHeader(lower: string): boolean {
  if (lower.startsWith('access-control-') || HARMLESS.has(lower) || /rate-?limit/.test(lower)) return false;
  return (
    /token|secret|passw(?:or)?d|passphrase|passcode|api-?key|session-?id|signature|credential|jwt|csrf|xsrf|wsse|oidc|dpop/.test(
      lower,
    ) ||
    /(?:^|[-_])(?:auth|authentication|authorization|bearer|client-cert|client-principal|cookie|key|otp|pwd|session|sid)(?:[-_]|$)/.test(
      lower,
    )
  );
}

function redactCookie(cookie: string): string {
  const equals = cookie.indexOf('=');
  if (equals === -1) return cookie.trim() === '' ? '' : REDACTED;
  return `${redactKeys(cookie.slice(0, equals).trimStart())}=${REDACTED}`;
}

const COOKIE_ATTRIBUTE =
  /^\s*(?:domain|expires|httponly|max-age|partitioned|path|priority|samesite|secure)(?:\s*=|\s*$)/i;

function redactSetCookie(value: string): string {
  const [cookie = '', ...attributes] = value.split(';');
  return [
    redactCookie(cookie),
    ...attributes.map((one) => (COOKIE_ATTRIBUTE.test(one) ? redactText(one.trim()) : REDACTED)),
  ].join('; ');
}

/** An address without user, password and the parameters that are keys. All else stays byte for byte. */
export function redactUrl(url: string, note: Note = unnoted): string {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  const address = before
    .replace(USER, (whole, start: string) => {
      if (whole !== `${start}${REDACTED}@`) note('user and password in the address');
      return `${start}${REDACTED}@`;
    })
    .split(';')
    .map((part, i) => (i === 0 ? part : redactPathParameter(part, note)))
    .join(';');
  const pairs = (text: string): string =>
    text.slice(0, 1) +
    text
      .slice(1)
      .split('&')
      .map((pair) => redactPair(pair, note))
      .join('&');
  const safe = address + (query && pairs(query)) + (fragment && pairs(fragment));
  const swept = redactText(safe);
  if (swept !== safe) note('a key in the address');
  return swept;
}

const USER = /^((?:[a-z][a-z0-9+.-]*:[/\\]*|[/\\]{2}))[^/\\?#]*@/i;

/** `;jsessionid=1` and what follows it in the path. */
function redactPathParameter(part: string, note: Note): string {
  const slash = part.indexOf('/');
  const end = slash === -1 ? part.length : slash;
  return redactPair(part.slice(0, end), note) + part.slice(end);
}

function redactPair(pair: string, note: Note): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return pair;
  // A fragment can hold a route with parameters of its own: `#/callback?code=1`.
  const name = pair.slice(0, equals);
  const value = pair.slice(equals + 1);
  if (value === '' || !isSecretParameter(name, value)) return pair;
  note(`${decoded(name)} in the address`);
  return `${name}=${REDACTED}`;
}

const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'accesscode',
  'appid',
  'auth',
  'authcode',
  'authkey',
  'authorization',
  'awsaccesskeyid',
  'bearer',
  'codeverifier',
  'csrf',
  'devicecode',
  'googleaccessid',
  'hdnea',
  'hdntl',
  'hdnts',
  'hmac',
  'idtokenhint',
  'key',
  'mac',
  'oauthverifier',
  'otp',
  'pass',
  'passcode',
  'passwd',
  'pin',
  'pwd',
  'samlart',
  'samlrequest',
  'samlresponse',
  'secret',
  'session',
  'sid',
  'sig',
  'ticket',
  'usercode',
  'verificationcode',
  'wresult',
  'xsrf',
]);

const SECRET_ENDING =
  /(?:token|secret|password|passphrase|(?:access|api|app|client|consumer|license|private|secret|session|shared|stream|subscription)key|accesskeyid|assertion|signature|sessionid|sessid|credentials?|jwt)$/;

function isSecretParameter(name: string, value: string): boolean {
  // What was taken out before stays as it is, with what follows it.
  if (DONE.test(value)) return false;
  // What counts is the name's last word: of `user[password]` and `#/callback?code` too.
  const [, last = ''] = /([^?&[\].]*)\]?$/.exec(decoded(name)) ?? [];
  const plain = last.toLowerCase().replace(/[^a-z0-9]/g, '');
  // The code of a login is one; that of a country is not.
  if (plain === 'code') return value.length >= 12 || /^\d{6,}$/.test(value);
  return SECRET_PARAMETERS.has(plain) || SECRET_ENDING.test(plain);
}

const DONE = new RegExp(`^${REDACTED}(?![\\w%])`);

/** Without percent signs: an address within an address is encoded twice. */
function decoded(text: string): string {
  let plain = text;
  for (let times = 0; times < 3 && plain.includes('%'); times++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      break;
    }
  }
  return plain;
}

/**
 * Any text without what looks like a secret by itself: signed tokens, the keys of well-known services, what follows
 * the name of a scheme, and parameters and users of addresses within.
 */
export function redactText(text: string): string {
  return redactWithin(redactKeys(text).replace(AFTER_SCHEME, `$1${REDACTED}`));
}

function redactWithin(text: string): string {
  const withoutUsers = redactKeys(text)
    .replace(USER_WITHIN, `$1${REDACTED}@`)
    .replace(ENCODED_USER_WITHIN, `$1${REDACTED}$2`);
  return PAIRS.reduce((safe, pair) => redactPairs(safe, pair), withoutUsers);
}

/** A name with what separates it from its value, and how far the value goes. */
interface Pair {
  readonly name: RegExp;
  readonly value: RegExp;
}

/** Only names are searched for: a value may hold addresses with parameters of their own. */
function redactPairs(text: string, { name, value }: Pair): string {
  let safe = '';
  let done = 0;
  for (const found of text.matchAll(name)) {
    const start = found.index + found[0].length;
    // The value goes on to the end of the address, so it is read only where the name can be that of a secret.
    if (start < done || !isSecretParameter(found[1] ?? '', 'some long value')) continue;
    value.lastIndex = start;
    const [secret = ''] = value.exec(text) ?? [];
    if (secret === '' || !isSecretParameter(found[1] ?? '', secret)) continue;
    safe += text.slice(done, start) + REDACTED;
    done = start + secret.length;
  }
  return safe + text.slice(done);
}

/** Cut into runs first: a pattern that may begin anywhere and goes on to the end would take the square of the time. */
const redactKeys = (text: string): string =>
  text.replace(/[\w.-]{16,}/g, redactSigned).replace(KEYS, REDACTED);

/** A signed token begins with the encoded beginning of an object: `{"`, or the same with a space or a line break. */
function redactSigned(run: string): string {
  let at = 0;
  const parts = run.split('.');
  for (const [i, part] of parts.entries()) {
    const start = i + 1 < parts.length ? part.search(/eyJ[\w-]{6}/) : -1;
    const rarer = i + 2 < parts.length ? part.search(/(?:eyAi|ewo[gJ])[\w-]{8}/) : -1;
    const found = start === -1 ? rarer : start;
    if (found !== -1) return run.slice(0, at + found) + REDACTED;
    at += part.length + 1;
  }
  return run;
}

/** Keys that their issuers made recognisable on purpose. */
const KEYS = new RegExp(
  [
    '\\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\\b',
    '\\bAIza[\\w-]{30,}',
    '\\bya29\\.[\\w.-]{10,}',
    '\\bgh[opsur]_[A-Za-z0-9]{20,}',
    '\\bgithub_pat_\\w{20,}',
    '\\bglpat-[\\w-]{16,}',
    '\\bxox[abeoprs]-[\\w-]{8,}',
    '\\b(?:sk|pk|rk)_(?:live|test)_\\w{8,}',
    '\\bsk-[\\w-]{16,}',
    '\\bSG\\.[\\w-]{10,}\\.[\\w-]{10,}',
    '\\bnpm_[A-Za-z0-9]{30,}',
    '\\bshp(?:at|ca|pa|ss)_[a-f0-9]{16,}',
    '\\bhv[sbr]\\.[\\w-]{16,}',
  ].join('|'),
  'g',
);

const SCHEME =
  '(?:ApiKey|Bearer|Basic|Digest|Negotiate|NTLM|DPoP|Hawk|AWS4-(?:HMAC|ECDSA-P256)-SHA256|GOOG4-RSA-SHA256|SharedAccessSignature|SharedKey(?:Lite)?)';

/** Also as in an address. */
const SPACE = '(?:[ \\t]+|\\+|%20)';

/** Not where a sentence or a challenge goes on after the word: "Bearer token", "Basic realm=…". */
const AFTER_SCHEME = new RegExp(
  `\\b(${SCHEME}(?:${SPACE}${SCHEME})*${SPACE})` +
    '(?!realm\\b|(?:and|auth|authentication|authorization|credentials?|error|header|is|or|scheme|tokens?)\\b(?!=|%3D))' +
    '[^\\s,"\'`<>][^\\s"\'`<>]*(?:,[ \\t]*[\\w-]+=[^\\s,"\'`<>]*)*',
  'gi',
);

const USER_WITHIN = /((?:\b[a-z][a-z0-9+.-]{0,20}:|(?<=^|[\s"'`<(=,;]))\/\/)[^\s/\\?#"'`<>]+@/gi;
const ENCODED_USER_WITHIN =
  /(%(?:25)*3A(?:%(?:25)*2F){2})(?:(?!%(?:25)*(?:2F|3F|23|26))[^\s&#"'`<>/?])+(%(?:25)*40)/gi;
const PAIRS: readonly Pair[] = [
  {
    name: /(?<=^|[?&#;,\s{("'|~])([^\s=&#?;,"'`<>{(|~]{1,80})=/g,
    value: /[^\s&#"'`<>]+/y,
  },
  // The same within a parameter: an address in an address.
  {
    name: /%(?:25)*(?:3F|26|23|3B)([\w.%[\]-]{1,80}?)%(?:25)*3D/gi,
    value: /(?:(?!%(?:25)*(?:26|23))[^\s&#"'`<>])+/iy,
  },
  // JSON, also as text within a text, and within a parameter.
  { name: /"([\w.$-]{1,80})\\*"\s*:\s*(?:\\*")?/g, value: /[^"\\\s,}]+/y },
  {
    name: /%(?:25)*22([\w.$-]{1,80})%(?:25)*22(?::|%(?:25)*3A)(?:%(?:25)*20)*(?:%(?:25)*22)?/gi,
    value: /(?:(?!%(?:25)*(?:22|2C|7D))[^\s&#"'`<>,}])+/iy,
  },
];
