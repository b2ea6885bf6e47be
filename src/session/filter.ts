import { exchangesOf } from '../cors/flow.ts';
import { KINDS, type Item, type Kind } from './item.ts';

export type Counts = Readonly<Record<Kind, number>>;

export function countKinds(items: readonly Item[]): Counts {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
  for (const { kind } of items) counts[kind]++;
  return counts;
}

/** Whether the chips let an item through: with none pressed all but those to which CORS does not apply. */
export function isOfKind({ kind }: Item, kinds: ReadonlySet<Kind>): boolean {
  return kinds.size === 0 ? kind !== 'exempt' : kinds.has(kind);
}

/** What the text filter looks at, made once an item and only when someone filters. */
const texts = new WeakMap<Item, string>();

/** What is in sight of an item in the list: where all words are found in it, the rest need not be looked at. */
function shortTextOf({ method, host, path, cause, statuses }: Item): string {
  return `${method} ${host}${path}\n${cause}\n${statuses.join(' ')}`.toLowerCase();
}

function textOf(item: Item): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const { examined } = item;
  const lines = [shortTextOf(item)];
  for (const { title } of examined.diagnoses) lines.push(title);
  for (const { url, requestHeaders, response } of exchangesOf(examined.flow)) {
    lines.push(url);
    for (const [name, value] of requestHeaders) lines.push(`${name}: ${value}`);
    for (const [name, value] of response?.headers ?? []) lines.push(`${name}: ${value}`);
  }
  const text = lines.join('\n').toLowerCase();
  texts.set(item, text);
  return text;
}

/** Every word has to occur, in any place; a word after a minus must not. Case does not matter. Null lets all through. */
export function textFilter(text: string): ((item: Item) => boolean) | null {
  const words = text.toLowerCase().split(/\s+/);
  const wanted = words.filter((word) => word !== '' && !word.startsWith('-'));
  const unwanted = words
    .filter((word) => word.length > 1 && word.startsWith('-'))
    .map((word) => word.slice(1));
  if (wanted.length === 0 && unwanted.length === 0) return null;
  // What was decided of an item stays so: a batch of new ones costs only itself.
  const decided = new WeakMap<Item, boolean>();
  return (item) => {
    const known = decided.get(item);
    if (known !== undefined) return known;
    const short = unwanted.length === 0 ? shortTextOf(item) : '';
    const matches =
      wanted.every((word) => short.includes(word) || textOf(item).includes(word)) &&
      !unwanted.some((word) => textOf(item).includes(word));
    decided.set(item, matches);
    return matches;
  };
}
