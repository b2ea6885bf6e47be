/**
 * What a terminal obeys or a reader does not see: control characters, those that turn the direction of writing, and those
 * without width.
 */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** A text from the wire as one line that shows what it is. */
export function spellOut(text: string): string {
  return text.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
