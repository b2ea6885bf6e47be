/**
 * What a terminal obeys or a reader does not see: control characters, those that turn the direction of writing, and those
 * without width.
 */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** A text from the wire as one line that shows what it is. */
export function spellOut(text: string): string {
  return text.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Longer values are cut: they would bury what matters. */
const LONGEST = 2000;

/** The same of a text that is there to be seen, and not to be copied. */
export function spellOutBriefly(text: string): string {
  const shown = spellOut(text.slice(0, LONGEST));
  return text.length > LONGEST ? `${shown}… (${text.length} characters)` : shown;
}
