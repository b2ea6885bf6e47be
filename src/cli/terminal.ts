import { spellOut } from '../http/spell-out.ts';
import type { Paint } from '../report/text.ts';
import type { Send } from './send.ts';

/** What a command writes, where from, and what it may do beside. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Reads a file, or the standard input where it is `-`. */
  readonly read: (file: string, progress: Progress) => Promise<string>;
  /** Whether something comes in by the standard input, and no keyboard. */
  readonly hasInput: boolean;
  readonly paint: Paint;
  readonly progress: Progress;
  /** Makes one HTTP request. */
  readonly send: Send;
}

/** Shows how much of something is done, from 0 to 1; where it is all, the bar goes away. */
export type Progress = (what: string, part: number) => void;

export type Status = 0 | 1 | 2;

/** One command: gets what stands behind its name. */
export interface Command {
  /** What it does, for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], terminal: Terminal) => Status | Promise<Status>;
}

/** The input can't be used. The message is one line for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Calls a parser of arguments, and turns its error into one of ours. */
export function parsed<T>(parse: () => T, command: string, options: object): T {
  try {
    return parse();
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\. .*/s, '') : 'bad option';
    const [, unknown] = /^Unknown option '--([^']+)'$/.exec(message) ?? [];
    const [near] = unknown === undefined ? [] : nearest(unknown, Object.keys(options), 1);
    const hint = near === undefined ? `see whycors ${command} --help` : `did you mean --${near}?`;
    throw new UsageError(`${spellOut(message)}; ${hint}`);
  }
}

/** An option's value, which has to be one of some words. */
export function oneOf<const T extends string>(
  option: string,
  words: readonly T[],
  value: string | undefined,
): T {
  const [first] = words;
  if (value === undefined && first !== undefined) return first;
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  const rest = words.slice(0, -1).join(', ');
  throw new UsageError(`${option} is ${rest} or ${words.at(-1)}, not ${JSON.stringify(value)}`);
}

/** The words next to one that is not known: those that contain it or are contained in it, else those that differ by little. */
export function nearest(word: string, known: readonly string[], most = 3): readonly string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9*]/g, '');
  const wanted = plain(word).slice(0, 100);
  if (wanted.length < 2) return [];
  const ranked = known
    .map((one) => {
      const other = plain(one);
      const holds = other.includes(wanted) || wanted.includes(other);
      return { one, distance: holds ? 0 : distanceOf(wanted, other) };
    })
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 3));
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ one }) => one);
}

/** How many letters have to be put in, taken out or changed. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
