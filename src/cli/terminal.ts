/** What a command writes, and where from. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly read: (file: string) => Promise<string>;
}

export type Status = 0 | 1 | 2;

/** One command: gets what stands behind its name. */
export interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], terminal: Terminal) => Status | Promise<Status>;
}

/** The input can't be used. The message is one line for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Calls a parser of arguments, and turns its error into one of ours. */
export function parsed<T>(parse: () => T, command: string): T {
  try {
    return parse();
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\. .*/s, '') : 'bad option';
    throw new UsageError(`${message}; see whycors ${command} --help`);
  }
}
