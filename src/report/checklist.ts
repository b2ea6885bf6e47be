import { exchangeOf, lastHop } from '../cors/flow.ts';
import { requestedHeaders } from '../cors/preflight.ts';
import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from '../cors/request-headers.ts';
import type { FailureKind, Hop, Stage } from '../cors/types.ts';
import { whoAnswered } from '../diagnosis/answerers.ts';
import { code, codeList, type Diagnosis, type Evidence } from '../diagnosis/rule.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader, headerLines } from '../http/header-list.ts';
import { isCorsSafelistedMethod } from '../http/method.ts';
import { isRedirectStatus } from '../http/status.ts';
import type { Examined } from './examine.ts';

/** `not-applicable`: there was nothing to check. `unknown`: there was, and it was not recorded. */
export type CheckState = 'passed' | 'failed' | 'not-applicable' | 'unknown';

/** One thing that articles about CORS tell people to look at, looked at. */
export interface Check {
  readonly id:
    'message' | 'error' | 'headers' | 'preflight' | 'origin' | 'credentials' | 'doubled' | 'redirect';
  /** The advice. */
  readonly title: string;
  readonly state: CheckState;
  /** What was found; backticks mark code, as in a diagnosis. */
  readonly finding: string;
  readonly evidence: readonly Evidence[];
}

type Result = readonly [state: CheckState, finding: string, evidence?: readonly Evidence[]];

const CHECKS: readonly (readonly [Check['id'], title: string, check: (of: Subject) => Result])[] = [
  ['message', 'Read the exact message', checkMessage],
  ['error', 'Check whether the server failed first', checkError],
  ['headers', 'Look at the headers that were actually sent', checkHeaders],
  ['preflight', 'Look at the OPTIONS request (preflight)', checkPreflight],
  ['origin', 'Compare the origin, character by character', checkOrigin],
  ['credentials', 'With cookies: no wildcard, credentials allowed', checkCredentials],
  ['doubled', 'Look for a proxy that adds the headers a second time', checkDoubled],
  ['redirect', 'Call the final URL, not one that redirects', checkRedirect],
];

/** The debugging checklist, gone through for one flow. Empty where CORS does not apply. */
export function checklistOf(examined: Examined): readonly Check[] {
  if (examined.verdict.outcome === 'exempt') return [];
  const subject = subjectOf(examined);
  return CHECKS.map(([id, title, check]) => {
    const [state, finding, evidence = []] = check(subject);
    return { id, title, state, finding, evidence };
  });
}

interface Subject extends Examined {
  /** Where it was decided: at the first failure or, where nothing failed, at the end. */
  readonly hop: Hop;
  /** What was answered there, with the words for it. */
  readonly answers: readonly Answer[];
  readonly refused: (...kinds: readonly FailureKind[]) => boolean;
}

interface Answer {
  readonly exchange: Exchange;
  readonly response: NonNullable<Exchange['response']>;
  readonly stage: Stage;
}

function subjectOf(examined: Examined): Subject {
  const { flow, verdict } = examined;
  const hop = flow.hops[verdict.failures[0]?.hop ?? flow.hops.length - 1] ?? lastHop(flow);
  const answers = (
    [
      [hop.preflight, 'preflight'],
      [hop.actual, 'response'],
    ] as const
  ).flatMap(([exchange, stage]) =>
    exchange?.response ? [{ exchange, response: exchange.response, stage }] : [],
  );
  return {
    ...examined,
    hop,
    answers,
    refused: (...kinds) => verdict.failures.some(({ kind }) => kinds.includes(kind)),
  };
}

function checkMessage({ verdict, failure }: Subject): Result {
  switch (verdict.outcome) {
    case 'blocked':
      if (failure === null) break;
      // Nothing is left to do here.
      return [
        'passed',
        `Chrome calls it ${code(failure.chrome)}${failure.parameter === '' ? '' : ` (${code(failure.parameter)})`}, Firefox ${code(failure.firefox)}. Each names only the first problem.`,
      ];
    case 'failed':
      return [
        'passed',
        verdict.netError
          ? `${code(verdict.netError)}. That is not CORS, whatever else the console says.`
          : 'The browser reports no CORS error for it: it is something else.',
      ];
    case 'allowed':
      return ['passed', 'There is no error message about this request.'];
  }
  return ['unknown', 'The recording does not say what the browser decided. The console does.'];
}

function checkError({ verdict, lead, hop, answers }: Subject): Result {
  if (verdict.outcome === 'failed') {
    return ['failed', lead?.headline ?? 'The request failed before there was a response to check.'];
  }
  if (isLogin(lead)) return ['failed', lead.headline, lead.evidence];
  const answer = answers.at(-1);
  if (answer === undefined) return ['unknown', 'No response was recorded.'];
  const { stage, response } = answer;
  const { status } = response;
  const evidence = [statusEvidence(answer)];
  if (stage === 'preflight') {
    return status >= 500
      ? ['failed', `The server fails on the preflight: ${code(`${status}`)}. Look in its log.`, evidence]
      : [
          'not-applicable',
          hop.actual === null ? 'The response was not recorded.' : 'The request itself was never sent.',
        ];
  }
  if (status === 0) return ['unknown', 'There was a response, but its status was not recorded.'];
  if (status < 400) return ['passed', `The response is not an error: ${code(`${status}`)}.`, evidence];
  return verdict.outcome === 'allowed'
    ? ['passed', `The response is an error, ${code(`${status}`)}, and your code may read it.`, evidence]
    : [
        'failed',
        `The response is an error, ${code(`${status}`)}. Look in the server’s log before you look at CORS.`,
        evidence,
      ];
}

function isLogin(lead: Diagnosis | null): lead is Diagnosis {
  return lead?.rule === 'redirect-to-login';
}

function checkHeaders({ answers, refused, lead, diagnoses }: Subject): Result {
  if (answers.length === 0) return ['not-applicable', 'There is no response to look at.'];
  if (isLogin(lead)) {
    return [
      'not-applicable',
      'The login came in between: a login page, and a redirect to one, need no CORS headers.',
    ];
  }
  const evidence = answers.flatMap(({ exchange, response }) => {
    const lines = response.headers.filter(([name]) => /^access-control-/i.test(name));
    return lines.length > 0
      ? lines.map(([header, value]): Evidence => ({ entry: exchange.index, in: 'response', header, value }))
      : [
          {
            entry: exchange.index,
            in: 'response',
            header: 'Access-Control-Allow-Origin',
            value: null,
          } as const,
        ];
  });
  const without = answers.filter(
    ({ response }) => getHeader(response.headers, 'Access-Control-Allow-Origin') === null,
  );
  if (without.length === 0) return ['passed', 'The responses have `Access-Control-Allow-Origin`.', evidence];
  const where = without.map(nameOf).join(' and ');
  const isRefusal = diagnoses.some(({ pending }) => pending);
  return [
    refused('allow-origin-missing') ? 'failed' : 'unknown',
    `${capital(where)} ${without.length === 1 ? 'has' : 'have'} no \`Access-Control-Allow-Origin\`${isRefusal ? '. It is a refusal: look at its status first.' : ', whatever the server’s configuration says.'}`,
    evidence,
  ];
}

function checkPreflight({ hop, verdict, diagnoses }: Subject): Result {
  const { preflight, actual } = hop;
  if (preflight === null)
    return preflightMissing(
      actual,
      verdict.inferences.some(({ what }) => what === 'preflight'),
    );
  const asked = codeList([
    getHeader(preflight.requestHeaders, 'Access-Control-Request-Method') ?? '',
    ...requestedHeaders(preflight),
  ]);
  const { response } = preflight;
  if (response === null) {
    const state = verdict.outcome === 'failed' ? 'failed' : 'unknown';
    return [
      state,
      `It asked for ${asked}; ${state === 'failed' ? 'no response came' : 'its response was not recorded'}.`,
    ];
  }
  const evidence = [statusEvidence({ exchange: preflight, response })];
  const problems = diagnoses.filter(({ stage, pending }) => stage === 'preflight' && !pending);
  if (!verdict.failures.some(({ stage }) => stage === 'preflight')) {
    return [
      'passed',
      `It asked for ${asked}, got ${code(`${response.status}`)}, and the request was allowed.`,
      evidence,
    ];
  }
  const titles = problems.map(({ title }) => title).join('; ');
  return ['failed', `It asked for ${asked} and got ${code(`${response.status}`)}. ${titles}.`, evidence];
}

function preflightMissing(actual: Exchange | null, inferred: boolean): Result {
  if (actual !== null && (inferred || isPreflighted(actual))) {
    return [
      'unknown',
      'None was recorded, although the request needs one: the browser had cached an earlier one, or the recording left it out.',
    ];
  }
  return ['not-applicable', 'None was needed: the request has a simple method and simple headers.'];
}

function isPreflighted({ method, requestHeaders }: Exchange): boolean {
  const unsafe = corsUnsafeRequestHeaderNames(headersOfScript(requestHeaders));
  return !isCorsSafelistedMethod(method) || unsafe.some((name) => !isAddedByBrowsers(name));
}

function checkOrigin({ verdict, answers, refused }: Subject): Result {
  const { origin } = verdict;
  if (origin === null) return ['unknown', 'The recording does not say which page made the request.'];
  const found = answers.flatMap((answer) => {
    const value = getHeader(answer.response.headers, 'Access-Control-Allow-Origin');
    return value === null ? [] : [{ ...answer, value }];
  });
  const [first] = found;
  if (first === undefined)
    return ['not-applicable', `The page is ${code(origin)}; no response allows an origin.`];
  const other = found.find(({ value }) => value !== origin && value !== '*') ?? first;
  const evidence = [headerEvidence(other.exchange, 'Access-Control-Allow-Origin', other.value)];
  if (refused('allow-origin-mismatch')) {
    return ['failed', `The page is ${code(origin)}, the server allows ${code(other.value)}.`, evidence];
  }
  if (refused('allow-origin-wildcard')) {
    return [
      'failed',
      `The page is ${code(origin)}, the server allows \`*\`. For a request with credentials it has to name the origin.`,
      evidence,
    ];
  }
  const star = found.every(({ value }) => value === '*');
  return [
    'passed',
    star
      ? `The page is ${code(origin)}; \`*\` allows any origin.`
      : `The page is ${code(origin)}, and the server allows exactly that.`,
    evidence,
  ];
}

const WILDCARD_RULES = /-wildcard-with-credentials$/;

function checkCredentials({ verdict, diagnoses, answers, refused }: Subject): Result {
  switch (verdict.credentials) {
    case 'include':
      break;
    case 'unknown':
      return [
        'unknown',
        'The recording does not say whether cookies were sent. If they were, the responses may not use `*`, and need `Access-Control-Allow-Credentials: true`.',
      ];
    default:
      return ['not-applicable', 'The request was sent without cookies, so `*` is fine.'];
  }
  if (answers.length === 0) return ['not-applicable', 'There is no response to look at.'];
  const told = diagnoses.filter(
    ({ rule }) => WILDCARD_RULES.test(rule) || rule.startsWith('allow-credentials-'),
  );
  const evidence = told.flatMap((diagnosis) => diagnosis.evidence);
  if (told.length > 0 || refused('allow-origin-wildcard', 'allow-credentials-not-true')) {
    return [
      'failed',
      `The request was sent with credentials. ${told.map(({ title }) => title).join('; ')}.`,
      evidence,
    ];
  }
  return ['passed', 'The request was sent with credentials, and the responses allow that.'];
}

/** Headers of which there may be one line with one value. */
const SINGLE = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'] as const;

function checkDoubled({ answers }: Subject): Result {
  if (answers.length === 0) return ['not-applicable', 'There is no response to look at.'];
  const doubled = answers.flatMap(({ exchange, response }) =>
    SINGLE.flatMap((header) => {
      const lines = headerLines(response.headers, header);
      return lines.length > 1 || lines.some((line) => line.includes(','))
        ? lines.map((value) => headerEvidence(exchange, header, value))
        : [];
    }),
  );
  const layers = [
    ...new Set(answers.flatMap(({ exchange }) => whoAnswered(exchange)).map(({ because }) => because)),
  ];
  const via = answers.flatMap(({ response }) =>
    headerLines(response.headers, 'Via').map((value) => `Via: ${value}`),
  );
  const seen = [...new Set([...layers, ...via])].slice(0, 3);
  const who = seen.length === 0 ? '' : ` The responses show ${codeList(seen)}.`;
  const names = [...new Set(doubled.map(({ header }) => header))];
  if (names.length > 0) {
    return [
      'failed',
      `${codeList(names)} was sent more than once: two layers add it, and only one may.${who}`,
      doubled,
    ];
  }
  return ['passed', `Each header was sent once.${who}`];
}

function checkRedirect({ flow, verdict, answers, lead }: Subject): Result {
  const redirect = answers.find(({ response }) => isRedirectStatus(response.status));
  const hops = flow.hops.length;
  if (hops === 1 && redirect === undefined) {
    return answers.length === 0
      ? ['not-applicable', 'There is no response to look at.']
      : ['passed', 'The server did not redirect.'];
  }
  const from = redirect ?? subjectAnswer(flow.hops[0]);
  const location = from && getHeader(from.response.headers, 'Location');
  const target = hops > 1 ? exchangeOf(lastHop(flow)).url : (location ?? null);
  const evidence = from && location ? [headerEvidence(from.exchange, 'Location', location)] : [];
  const to = target === null ? '' : ` to ${code(target)}`;
  if (verdict.outcome === 'allowed') {
    return ['passed', `The server redirects${to}, and every response allows it.`, evidence];
  }
  const advice = isLogin(lead) ? `, a login page. ${lead.fix}` : '. Call that URL directly.';
  return ['failed', `The server redirects${to}${advice}`, evidence];
}

function subjectAnswer(
  hop: Hop | undefined,
): { readonly exchange: Exchange; readonly response: Answer['response'] } | null {
  const exchange = hop?.actual ?? null;
  return exchange?.response ? { exchange, response: exchange.response } : null;
}

function nameOf({ stage }: Answer): string {
  return stage === 'preflight' ? 'the preflight’s response' : 'the response';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function statusEvidence({ exchange, response }: Pick<Answer, 'exchange' | 'response'>): Evidence {
  return { entry: exchange.index, in: 'response', header: ':status', value: `${response.status}` };
}

function headerEvidence(exchange: Exchange, header: string, value: string | null): Evidence {
  return { entry: exchange.index, in: 'response', header, value };
}
