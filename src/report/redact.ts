import type { Exchange } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';

/** What stands in the place of a secret. */
export const REDACTED = 'REDACTED';

/** Says that something was taken out, in words that name it and not its value. */
type Note = (what: string) => void;
const unnoted: Note = () => undefined;

export type Redactable = Pick<Exchange, 'url' | 'requestHeaders' | 'response'>;

export interface Redaction<T extends Redactable> {
  readonly exchange: T;
  /** What was taken out, each once: header names, and parameters of addresses. */
  readonly redacted: readonly string[];
}

/** An exchange without what would let a reader act in the user's name. Whatever leaves the panel goes through here. */
export function redactExchange<T extends Redactable>(exchange: T): Redaction<T> {
  const redacted = new Set<string>();
  const note: Note = (what) => void redacted.add(what);
  const { response } = exchange;
  return {
    exchange: {
      ...exchange,
      url: redactUrl(exchange.url, note),
      requestHeaders: redactHeaders(exchange.requestHeaders, note),
      response: response && { ...response, headers: redactHeaders(response.headers, note) },
    },
    redacted: [...redacted],
  };
}

function redactHeaders(headers: HeaderList, note: Note): HeaderList {
  return headers.map(([name, value]) => {
    const safe = redactHeader(name, value);
    if (safe !== value) note(name);
    return [name, safe];
  });
}

/** A header's value without its secrets. The names of cookies and of schemes stay: they help, and open nothing. */
export function redactHeader(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (value === '') return value;
  if (lower === 'cookie' || lower === 'cookie2') return value.split(';').map(redactCookie).join('; ');
  if (lower === 'set-cookie' || lower === 'set-cookie2') return redactSetCookie(value);
  if (lower === 'authorization' || lower === 'proxy-authorization') {
    const [, scheme] = /^\s*([A-Za-z0-9-]+)\s+\S/.exec(value) ?? [];
    return scheme !== undefined && SCHEMES.has(scheme.toLowerCase()) ? `${scheme} ${REDACTED}` : REDACTED;
  }
  // A challenge names a scheme too, and what follows is no secret.
  if (lower === 'www-authenticate' || lower === 'proxy-authenticate') return redactKeys(value);
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
  'sec-websocket-key',
  'surrogate-key',
  'x-cache-key',
  'x-idempotency-key',
]);

/** Whether a header, by its name in lower case, carries a key or what stands for a user. */
export function isSecretHeader(lower: string): boolean {
  if (lower.startsWith('access-control-') || HARMLESS.has(lower)) return false;
  return (
    /token|secret|passw(?:or)?d|passphrase|api-?key|session-?id|signature|credential|jwt|csrf|xsrf/.test(
      lower,
    ) ||
    /(?:^|[-_])(?:auth|authentication|authorization|client-cert|client-principal|cookie|key|otp|pwd|session|sid)(?:[-_]|$)/.test(
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

const USER = /^([a-z][a-z0-9+.-]*:[/\\]*)[^/\\?#]*@/i;

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
  'appkey',
  'assertion',
  'auth',
  'authkey',
  'authorization',
  'awsaccesskeyid',
  'bearer',
  'csrf',
  'googleaccessid',
  'hmac',
  'key',
  'mac',
  'otp',
  'pass',
  'passwd',
  'phpsessid',
  'pwd',
  'samlrequest',
  'samlresponse',
  'secret',
  'session',
  'sid',
  'sig',
  'ticket',
  'xsrf',
]);

const SECRET_ENDING =
  /(?:token|secret|password|passphrase|apikey|accesskey|accesskeyid|subscriptionkey|signature|sessionid|sessid|sessionkey|credentials?|jwt)$/;

function isSecretParameter(name: string, value: string): boolean {
  // What was taken out before stays as it is, with what follows it.
  if (DONE.test(value)) return false;
  // What counts is the name's last word: of `user[password]` and `#/callback?code` too.
  const [, last = ''] = /([^?&[\].]*)\]?$/.exec(decoded(name)) ?? [];
  const plain = last.toLowerCase().replace(/[^a-z0-9]/g, '');
  // The code of a login is one; that of a country is not.
  if (plain === 'code') return value.length >= 12;
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
  return redactKeys(text)
    .replace(AFTER_SCHEME, `$1 ${REDACTED}`)
    .replace(USER_WITHIN, `$1${REDACTED}@`)
    .replace(PARAMETER_WITHIN, (whole, start: string, name: string, equals: string, value: string) =>
      isSecretParameter(name, value) ? `${start}${name}${equals}${REDACTED}` : whole,
    )
    .replace(ENCODED_WITHIN, (whole, start: string, name: string, equals: string, value: string) =>
      isSecretParameter(name, value) ? `${start}${name}${equals}${REDACTED}` : whole,
    );
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
  '(?:Bearer|Basic|Digest|Negotiate|NTLM|DPoP|AWS4-(?:HMAC|ECDSA-P256)-SHA256|SharedAccessSignature)';

/** Not where a sentence or a challenge goes on after the word: "Bearer token", "Basic realm=…". */
const AFTER_SCHEME = new RegExp(
  `\\b(${SCHEME}(?:[ \\t]+${SCHEME})*)[ \\t]+` +
    '(?!(?:and|auth|authentication|authorization|credentials?|error|header|is|or|realm|scheme|tokens?)\\b)' +
    '[^\\s,"\'`<>][^\\s"\'`<>]*(?:,[ \\t]*[\\w-]+=[^\\s,"\'`<>]*)*',
  'gi',
);

const USER_WITHIN = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/\\?#"'`<>]*@/gi;
const PARAMETER_WITHIN = /([?&#;])([^\s=&#?;"'`<>]{1,80})(=)([^\s&#"'`<>]+)/g;
/** The same within a parameter: an address in an address. */
const ENCODED_WITHIN =
  /(%(?:25)*(?:3F|26|23|3B))([\w.%[\]-]{1,80}?)(%(?:25)*3D)((?:(?!%(?:25)*(?:26|23))[^\s&#"'`<>])+)/gi;
