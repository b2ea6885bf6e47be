import { readFile } from 'node:fs/promises';
import { check } from './check.ts';
import { recipe } from './recipe.ts';
import { UsageError, type Command, type Status, type Terminal } from './terminal.ts';

const COMMANDS: Readonly<Record<string, Command>> = { check, recipe };

const USAGE = `Usage: whycors COMMAND

  whycors check FILE.har   tells which requests of a recording the browser blocked, why, and what to change
  whycors recipe           writes the CORS configuration for a server

whycors COMMAND --help tells more.
`;

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read: (file) => readFile(file, 'utf8'),
};

/** Runs one command line. Resolves with the exit status. */
export async function run(args: readonly string[], { out, err, read } = terminal): Promise<Status> {
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h') {
      out(USAGE);
      return name === undefined ? 2 : 0;
    }
    if (name.startsWith('-')) throw new UsageError(`Unknown option '${name}'; see whycors --help`);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new UsageError(`there is no command "${name}"; see whycors --help`);
    if (rest.includes('--help') || rest.includes('-h')) {
      out(command.usage);
      return 0;
    }
    return await command.run(rest, { out, err, read });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`whycors: ${error.message}\n`);
    return 2;
  }
}
