/** What browsers call a failure elsewhere than in their consoles: the columns of their Network panels, and error codes. */
import { catalogue } from '../diagnosis/catalogue.ts';
import { reasonOfNetError } from '../cors/network-failure.ts';
import { lineOf, type ConsoleLine } from '../diagnosis/console-lines.ts';
import type { Rule } from '../diagnosis/rule.ts';
import { NET_ERRORS } from './send.ts';

/** As the tables here have it. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^(?:network\.corserror\.|cross-origin resource sharing error: )/, '')
    .replace(/^cors .*/, (label) => label.replaceAll(' ', ''))
    .replace(/[23]$/, '');

/** Labels of Firefox's Network panel that are not the names of MDN's pages: its constants.js, BLOCKED_REASON_MESSAGES. */
const LABELS: Readonly<Record<string, string>> = {
  corsfailed: 'corsdidnotsucceed',
  corsnothttp: 'corsrequestnothttp',
  corsmultipleoriginnotallowed: 'corsmultiplealloworiginnotallowed',
  corsnoallowcredentials: 'corsnotsupportingcredentials',
  corsoriginheadermissing: 'corsoriginheadernotadded',
  corsmissingallowheader: 'corsmissingallowheaderfrompreflight',
};

function nameIn(asked: string): string {
  const name = plain(asked);
  return LABELS[name] ?? name;
}

/** By rule. Chrome writes its reasons as `(blocked:…)` into the status column. */
const OF_RULES: readonly (readonly [pattern: RegExp, ids: readonly string[]])[] = [
  [/^canceled$/, ['request-aborted']],
  [/^blocked:(?:devtools|inspector)$|^blocked by devtools$/, ['blocked-by-devtools']],
  [/^blocked by extension$/, ['blocked-by-extension']],
  [/^blocked:other$/, ['blocked-by-extension', 'file-requested']],
  [/^blocked:(?:corp-)?not-?same-?(?:origin|site)/, ['embedding-forbidden']],
  [/^blocked:coep-?frame/, ['embedding-forbidden']],
  [/^ns_error_interception_failed$/, ['blocked-by-service-worker']],
  [/^no-cors$/, ['opaque-answer']],
];

/**
 * What browsers call what a rule is about: the names of CORS errors, and for a request that the page cancelled, which is none, the
 * codes in their Network panels.
 */
export function namesOf({ id, names }: Rule): Rule['names'] {
  return id === 'request-aborted' ? { chrome: ['net::ERR_ABORTED'], firefox: ['NS_BINDING_ABORTED'] } : names;
}

/** Whether MDN has a page on a name of Firefox's. */
export const isOnMdn = (name: string): boolean => name.startsWith('CORS');

/** Error codes of Firefox, by what Chrome would say. */
const FIREFOX_ERRORS: readonly (readonly [pattern: RegExp, netError: string])[] = [
  [/^NS_BINDING_ABORTED$|^NS_ERROR_ABORT$|^NS_ERROR_DOM_ABORT_ERR$/, 'ERR_ABORTED'],
  [/^NS_ERROR_CONNECTION_REFUSED$/, 'ERR_CONNECTION_REFUSED'],
  [/^NS_ERROR_(?:DEFINITIVE_)?UNKNOWN_HOST$/, 'ERR_NAME_NOT_RESOLVED'],
  [/^NS_ERROR_NET_TIMEOUT/, 'ERR_TIMED_OUT'],
  [/^NS_ERROR_NET_(?:RESET|INTERRUPT|PARTIAL_TRANSFER)$/, 'ERR_CONNECTION_RESET'],
  [/^NS_ERROR_NET_EMPTY_RESPONSE$/, 'ERR_EMPTY_RESPONSE'],
  [/^NS_ERROR_OFFLINE$/, 'ERR_INTERNET_DISCONNECTED'],
  [/^NS_ERROR_(?:UNKNOWN_)?PROXY_/, 'ERR_PROXY_CONNECTION_FAILED'],
  [/^NS_ERROR_REDIRECT_LOOP$/, 'ERR_TOO_MANY_REDIRECTS'],
  [/^NS_ERROR_PORT_ACCESS_NOT_ALLOWED$/, 'ERR_UNSAFE_PORT'],
  [/^NS_ERROR_DOM_CORP_FAILED$/, 'ERR_BLOCKED_BY_RESPONSE'],
  [/^NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED$/, 'ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS'],
  [/^(?:SEC_ERROR|MOZILLA_PKIX_ERROR|SSL_ERROR_BAD_CERT)_/, 'ERR_CERT_INVALID'],
  [/^SSL_ERROR_/, 'ERR_SSL_PROTOCOL_ERROR'],
];

/** What a name says that many rules bear, by a part of it. */
const OF_KINDS: readonly (readonly [pattern: RegExp, kind: ConsoleLine['kind'], value?: string])[] = [
  [/missingallowori/, 'allow-origin-missing'],
  [/multiplealloworigin/, 'allow-origin-mismatch'],
  [/alloworigin/, 'allow-origin-mismatch', '…'],
  [/allowcredentials$/, 'allow-credentials-not-true'],
  [/preflightdisallowedredirect|externalredirect/, 'preflight-redirected'],
  [/preflightinvalidstatus|preflightdidnotsucceed/, 'preflight-status-not-ok'],
  [/^method|corsmethodnotfound/, 'method-not-allowed'],
  [/header.*preflight/, 'header-not-allowed'],
  [/corsdidnotsucceed/, 'network'],
];

/** What several rules have in common that bear a name of a browser's; null where that is nothing. */
export function kindNamed(asked: string): ConsoleLine | null {
  const name = nameIn(asked);
  const [, kind, value = null] = OF_KINDS.find(([pattern]) => pattern.test(name)) ?? [];
  if (kind === undefined) return null;
  return { ...lineOf(name.startsWith('cors') ? 'Firefox' : 'Chrome', kind), value };
}

/** The rules that a name can mean; none where it is no name. */
export function rulesNamed(asked: string): readonly Rule[] {
  const name = nameIn(asked);
  const named = catalogue.filter(({ names }) =>
    [...names.chrome, ...names.firefox].some((one) => one.toLowerCase() === name),
  );
  if (named.length > 0) return named;
  const [, ids] = OF_RULES.find(([pattern]) => pattern.test(name)) ?? [];
  if (ids !== undefined) return catalogue.filter(({ id }) => ids.includes(id));
  const netError = netErrorIn(asked);
  const reason = netError === null ? null : reasonOfNetError(`net::${netError}`);
  return catalogue.filter(({ explains }) => (explains as readonly (string | null)[]).includes(reason));
}

/** A code alone, or what Node and the proxies built on it say with one: `connect ECONNREFUSED 127.0.0.1:8000`. */
function netErrorIn(asked: string): string | null {
  const text = asked.trim().toUpperCase();
  const [, chromes] = /^\(?(?:FAILED\)\s*)?(?:NET::)?(ERR_[A-Z0-9_.]+)\)?$/.exec(text) ?? [];
  // Axios has a code of this kind of its own, for all that a script is not told.
  if (chromes !== undefined) return chromes === 'ERR_NETWORK' ? null : chromes;
  const [, firefoxs] = FIREFOX_ERRORS.find(([pattern]) => pattern.test(text)) ?? [];
  if (firefoxs !== undefined) return firefoxs;
  const [, nodes = ''] = /(?:^|\b(?:connect|read|write|getaddrinfo) )(E[A-Z_]+)\b/.exec(asked.trim()) ?? [];
  return Object.hasOwn(NET_ERRORS, nodes) ? (NET_ERRORS[nodes] ?? null) : null;
}

/** Names that no rule bears, since no recording shows them: by what the consoles say. */
const OF_LINES: readonly (readonly [pattern: RegExp, line: ConsoleLine])[] = [
  [/^(?:net::)?err_failed$|^failed(?:\)?\s*\(?(?:net::)?err_failed)?$/, lineOf('Chrome', 'unnamed')],
  [/^cors ?error$/, lineOf('Chrome', 'unfinished')],
  [/^blocked:csp$/, lineOf('Chrome', 'policy')],
  [/^csp(?:$| )/, lineOf('Firefox', 'policy')],
  [/^blocked:mixed-content$/, lineOf('Chrome', 'mixed-content')],
  [/^mixed block$/, lineOf('Firefox', 'mixed-content')],
  [/^disallowedbymode$|^nocorsredirectmodenotfollow$/, lineOf('Chrome', 'mode')],
  [/^corsoriginheadernotadded$|^not same-origin$/, lineOf('Firefox', 'mode')],
  [/^corsdisabledscheme$/, lineOf('Chrome', 'scheme')],
  [/^corsdisabled$/, lineOf('Firefox', 'switched-off')],
  // Its CORS checks end a request with this code, and so do a few others: nsCORSListenerProxy.cpp.
  [/^ns_error_dom_bad_(?:cross_origin_)?uri$/, lineOf('Firefox', 'unnamed')],
  [
    /^(?:in(?:secure|valid)(?:local|private)network(?:access)?|(?:local|private)networkaccesspermissiondenied|preflight(?:missing|invalid)allowprivatenetwork)$/,
    lineOf('Chrome', 'local-network-access'),
  ],
];

/** The line that a name stands for; null where it is none of these names. */
export function lineNamed(asked: string): ConsoleLine | null {
  const name = nameIn(asked);
  return OF_LINES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
