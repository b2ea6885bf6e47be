/** Makes situations: half of them work but for one thing, half are wild. */
import { corsUnsafeRequestHeaderNames } from '../../src/cors/request-headers.ts';
import { goodAnswer, goodPreflight, mutate, wildAnswer, type Need } from './answers.ts';
import { asking } from './asking.ts';
import { createRandom, type Random } from './random.ts';
import type { Situation, SituationHop, Target } from './situation.ts';

/** What WebKit's driver can do: plain fetch in the page, and no names but this machine's. */
export interface GeneratorOptions {
  readonly plain: boolean;
}

export function generate(
  seed: number,
  count: number,
  { plain }: GeneratorOptions = { plain: false },
): readonly Situation[] {
  return Array.from({ length: count }, (_, index) => {
    // Each situation has a seed of its own, so that the n-th stays the same however many are made.
    const random = createRandom(Math.imul(seed, 2_654_435_761) + index);
    const situation = random.chance(0.5) ? broken(random, plain) : wild(random, plain);
    return normalize(situation);
  });
}

const REDIRECTS = [301, 302, 303, 307, 308];

const CROSS: readonly Target[] = [
  'site',
  'site-open',
  'cross',
  'cross',
  'secure-cross',
  'secure-open',
  'secure-site',
];
const ANY: readonly Target[] = [
  'own',
  'site',
  'site-open',
  'cross',
  'cross-other',
  'secure-cross',
  'secure-open',
];

function targets(random: Random, count: number): readonly Target[] {
  return Array.from({ length: count }, (_, index) => random.pick(index === 0 && count === 1 ? CROSS : ANY));
}

/** The methods and the origins that a request has on its way, to answer each hop rightly. */
function needs(
  asked: Omit<Situation, 'hops'>,
  at: readonly Target[],
  statuses: readonly number[],
): readonly Need[] {
  let { method } = asked;
  // Whatever the page's own origin is, a hop between two foreign ones makes it null.
  let tainted = false;
  const credentials = asked.credentials === 'include';
  return at.map((target, index) => {
    const before = at[index - 1];
    const status = statuses[index - 1];
    if (before !== undefined && before !== target && before !== 'own') tainted = true;
    if ((status === 301 || status === 302) && method === 'POST') method = 'GET';
    if (status === 303 && method !== 'HEAD') method = 'GET';
    return { method, credentials, origin: tainted ? '{echo}' : '{origin}' };
  });
}

function broken(random: Random, plain: boolean): Situation {
  const asked = asking(random, plain);
  const count = random.chance(0.75) ? 1 : random.pick([2, 2, 3, 4]);
  const at = targets(random, count);
  const statuses = at.map((_, index) => (index === count - 1 ? 200 : random.pick(REDIRECTS)));
  const all = needs(asked, at, statuses);
  const hops = at.map((target, index): SituationHop => {
    const need = all[index] as Need;
    return {
      target,
      preflight: goodPreflight(random, need),
      answer: goodAnswer(random, need, statuses[index] ?? 200),
    };
  });
  const victim = random.below(count);
  const preflightIsDue =
    !['GET', 'HEAD', 'POST'].includes(asked.method.toUpperCase()) ||
    asked.api === 'xhr-upload' ||
    corsUnsafeRequestHeaderNames(asked.headers).length > 0;
  const onPreflight = preflightIsDue && random.chance(0.65);
  const isRedirect = victim < count - 1;
  const breaksLocation = isRedirect && random.chance(0.15);
  return {
    ...asked,
    hops: hops.map((hop, index) => {
      if (breaksLocation) return index === victim + 1 ? { ...hop, userInfo: 'user:secret' } : hop;
      if (index !== victim) return hop;
      const key = onPreflight ? 'preflight' : 'answer';
      const mutant = mutate(random, hop[key], onPreflight);
      const keepsStatus = !onPreflight && isRedirect && mutant !== 'close';
      return { ...hop, [key]: keepsStatus ? { ...mutant, status: statuses[index] ?? 302 } : mutant };
    }),
  };
}

function wild(random: Random, plain: boolean): Situation {
  const asked = asking(random, plain);
  const count = random.chance(0.7) ? 1 : random.pick([2, 2, 3, 4]);
  return {
    ...asked,
    hops: targets(random, count).map((target, index): SituationHop => {
      const answer = wildAnswer(random, false);
      const redirects = index < count - 1 && answer !== 'close';
      return {
        target,
        preflight: wildAnswer(random, true),
        answer: redirects ? { ...answer, status: random.pick(REDIRECTS) } : answer,
        ...(random.chance(0.02) ? { userInfo: 'user:secret' } : {}),
      };
    }),
  };
}

/** Takes out what a browser would refuse before any traffic, or what no page can ask for. */
function normalize(situation: Situation): Situation {
  const { page } = situation;
  let { method, headers, hops, credentials, from } = situation;
  const isElement = ['image', 'font', 'module', 'style', 'eventsource'].includes(situation.api);
  if (situation.mode === 'no-cors') {
    headers = [];
    if (!/^(?:get|head|post)$/i.test(method)) method = 'GET';
  }
  // There are neither elements nor fonts in a worker; elements have no mode `omit`.
  if (isElement && from === 'worker' && situation.api !== 'eventsource') from = 'page';
  if (isElement && credentials === 'omit') credentials = 'same-origin';
  if (situation.api === 'font') credentials = 'same-origin';
  if (situation.api.startsWith('xhr') && credentials === 'omit') credentials = 'same-origin';
  // An https page may not ask an http server: mixed content is a failure of its own, and rare here.
  if (page === 'https' && hops.some(({ target }) => !target.startsWith('secure') && target !== 'own')) {
    const mend: Partial<Record<Target, Target>> = {
      site: 'secure-site',
      'site-open': 'secure-site',
      cross: 'secure-cross',
      'cross-other': 'secure-open',
    };
    hops = hops.map((hop) => ({ ...hop, target: mend[hop.target] ?? hop.target }));
  }
  return { ...situation, method, headers, page, hops, credentials, from };
}
