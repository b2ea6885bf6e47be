import { answerOf } from '../cors/engines.ts';
import { exchangesOf } from '../cors/flow.ts';
import { whoAnswered, type Answerer, type Layer } from '../diagnosis/answerers.ts';
import type { Checked, Group, Recipe } from '../recipes/recipe.ts';
import type { Examined } from './examine.ts';

/** How the kinds of servers are called, in the order in which they are offered. */
const GROUPS: Readonly<Record<Group, string>> = {
  javascript: 'JavaScript',
  python: 'Python',
  jvm: 'Java and Kotlin',
  dotnet: '.NET',
  ruby: 'Ruby',
  php: 'PHP',
  go: 'Go',
  rust: 'Rust',
  server: 'Web servers and proxies',
  cloud: 'Cloud',
  kubernetes: 'Kubernetes',
  product: 'Products',
  development: 'Development, without CORS',
};

export interface RecipeGroup {
  readonly title: string;
  readonly recipes: readonly Recipe[];
}

export function groupRecipes(recipes: readonly Recipe[]): readonly RecipeGroup[] {
  return (Object.keys(GROUPS) as Group[])
    .map((group) => ({
      title: GROUPS[group],
      recipes: recipes.filter((recipe) => recipe.group === group),
    }))
    .filter((group) => group.recipes.length > 0);
}

/** Who vouches for a recipe, in a sentence. */
export function checkedText({ by, versions }: Checked): string {
  switch (by) {
    case 'run':
      return `Tested with ${versions}.`;
    case 'source':
      return `Not tested by us; checked against the source code (${versions}).`;
    case 'documentation':
      return `Not tested by us; taken from the documentation (${versions}).`;
  }
}

/** Who left a mark on the answer that was refused, and then on the flow's other answers; each once. */
export function answerersOf({ flow, verdict }: Examined): readonly Answerer[] {
  const [failure] = verdict.failures;
  const refused = failure === undefined ? null : answerOf(flow, failure);
  const exchanges = [...(refused === null ? [] : [refused]), ...exchangesOf(flow).toReversed()];
  const found = new Map<string, Answerer>();
  for (const answerer of exchanges.flatMap(whoAnswered)) {
    if (!found.has(answerer.id)) found.set(answerer.id, answerer);
  }
  return [...found.values()];
}

/** The nearer to the code, the likelier that its headers are the user's to change. */
const NEAREST: readonly Layer[] = ['application', 'server', 'proxy', 'gateway', 'host', 'cdn'];

/** The one whose configuration to offer first; null where no answer tells. */
export function likeliestOf(answerers: readonly Answerer[]): Answerer | null {
  const known = answerers.filter(({ recipe }) => recipe !== null);
  const sure = known.filter(({ confidence }) => confidence !== 'possible');
  const [first = null] = sure.toSorted((a, b) => NEAREST.indexOf(a.layer) - NEAREST.indexOf(b.layer));
  return first ?? known[0] ?? null;
}

/** "Recognized: nginx", as sure as it is. */
export function answererText({ name, confidence }: Answerer): string {
  switch (confidence) {
    case 'certain':
      return `Recognized: ${name}`;
    case 'likely':
      return `Probably ${name}`;
    case 'possible':
      return `Possibly ${name}`;
  }
}
