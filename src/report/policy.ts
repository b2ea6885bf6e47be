import { answerOf } from '../cors/engines.ts';
import { exchangeOf, isCrossOriginAt, methodAt, originAt, originHeader } from '../cors/flow.ts';
import { namesToAskFor } from '../cors/preflight-cache.ts';
import { extractHeaderListValues } from '../http/field-value.ts';
import { getHeader, headerLines, type HeaderList } from '../http/header-list.ts';
import { inCapitals } from '../http/method.ts';
import { originOf } from '../http/origin.ts';
import { checkPolicy, type Policy } from '../recipes/policy.ts';
import type { Examined } from './examine.ts';
import { isSecretHeader, redactText } from './redact.ts';

/** What a server has to allow, or in a sentence why nothing that it allows would help. */
export type PolicyFound =
  | {
      readonly policy: Policy;
      /** The server's origin. */
      readonly api: string;
      /** How many other requests to the same server had a say; repeated ones once. */
      readonly others: number;
    }
  | { readonly policy: null; readonly reason: string };

/** Ten minutes: long enough to save preflights, and what every engine honours. */
const MAX_AGE = 600;

/** What one request needs of one server. */
interface Need {
  readonly api: string;
  /** Method and path, as people know it. */
  readonly request: string;
  readonly startedAt: number;
  readonly origin: string;
  /** Whether the page itself asked, and not a frame of somebody else's within it. */
  readonly isPagesOwn: boolean;
  readonly method: string;
  readonly headers: readonly string[];
  /** Of that, and of what the server allows today, all that can be written into a configuration. */
  readonly writable: Pick<Policy, 'methods' | 'requestHeaders' | 'exposedHeaders'>;
  readonly credentials: boolean;
  /** Whether that is because the request sends them, and not because the server allows them. */
  readonly sendsCredentials: boolean;
  /** Whether what it is about can be read by every origin today. */
  readonly isOpen: boolean;
}

/**
 * The policy that a blocked flow needs, together with what the other flows to the same server needed, and with what the
 * server allows today: a fix for `PUT` that forgets `DELETE` is the next failure.
 */
export function policyOf(examined: Examined, session: readonly Examined[] = []): PolicyFound {
  const reason =
    examined.verdict.outcome === 'failed'
      ? 'This request did not fail because of CORS: no CORS configuration fixes it.'
      : (examined.obstacle?.text ?? null);
  return reason === null ? policyNeeded(examined, session) : { policy: null, reason };
}

/** The same for a flow that need not have failed: what the server has to allow so that it passes. */
export function policyNeeded(examined: Examined, session: readonly Examined[] = []): PolicyFound {
  const own = ownNeed(examined);
  if (own === undefined) return { policy: null, reason: whyNoNeed(examined) };
  const others = otherNeeds(examined, own, session);
  const needed = [own, ...others];
  // A strange value of another request is left out, and must not cost this one its fix.
  const all = (of: Names, asked: readonly string[] = []) => [
    ...new Set([...asked, ...[...new Set(needed.map((need) => need.writable[of]))].flat()]),
  ];
  return {
    policy: {
      origins: [...new Set([...needed.map(({ origin }) => origin), ...otherOrigins(examined)])],
      methods: all('methods', [own.method]).toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)),
      requestHeaders: all('requestHeaders', own.headers).toSorted(),
      exposedHeaders: onceInAnyCase(all('exposedHeaders')),
      credentials: needed.some(({ credentials }) => credentials),
      maxAge: MAX_AGE,
    },
    api: own.api,
    others: new Set(others.map(({ request }) => request).filter((request) => request !== own.request)).size,
  };
}

function ownNeed(examined: Examined): Need | undefined {
  const at = examined.verdict.failures[0]?.hop;
  return needsOf(examined).find(({ hop }) => at === undefined || hop === at);
}

function otherNeeds(examined: Examined, own: Need, session: readonly Examined[]): readonly Need[] {
  return session
    .filter((other) => other !== examined)
    .flatMap((other) => needsOf(other).filter((need) => belongs(need, own)));
}

/** Where parts of a policy come from. */
export interface Source {
  /** The request that needs them; null where none does, and the server allows them today. */
  readonly request: string | null;
  readonly isOwn: boolean;
  readonly startedAt: number;
  readonly values: readonly string[];
}

/** Where each part of a policy comes from: from the request itself, from the last other one that needs it, or from today. */
export function sourcesOf(examined: Examined, session: readonly Examined[] = []): readonly Source[] {
  const own = ownNeed(examined);
  const found = policyNeeded(examined, session);
  if (own === undefined || found.policy === null) return [];
  const left = new Set(partsOf(found.policy));
  const take = (request: string | null, startedAt: number, parts: readonly string[]): Source => {
    const values = parts.filter((part) => left.delete(part));
    return { request, isOwn: request === own.request, startedAt, values };
  };
  const needs = [own, ...otherNeeds(examined, own, session).toReversed()];
  return [
    ...needs.map((need) => take(need.request, need.startedAt, askedBy(need))),
    take(null, own.startedAt, [...left]),
  ].filter(({ values }) => values.length > 0);
}

const CREDENTIALS = 'with credentials';

const partsOf = ({ origins, methods, requestHeaders, exposedHeaders, credentials }: Policy) => [
  ...origins,
  ...methods,
  ...requestHeaders,
  ...exposedHeaders,
  ...(credentials ? [CREDENTIALS] : []),
];

const askedBy = ({ origin, method, headers, sendsCredentials }: Need): readonly string[] => [
  origin,
  method,
  ...headers,
  ...(sendsCredentials ? [CREDENTIALS] : []),
];

/** What else on the same server every origin may read today: a list of origins would close it to all others. */
export function openToday(examined: Examined, session: readonly Examined[]): readonly string[] {
  const own = ownNeed(examined);
  const open = session
    .flatMap(needsOf)
    .filter((need) => need.isOpen && need.api === own?.api && need.request !== own.request);
  return [...new Set(open.map(({ request }) => request))];
}

/**
 * What other pages of the user's need is joined; what a foreign frame wants of the same server is not: to list its
 * origin would let it read, perhaps with cookies.
 */
function belongs(need: Need, own: Need): boolean {
  return need.api === own.api && (need.origin === own.origin || need.isPagesOwn);
}

/**
 * The origin that the server allows today, where it is another site's and not a slip of the pen: who adds a page on
 * `localhost` does not mean to take the real one out.
 */
function otherOrigins({ flow, verdict, diagnoses }: Examined): readonly string[] {
  const [failure] = verdict.failures;
  const isMeant = diagnoses.some(
    ({ rule }) => rule === 'allow-origin-mismatch' || rule === 'allow-origin-www-differs',
  );
  if (failure === undefined || !isMeant) return [];
  const headers = answerOf(flow, failure)?.response?.headers ?? [];
  return headerLines(headers, 'Access-Control-Allow-Origin').filter((one) => isWritable({ origins: [one] }));
}

const isWritable = (part: Partial<Policy>): boolean => checkPolicy({ ...PLAIN, ...part }).length === 0;

type Names = keyof Need['writable'];

/** The same list for the same names: a session has thousands of requests, and few different lists. */
function writable(kind: Names, names: readonly string[]): readonly string[] {
  const key = `${kind} ${names.join()}`;
  const before = lists.get(key);
  if (before !== undefined) return before;
  const list = [...new Set(names)].filter((one) => isWritable({ [kind]: [one] }) && redactText(one) === one);
  if (lists.size > 500) lists.clear();
  lists.set(key, list);
  return list;
}

const lists = new Map<string, readonly string[]>();

const PLAIN: Policy = {
  origins: ['https://app.example'],
  methods: ['GET'],
  requestHeaders: [],
  exposedHeaders: [],
  credentials: false,
  maxAge: MAX_AGE,
};

const known = new WeakMap<Examined, readonly (Need & { readonly hop: number })[]>();

/** A session asks this of every flow each time that one comes in. */
function needsOf(examined: Examined): readonly (Need & { readonly hop: number })[] {
  const found = known.get(examined) ?? findNeeds(examined);
  known.set(examined, found);
  return found;
}

function findNeeds({ flow, verdict }: Examined): readonly (Need & { readonly hop: number })[] {
  if (verdict.exemption !== null) return [];
  return flow.hops.flatMap((hop, index) => {
    const exchange = exchangeOf(hop);
    const api = originOf(exchange.url);
    const origin = originHeader(hop.preflight ?? hop.actual) ?? originAt(flow, index);
    if (api === null || origin === null || origin === 'null' || !isCrossOriginAt(flow, index)) return [];
    const answers = [hop.preflight?.response, hop.actual?.response].map((answer) => answer?.headers ?? []);
    const today = (name: string): readonly string[] => answers.flatMap((answer) => listed(answer, name));
    const method = inCapitals(redactText(methodAt(hop)));
    const headers = namesToAskFor(hop).map(redactText);
    const sendsCredentials = verdict.credentials === 'include';
    return [
      {
        hop: index,
        api,
        request: `${method} ${exchange.url.replace(/^[^/]*\/\/[^/?#]*|[?#].*/gs, '') || '/'}`,
        startedAt: exchange.startedAt,
        origin,
        isPagesOwn: exchange.pageOrigin === origin,
        method,
        headers,
        writable: {
          methods: writable('methods', [
            method,
            ...today('Access-Control-Allow-Methods').filter((one) => one !== 'OPTIONS'),
          ]),
          requestHeaders: writable('requestHeaders', [
            ...headers,
            ...today('Access-Control-Allow-Headers').map((one) => one.toLowerCase()),
          ]),
          exposedHeaders: writable('exposedHeaders', today('Access-Control-Expose-Headers')),
        },
        // Where it is not known, what the server says today is kept.
        credentials:
          sendsCredentials || (verdict.credentials === 'unknown' && answers.some(allowsCredentials)),
        sendsCredentials,
        isOpen:
          getHeader(hop.actual?.response?.headers ?? [], 'Access-Control-Allow-Origin') === '*' &&
          !verdict.failures.some(({ kind }) => kind === 'allow-origin-wildcard'),
      },
    ];
  });
}

function listed(headers: HeaderList, name: string): readonly string[] {
  const list = extractHeaderListValues(headers, name);
  return list.kind === 'values' ? list.values : [];
}

const allowsCredentials = (headers: HeaderList): boolean =>
  getHeader(headers, 'Access-Control-Allow-Credentials') === 'true';

function onceInAnyCase(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const rankOf = (method: string): number =>
  (METHODS.indexOf(method) + METHODS.length + 1) % (METHODS.length + 1);

function whyNoNeed({ verdict }: Examined): string {
  if (verdict.exemption !== null) return 'CORS does not apply to this request, so it needs no configuration.';
  if (verdict.origin === null)
    return 'The recording does not say which page made the request, so its origin is unknown.';
  if (verdict.origin === 'null')
    return 'The page has an opaque origin, which it sends as `null`. Allowing `null` allows everyone: serve the page over http or https instead.';
  return 'A redirect from one server to another made the browser send `null` as the origin. Request the final URL directly.';
}

/** Whether a policy opens something that is not for everyone: cookies go along, or a key does. */
const isPrivate = ({ credentials, requestHeaders }: Policy): boolean =>
  credentials || requestHeaders.some((name) => isSecretHeader(name.toLowerCase()));

/** What has to be said where a policy could be taken for protection; null where nobody could. */
export function trustNote(policy: Policy): string | null {
  if (!isPrivate(policy)) return null;
  return 'CORS is not access control: it tells browsers which pages may read the responses and stops no one else. The server still has to authenticate every request.';
}

/** The headers that came more than once on the answer that was refused, because two layers send them. */
export function doubledHeaders({ flow, verdict }: Examined): readonly string[] {
  const [failure] = verdict.failures;
  const headers = (failure && answerOf(flow, failure)?.response?.headers) ?? [];
  return ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'].filter(
    (name) => headerLines(headers, name).flatMap((line) => line.split(',')).length > 1,
  );
}

/** What a person types into a list: names with commas, spaces or lines between, each once. */
export function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
}
