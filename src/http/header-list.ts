import { remembered } from './remembered.ts';

/** Header lines in wire order, one pair a line, names in the case in which they came. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Every line's value of a header, in order. Names are compared without regard to case. */
export function headerLines(list: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const [lineName, value] of list) if (isSameName(lineName, name)) values.push(normalize(value));
  return values;
}

/**
 * The header's value, several lines joined with a comma and a space; null where the header is absent.
 *
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: HeaderList, name: string): string | null {
  let found: string | null = null;
  // Nothing is done more often than this, and all but a few names are told apart by their length or first letter. By index:
  // to go through lines and pairs one by one leaves an object for each.
  const { length } = name;
  const initial = name.charCodeAt(0) | CASE;
  for (let at = 0; at < list.length; at++) {
    const line = list[at] as HeaderList[number];
    const own = line[0];
    if (own.length !== length || (own.charCodeAt(0) | CASE) !== initial || !isSameName(own, name)) continue;
    // Line by line would take the square of the time where there are thousands.
    if (found !== null) return headerLines(list, name).join(', ');
    found = normalize(line[1]);
  }
  return found;
}

function isSameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && lowerName(a) === lowerName(b));
}

/** A name as those are written that it is compared with. A recording has few, and to make each anew takes a while. */
export const lowerName = remembered((name) => name.toLowerCase());

/** The one bit in which upper and lower case of an ASCII letter differ. */
const CASE = 0x20;

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
