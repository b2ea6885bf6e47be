import { getHeader, type HeaderList } from './header-list.ts';
import { remembered } from './remembered.ts';

/** What a header that holds a list of tokens says: nothing, a list, or something that is no list. */
export type TokenList =
  | { readonly kind: 'absent' }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'failure'; readonly value: string; readonly token: string };

// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * For the headers whose grammar is `#token`: Access-Control-Allow-Methods, -Allow-Headers, -Expose-Headers.
 * Empty elements are tolerated; the first element that is no token makes the whole header a failure.
 *
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractHeaderListValues(list: HeaderList, name: string): TokenList {
  // The lines, joined with commas, have the elements of all of them.
  return tokenList(getHeader(list, name));
}

/** The same of a value that is known already; null where the header is absent. */
export function tokenList(value: string | null): TokenList {
  return value === null ? ABSENT : tokensOf(value);
}

const ABSENT = { kind: 'absent' } as const;

const tokensOf = remembered((value): TokenList => {
  const values: string[] = [];
  for (const element of value.split(',')) {
    const token = trimOptionalWhitespace(element);
    if (token === '') continue;
    if (!isToken(token)) return { kind: 'failure', value, token };
    values.push(token);
  }
  return { kind: 'values', values };
});

function trimOptionalWhitespace(text: string): string {
  // No pattern: one for the end would begin anew at each blank of the middle.
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x09;
}
