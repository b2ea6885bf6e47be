const MOST = 1000;
/** What is longer is seldom asked again, and must not outlive its recording. */
const LONGEST = 300;

/** What is asked of the same few texts over and over is found out once for each of them. */
export function remembered<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = find(text);
    if (text.length > LONGEST) return found;
    if (known.size >= MOST) known.clear();
    known.set(text, found);
    return found;
  };
}
