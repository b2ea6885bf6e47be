/** Repairs what a browser refused, as the remedy says, and lets the browser try again. */
import { exchangesOf } from '../../src/cors/flow.ts';
import type { FailureKind, Flow } from '../../src/cors/types.ts';
import type { Obstacle } from '../../src/diagnosis/obstacle.ts';
import { remedyOf, type Change, type Plan } from '../../src/diagnosis/remedy.ts';
import { compare, inOrder, namesOf, type EngineName, type Examined } from './compare.ts';
import type { Observation, Runner } from './observe.ts';
import { requestsOf, type Answer, type Headers, type Situation, type SituationHop } from './situation.ts';

export interface RemedyFigures {
  /** Flows that the engine called blocked. */
  readonly blocked: number;
  /** How many of them passed with the remedy alone. */
  readonly remedied: number;
  /** How many passed with a second or third one, for an answer that had never been sent before the first. */
  readonly remediedLater: number;
  /** What no recording could tell before the answer was sent, and how often it was so. */
  readonly unknowable: ReadonlyMap<string, number>;
  /** What no header mends, and how often it was so. */
  readonly obstacles: ReadonlyMap<string, number>;
  readonly faults: readonly RemedyFault[];
}

export interface RemedyFault {
  readonly why: string;
  /** What `--situation` takes. */
  readonly situation: string;
  readonly tried: string;
}

/** A blocked flow on its way to pass. */
interface Patient {
  /** As it was generated, with this one request. */
  readonly original: Situation;
  readonly situation: Situation;
  readonly examined: Examined;
  readonly round: number;
  /** How many hops the last remedy was for. */
  readonly hops: number;
}

interface Hopeless {
  readonly situation: Situation;
  readonly obstacle: Obstacle;
}

/** A redirect that is revealed may lead to one more. */
const MOST_ROUNDS = 5;

export async function tryRemedies(
  engine: EngineName,
  runner: Runner,
  observations: readonly Observation[],
): Promise<RemedyFigures> {
  const unknowable = new Map<string, number>();
  const obstacles = new Map<string, number>();
  const faults: RemedyFault[] = [];
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  const fault = (why: string, { original, situation }: Pick<Patient, 'original' | 'situation'>): void => {
    faults.push({ why, situation: JSON.stringify(original), tried: JSON.stringify(situation.hops) });
  };
  const patients = observations.flatMap((observation) => blockedIn(engine, observation));
  const hopeless: Hopeless[] = [];
  let [remedied, remediedLater] = [0, 0];

  let waiting: readonly Patient[] = patients;
  while (waiting.length > 0) {
    const repaired = waiting.flatMap((patient): readonly Patient[] => {
      const plan = planFor(patient);
      if (plan === null) fault('There is neither a remedy nor a reason why not.', patient);
      else if ('kind' in plan) {
        hopeless.push({ situation: patient.situation, obstacle: plan });
        count(obstacles, plan.kind);
      } else {
        const isOdd = patient.situation.hops[0]?.target === 'own' && plan.redirects.length > 1;
        if (!plan.verified && !isOdd) fault('The remedy is not verified.', patient);
        if (!plan.verified && isOdd && engine === 'webkit') {
          count(unknowable, 'WebKit may refuse a further redirect of a request to the page’s own origin');
          return [];
        }
        const hops = plan.redirects.length + 1;
        return [{ ...patient, situation: repair(patient.situation, plan), hops }];
      }
      return [];
    });
    const results = await runInOrder(
      runner,
      repaired.map(({ situation }) => situation),
    );
    const next: Patient[] = [];
    for (const [at, patient] of repaired.entries()) {
      const observation = results[at];
      const [examined] = observation === undefined ? [] : inOrder(observation, engine);
      if (observation !== undefined && !observation.isRecorded && !isAllowed(engine, observation)) {
        count(unknowable, 'DevTools’ log lacks a request that was answered');
        continue;
      }
      if (observation === undefined || examined === undefined) {
        fault('The repaired request left no trace.', patient);
        continue;
      }
      const wrong = compare(engine, observation).disagreements.filter(({ expected }) => expected === null);
      const reason = whyUnknowable(patient, examined);
      if (reason !== null) count(unknowable, reason);
      else if (isAllowed(engine, observation)) {
        if (patient.round === 0) remedied++;
        else remediedLater++;
      } else if (isRevealed(patient, examined) && patient.round < MOST_ROUNDS) {
        next.push({ ...patient, examined, round: patient.round + 1 });
      } else fault(`The browser still refuses: ${describe(examined)} ${JSON.stringify(wrong)}`, patient);
    }
    waiting = next;
  }

  await checkObstacles();
  return { blocked: patients.length, remedied, remediedLater, unknowable, obstacles, faults };

  /** What no header mends is refused with the best ones, and passes once that is mended which the obstacle names. */
  async function checkObstacles(): Promise<void> {
    const refused = hopeless.map(({ situation, obstacle }) =>
      withBestHeaders(situation, allowedBy(obstacle)),
    );
    const helped = hopeless.map(({ situation, obstacle }) =>
      withBestHeaders(withoutObstacle(situation, obstacle), allowedBy(obstacle)),
    );
    const results = await runInOrder(runner, [...refused, ...helped]);
    for (const [at, { situation: original, obstacle }] of hopeless.entries()) {
      const [stillRefused, passing] = [results[at], results[at + hopeless.length]];
      const [first, second] = [refused[at] ?? original, helped[at] ?? original];
      if (stillRefused === undefined || isAllowed(engine, stillRefused))
        fault(`Headers do mend it: ${obstacle.kind}`, { original, situation: first });
      if (passing === undefined || !isAllowed(engine, passing))
        fault(`What is said to help does not: ${obstacle.kind}`, { original, situation: second });
    }
  }
}

/** The blocked flows of a situation, each as a situation of its own. */
function blockedIn(engine: EngineName, observation: Observation): readonly Patient[] {
  const requests = requestsOf(observation.situation);
  const flows = inOrder(observation, engine);
  // Where they are not as many, nothing tells which is which; the comparison of verdicts reports that.
  if (flows.length !== requests.length) return [];
  return flows.flatMap((examined, at): readonly Patient[] => {
    if (examined.verdict.outcome !== 'blocked') return [];
    const { twins: _twins, repeat: _repeat, ...one } = observation.situation;
    const original = { ...one, headers: requests[at] ?? [] };
    return [{ original, situation: original, examined, round: 0, hops: 0 }];
  });
}

/** Whoever reads the remedy knows whether the request sends credentials. */
function planFor({ examined, situation }: Patient): Plan | Obstacle | null {
  const { remedy, obstacle } = remedyOf(examined.flow, examined.verdict);
  const sends = situation.credentials === 'include';
  return (sends ? remedy?.ifCredentials : null) ?? remedy ?? obstacle;
}

/** The situations' observations in the order of the situations, whatever the order in which they were run. */
async function runInOrder(
  runner: Runner,
  situations: readonly Situation[],
): Promise<readonly (Observation | undefined)[]> {
  const observations = new Map((await runner.run(situations)).map((each) => [each.situation, each]));
  return situations.map((situation) => observations.get(situation));
}

function repair(situation: Situation, plan: Plan): Situation {
  const changes = [...plan.redirects, plan];
  const hops = situation.hops.map((hop, at): SituationHop => {
    const change = changes[at];
    if (change === undefined) return hop;
    const { preflight, response } = change;
    return {
      ...hop,
      preflight:
        preflight === null ? hop.preflight : repairAnswer(hop.preflight, preflight, preflight.status),
      // There is no header to set on an answer that does not come.
      answer: hop.answer === 'close' ? hop.answer : repairAnswer(hop.answer, response, hop.answer.status),
    };
  });
  return { ...situation, hops };
}

function repairAnswer(answer: Answer, { set, remove }: Change, status: number): Answer {
  const gone = new Set([...remove, ...set.map(([name]) => name)].map((name) => name.toLowerCase()));
  const kept = answer === 'close' ? [] : answer.headers.filter(([name]) => !gone.has(name.toLowerCase()));
  return { status, headers: [...kept, ...set] };
}

const ELEMENTS = new Set(['image', 'font', 'module', 'style', 'eventsource']);

/** An element may refuse the bytes all the same. */
function isAllowed(engine: EngineName, observation: Observation): boolean {
  if (ELEMENTS.has(observation.situation.api)) return namesOf(engine, observation).length === 0;
  return observation.outcomes.every((outcome) => outcome === 'read');
}

/** Whether what refuses now is of an answer that had never been sent, and nothing that the remedy was to see to. */
function isRevealed({ examined: before, hops }: Patient, { verdict }: Examined): boolean {
  const [failure] = verdict.failures;
  if (failure === undefined) return false;
  const { stage, hop, kind } = failure;
  const at = before.flow.hops[hop];
  const wasSent = ((stage === 'preflight' ? at?.preflight : at?.actual)?.response ?? null) !== null;
  return !wasSent && (hop >= hops || UNFORESEEN.has(kind));
}

/** What is wrong with a header that the remedy did not set, since without it nothing was. */
const UNFORESEEN = new Set<FailureKind>([
  'allow-methods-malformed',
  'allow-headers-malformed',
  'redirect-with-url-credentials',
]);

/** What the answer turned out to be, of which the recording could not know; null where it was as expected. */
function whyUnknowable({ situation, examined: before }: Patient, { flow, verdict }: Examined): string | null {
  const answered = (each: Flow): number =>
    exchangesOf(each).filter(({ response }) => response !== null).length;
  if (verdict.outcome === 'failed' && answered(flow) >= answered(before.flow)) {
    const isClosed = situation.hops.some(
      ({ preflight, answer }) => preflight === 'close' || answer === 'close',
    );
    if (isClosed) return 'the server then closes the connection';
  }
  // Then nothing is said, which is right, and there is nothing to repair by.
  // Of a preflight that passes now, and of a worker's answer that Chromium keeps to itself, there are no more of them than before.
  const wasAtPreflight = before.verdict.failures[0]?.stage === 'preflight';
  const isPast = wasAtPreflight && verdict.missing.join() === 'response';
  if (verdict.outcome === 'unknown' && (isPast || answered(flow) > answered(before.flow)))
    return `of what it then answers, the recording does not say enough (${verdict.missing.join(', ')})`;
  const redirects = flow.hops.some(({ actual }) => actual?.response && actual.response.status >= 300);
  if (situation.redirect === 'error' && redirects) return 'the page asks not to follow redirects';
  return null;
}

/** An origin that is `null` may only be allowed where the obstacle is another one. */
function allowedBy({ kind }: Obstacle): string {
  return kind === 'redirect-tainted-origin' || kind === 'opaque-origin' ? '{best}' : '{echo}';
}

function withBestHeaders(situation: Situation, origin: string): Situation {
  const access: Headers = [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
  ];
  const lists: Headers = [
    ['Access-Control-Allow-Methods', '{method}'],
    ['Access-Control-Allow-Headers', '{headers}'],
  ];
  const { redirect: _redirect, ...rest } = situation;
  return {
    ...rest,
    hops: situation.hops.map((hop) => ({
      ...hop,
      preflight: { status: 204, headers: [...access, ...lists] },
      answer: { status: hop.answer === 'close' ? 200 : hop.answer.status, headers: access },
    })),
  };
}

/** The situation as it would be had someone followed the obstacle's advice. */
function withoutObstacle(situation: Situation, { kind }: Obstacle): Situation {
  switch (kind) {
    case 'redirect-with-url-credentials':
      return { ...situation, hops: situation.hops.map(({ userInfo: _userInfo, ...hop }) => hop) };
    case 'redirect-tainted-origin':
      return { ...situation, hops: situation.hops.slice(-1) };
    case 'opaque-origin':
      return { ...situation, from: 'page', hops: situation.hops.slice(-1) };
    case 'redirect-to-insecure':
      return { ...situation, hops: situation.hops.map((hop) => ({ ...hop, target: 'secure-cross' })) };
    case 'redirect-to-other-scheme':
    case 'redirect-to-blocked-port':
    case 'redirect-to-login':
      return { ...situation, hops: situation.hops.map(({ leadsTo: _leadsTo, ...hop }) => hop) };
  }
}

function describe({ verdict }: Examined): string {
  return `${verdict.outcome} ${JSON.stringify(verdict.failures)} ${verdict.reason ?? ''} ${verdict.missing.join()}`;
}

const redirecting = (leadsTo: string): Situation => ({
  page: 'http',
  from: 'page',
  api: 'fetch',
  method: 'GET',
  headers: [],
  credentials: 'same-origin',
  body: null,
  hops: [
    { target: 'cross', preflight: 'close', answer: { status: 302, headers: [] }, leadsTo },
    { target: 'cross', preflight: 'close', answer: { status: 200, headers: [] } },
  ],
});

/** What the generator does not make, and no header mends. */
export function hopelessSituations(engine: EngineName): readonly Situation[] {
  const anywhere = [
    redirecting('file:///etc/hostname'),
    redirecting('data:text/plain,x'),
    redirecting('ftp://127.0.0.1/x'),
    redirecting('http://127.0.0.1:6000/x'),
  ];
  // WebKit's lab has no names but those of this machine, to which a secure page may make requests over http.
  if (engine === 'webkit') return anywhere;
  const insecure: Situation = {
    ...redirecting(''),
    page: 'https',
    hops: [
      { target: 'secure-cross', preflight: 'close', answer: { status: 302, headers: [] } },
      { target: 'cross', preflight: 'close', answer: { status: 200, headers: [] } },
    ],
  };
  return [...anywhere, insecure];
}
