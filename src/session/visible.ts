import { spellOut } from '../http/spell-out.ts';

/** The longest value that is shown whole. */
const LONGEST = 2000;

/**
 * A value from the wire as text that shows what it is: control characters, and those that turn the direction of
 * writing, are spelled out; what is very long is cut.
 */
export function visible(value: string): string {
  const shown = spellOut(value.slice(0, LONGEST));
  return value.length > LONGEST ? `${shown}… (${value.length} characters)` : shown;
}

/** A piece of the engine's text: prose, or what stood between backticks. */
export interface Piece {
  readonly text: string;
  readonly code: boolean;
}

/** Splits at backticks; nothing else is interpreted. A backtick without a partner is a character like any other. */
export function piecesOf(text: string): readonly Piece[] {
  const parts = text.split('`');
  if (parts.length % 2 === 0) {
    const rest = parts.pop() ?? '';
    parts.push(`${parts.pop() ?? ''}\`${rest}`);
  }
  return parts.map((part, i) => ({ text: part, code: i % 2 === 1 })).filter((piece) => piece.text !== '');
}
