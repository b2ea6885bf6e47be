/** Makes a situation smaller as long as the engine and the browser go on disagreeing about it in the same way. */
import type { Comparison, Disagreement } from './compare.ts';
import type { Observation, Runner } from './observe.ts';
import type { Answer, Situation, SituationHop } from './situation.ts';

const MOST_ROUNDS = 15;

export async function shrink(
  runner: Runner,
  start: Situation,
  kind: Disagreement['kind'],
  compare: (observation: Observation) => Comparison,
): Promise<Situation> {
  let smallest = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const observations = await runner.run(smaller(smallest));
    // In the order of the candidates, the boldest first.
    const failing = observations.find((observation) =>
      compare(observation).disagreements.some((each) => each.kind === kind && each.expected === null),
    );
    if (failing === undefined) return smallest;
    smallest = failing.situation;
  }
  return smallest;
}

/** Situations with one thing less, the boldest first. */
function smaller(situation: Situation): readonly Situation[] {
  const { twins: _twins, repeat: _repeat, mode: _mode, redirect: _redirect, ...plain } = situation;
  const candidates: Situation[] = [];
  const add = (change: Partial<Situation>): void => {
    const candidate = { ...situation, ...change };
    if (JSON.stringify(candidate) !== JSON.stringify(situation)) candidates.push(candidate);
  };
  if (Object.keys(plain).length < Object.keys(situation).length) candidates.push(plain);
  const { hops } = situation;
  if (hops.length > 1)
    for (const [index] of hops.entries()) add({ hops: hops.filter((_, at) => at !== index) });
  if (situation.repeat !== undefined && situation.twins !== undefined) add({ repeat: 1 });
  add({ from: 'page' });
  add({ api: 'fetch' });
  add({ page: 'http' });
  add({ body: null });
  add({ method: 'GET' });
  add({ method: 'PUT' });
  add({ credentials: 'same-origin' });
  for (const [index] of situation.headers.entries()) {
    add({ headers: situation.headers.filter((_, at) => at !== index) });
  }
  for (const [index, hop] of hops.entries()) {
    for (const less of smallerHops(hop)) add({ hops: hops.map((own, at) => (at === index ? less : own)) });
  }
  return candidates;
}

function smallerHops(hop: SituationHop): readonly SituationHop[] {
  const { userInfo: _userInfo, ...plain } = hop;
  return [
    ...(hop.userInfo === undefined ? [] : [plain]),
    ...(['cross', 'secure-open'] as const).map((target) => ({ ...hop, target })),
    ...smallerAnswers(hop.preflight).map((preflight) => ({ ...hop, preflight })),
    ...smallerAnswers(hop.answer).map((answer) => ({ ...hop, answer })),
  ];
}

function smallerAnswers(answer: Answer): readonly Answer[] {
  if (answer === 'close') return [];
  const { status, headers } = answer;
  return headers.map((_, index) => ({ status, headers: headers.filter((__, at) => at !== index) }));
}
