/** Where something stands in a text, both counted from 1; columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where each entry of a HAR begins: of `log.entries`, or of the `entries` of a bare log. The text has been parsed before. */
export function entryPlaces(source: string): readonly Place[] {
  const places: Place[] = [];
  /** The keys that lead to where we are, and an empty one for each list or object without. */
  const path: string[] = [];
  let key = '';
  /** How deep in the list of entries is; 0 outside. */
  let depth = 0;
  let isDue = false;
  let [line, lineStart] = [1, 0];
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\n') {
      line++;
      lineStart = at + 1;
    }
    if (char === undefined || char <= ' ') continue;
    if (isDue && char !== ']') places.push({ line, column: at - lineStart + 1 });
    isDue = false;
    if (char === '"') {
      const end = endOfString(source, at);
      // Only keys near the top matter.
      if (path.length < 3) key = source.slice(at + 1, end);
      at = end;
    } else if (char === '{' || char === '[') {
      path.push(key);
      key = '';
      if (char === '[' && /^,(?:log,)?entries$/.test(path.join(','))) {
        depth = path.length;
        places.length = 0;
        isDue = true;
      }
    } else if (char === '}' || char === ']') {
      if (path.length === depth) depth = 0;
      path.pop();
    } else if (char === ',') {
      isDue = depth > 0 && path.length === depth;
    }
  }
  return places;
}

function endOfString(source: string, start: number): number {
  for (let end = source.indexOf('"', start + 1); end !== -1; end = source.indexOf('"', end + 1)) {
    let slashes = 0;
    while (source[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return source.length;
}
