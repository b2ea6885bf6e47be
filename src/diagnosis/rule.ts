import type { Exchange } from '../http/exchange.ts';
import { spellOut } from '../http/spell-out.ts';
import type { Answerer, Confidence } from './answerers.ts';
import type { FailedReason, Failure, FailureKind, FailureOf, Flow, Stage, Verdict } from '../cors/types.ts';

export type Severity = 'error' | 'warning' | 'note';

/** One place in a recording that shows what a diagnosis says. */
export interface Evidence {
  /** Index into the recording. */
  readonly entry: number;
  readonly in: 'request' | 'response';
  /** The header's name, or `:status`. */
  readonly header: string;
  /** As received; null where the header is absent and should not be. */
  readonly value: string | null;
}

/** Two values that should be the same. */
export interface Comparison {
  readonly needed: { readonly label: string; readonly value: string };
  readonly found: {
    readonly label: string;
    readonly value: string;
    /** Where it is several values: the header's lines as sent. To compare them by character would say nothing. */
    readonly lines?: readonly string[];
  };
}

/** A rule applied to a flow: plain JSON. Text marks what is code with backticks and holds no other markup. */
export interface Diagnosis {
  readonly rule: string;
  readonly severity: Severity;
  /** The failing state in a few words, the same for every flow. */
  readonly title: string;
  /** The same with this flow's values: the one line to read if only one is read. */
  readonly headline: string;
  /** What happened, and why the browser cares. */
  readonly explanation: string;
  /** What to do instead. */
  readonly fix: string;
  /** Address of the step in the standard. */
  readonly spec: string;
  readonly evidence: readonly Evidence[];
  readonly compare: Comparison | null;
  /** How far the recording proves it: the bytes show it, one step of reasoning, or one of several that it can be. */
  readonly confidence: Confidence;
  /** Whether it is only what the new answer also needs, since the status of this one says that it is a refusal. */
  readonly pending: boolean;
  /** Where it broke; null where no answer was judged. */
  readonly stage: Stage | null;
  readonly hop: number;
}

/** What a rule explains: a step that refused, a failure that is not CORS, or a flow that was not blocked at all. */
export type Cause = Failure | NetworkCause | OutcomeCause;

/** A flow that passed, one of which the verdict is unknown, or one that was made without CORS. */
export interface OutcomeCause {
  readonly kind: OutcomeKind;
  readonly stage: Stage;
  readonly hop: number;
}
export type OutcomeKind = 'allowed' | 'unknown' | 'no-cors';

export interface NetworkCause {
  readonly kind: FailedReason;
  readonly stage: Stage;
  readonly hop: number;
  /** Chromium's name, such as `net::ERR_CONNECTION_REFUSED`; null where the browser gives none. */
  readonly netError: string | null;
}

export type CauseKind = FailureKind | FailedReason | OutcomeKind;
export type CauseOf<K extends CauseKind> = K extends FailureKind
  ? FailureOf<K>
  : K extends OutcomeKind
    ? OutcomeCause
    : NetworkCause & { readonly kind: K };

export interface Context<K extends CauseKind> {
  readonly cause: CauseOf<K>;
  readonly flow: Flow;
  readonly verdict: Verdict;
  /** The exchange on whose answer the check failed, or that got no answer. */
  readonly exchange: Exchange;
  /** What else was recorded. */
  readonly surroundings: Surroundings;
  /** "The preflight's answer" or "The answer": whose headers are meant, to begin a sentence with. */
  readonly Answer: string;
  /** The same within a sentence. */
  readonly answer: string;
}

/** What the other exchanges of a recording tell about one of them. Each answer is null or empty where nothing is known. */
export interface Surroundings {
  /** An earlier exchange with the same URL, made without CORS and answered. */
  earlierWithoutCors(exchange: Exchange): Exchange | null;
  /** Origins to which a server answered by echoing them together with Access-Control-Allow-Credentials. */
  originsEchoed(serverOrigin: string): readonly string[];
  /** Whether a service worker answered other requests of the recording. */
  readonly hasServiceWorker: boolean;
}

export const NO_SURROUNDINGS: Surroundings = {
  earlierWithoutCors: () => null,
  originsEchoed: () => [],
  hasServiceWorker: false,
};

export interface Finding {
  readonly headline: string;
  readonly explanation: string;
  readonly fix: string;
  readonly evidence: readonly Omit<Evidence, 'entry'>[];
  readonly compare?: Comparison;
  /** `certain` unless given. */
  readonly confidence?: Confidence;
}

export interface Rule<K extends CauseKind = CauseKind, Id extends string = string> {
  /** The failing state as a noun phrase, equal to the file's name. Public and permanent. */
  readonly id: Id;
  readonly explains: readonly K[];
  /** Anchor in the Fetch standard. */
  readonly spec: string;
  readonly severity: Severity;
  readonly title: string;
  /**
   * True where this is what went wrong and CORS only the consequence: it then leads, even if the browser met (and
   * named) another failure first.
   */
  readonly leads?: boolean;
  /** The names under which Chrome and Firefox can report it. */
  readonly names: { readonly chrome: readonly string[]; readonly firefox: readonly string[] };
  /** Null where this rule is not about this case: the next rule in the catalogue is asked. */
  find(context: Context<K>): Finding | null;
}

/** Raw HTTP: requests and answers in wire order. See `example.ts` for the notation. */
export interface Example {
  readonly broken: string;
  readonly fixed: string;
}

/** Keeps kinds and id in the type, so that the compiler can prove that no kind and no example is left out. */
export function defineRule<const K extends CauseKind, const Id extends string>(
  rule: Rule<K, Id>,
): Rule<K, Id> {
  return rule;
}

/** The names of all headers that a preflight refused. */
export function refusedHeaders({ cause, verdict }: Context<'header-not-allowed'>): readonly string[] {
  return verdict.failures
    .filter((failure) => failure.kind === 'header-not-allowed' && failure.hop === cause.hop)
    .map((failure) => (failure.kind === 'header-not-allowed' ? failure.header : ''));
}

/** Shows a value from the wire as code: cut where it is long, control characters spelled out. */
export function code(value: string): string {
  const visible = spellOut(value.slice(0, MAX_SHOWN)).replaceAll('`', "'");
  return `\`${visible}${value.length > MAX_SHOWN ? '…' : ''}\``;
}
const MAX_SHOWN = 200;

/** The header that lets a page read a response. `null` is never to be allowed: every page can have that origin. */
export function allowOriginFor(origin: string): string {
  return origin === 'null'
    ? '`Access-Control-Allow-Origin: *`, if the data is public,'
    : `\`Access-Control-Allow-Origin: ${origin}\``;
}

/** What helps where the browser sent `null` in place of the page's origin: begins a sentence, and does not end it. */
export function givingOrigin({
  verdict,
  exchange,
}: Pick<Context<CauseKind>, 'verdict' | 'exchange'>): string {
  return verdict.origin === 'null'
    ? 'Serve the page over http or https, so that it has an origin that the server can allow'
    : `Request ${code(exchange.url)} directly, so that the browser sends your page’s origin`;
}

/** "nginx", or "The server" where nobody left a mark; to begin a sentence with. */
export function answererName(who: readonly Answerer[], unknown = 'The server'): string {
  const [first] = who;
  if (first === undefined || first.confidence === 'possible') return unknown;
  return first.name[0]?.toUpperCase() === first.name[0] || first.id === 'nginx'
    ? first.name
    : capital(first.name);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "`a`, `b` and `c`" */
export function codeList(values: readonly string[]): string {
  const shown = values.map(code);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
