import { isToken } from './field-value.ts';
import { normalize } from './header-list.ts';

/**
 * The essence (`type/subtype`, lower case) of a MIME type; null where the text is none. What is wrong with its parameters
 * does not make it none.
 *
 * https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeTypeEssence(text: string): string | null {
  const input = normalize(text);
  const slash = input.indexOf('/');
  if (slash === -1) return null;
  const type = input.slice(0, slash);
  // With the slash before it: only blanks behind it may go.
  const [rest = ''] = input.slice(slash).split(';', 1);
  const subtype = normalize(rest).slice(1);
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : null;
}
