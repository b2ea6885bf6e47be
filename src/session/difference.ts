/** Two texts cut where they begin and cease to differ. */
export interface Difference {
  readonly before: string;
  /** What stands between in the first; empty where the second only adds. */
  readonly first: string;
  readonly second: string;
  readonly after: string;
}

/**
 * The longest common beginning and, of the rest, the longest common end. Texts that have next to nothing in common
 * (`PUT` and `GET, POST`) differ as a whole: to mark all but one chance letter would only puzzle.
 */
export function differenceOf(first: string, second: string): Difference {
  const a = [...first];
  const b = [...second];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  if ((start + end) * 3 <= shorter) return { before: '', first, second, after: '' };
  return {
    before: a.slice(0, start).join(''),
    first: a.slice(start, a.length - end).join(''),
    second: b.slice(start, b.length - end).join(''),
    after: a.slice(a.length - end).join(''),
  };
}
