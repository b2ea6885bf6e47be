/** Header lines in wire order, one pair a line, names in the case in which they came. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Every line's value of a header, in order. Names are compared without regard to case. */
export function headerLines(list: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [lineName, value] of list) {
    if (lineName.length === wanted.length && lineName.toLowerCase() === wanted) values.push(normalize(value));
  }
  return values;
}

/**
 * The header's value, several lines joined with a comma and a space; null where the header is absent.
 *
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: HeaderList, name: string): string | null {
  const values = headerLines(list, name);
  return values.length === 0 ? null : values.join(', ');
}

// https://fetch.spec.whatwg.org/#concept-header-value-normalize
export function normalize(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespaceByte(value.charCodeAt(start))) start++;
  while (end > start && isHttpWhitespaceByte(value.charCodeAt(end - 1))) end--;
  return start === 0 && end === value.length ? value : value.slice(start, end);
}

// https://fetch.spec.whatwg.org/#http-whitespace-byte
function isHttpWhitespaceByte(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
