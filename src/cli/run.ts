import { version } from '../../package.json';
import { spellOut } from '../http/spell-out.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { probe } from './probe.ts';
import { recipe } from './recipe.ts';
import { stdio } from './stdio.ts';
import { nearest, UsageError, type Command, type Status, type Terminal } from './terminal.ts';

const COMMANDS: Readonly<Record<string, Command>> = { check, explain, probe, recipe };

const USAGE = `Usage: whycors COMMAND

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join('\n')}

whycors COMMAND --help tells more; whycors --version says which one this is.

Exit status: 0 all is well, 1 the browser would block something, 2 the input could not be used.
`;

/** Runs one command line. Resolves with the exit status. */
export async function run(args: readonly string[], given: Partial<Terminal> = {}): Promise<Status> {
  const terminal: Terminal = { ...stdio, ...given };
  const { out, err } = terminal;
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const [topic] = rest;
      const asked = name === 'help' && topic !== undefined ? commandNamed(topic) : null;
      out(asked?.usage ?? USAGE);
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v') {
      out(`${version}\n`);
      return 0;
    }
    if (name.startsWith('-'))
      throw new UsageError(
        `${spellOut(name)} stands where a command has to be: whycors COMMAND ${spellOut(name)}; see whycors --help`,
      );
    const command = commandNamed(name);
    const end = rest.indexOf('--');
    const options = end === -1 ? rest : rest.slice(0, end);
    if (options.includes('--help') || options.includes('-h')) {
      out(command.usage);
      return 0;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`whycors: ${error.message}\n`);
    return 2;
  }
}

function commandNamed(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  const [near] = meant(name) ?? nearest(name, Object.keys(COMMANDS), 1);
  const hint = near === undefined ? 'see whycors --help' : `did you mean ${near}?`;
  throw new UsageError(`there is no command "${spellOut(name.slice(0, 100))}"; ${hint}`);
}

/** What people forget to say before what they want to have looked at. */
function meant(what: string): readonly string[] | null {
  if (/\.har$/i.test(what)) return [`whycors check ${spellOut(what)}`];
  if (/^https?:\/\//.test(what)) return ['whycors probe URL --origin ORIGIN'];
  return what.includes(' ') || /^(?:CORS|net::ERR_|NS_)/i.test(what) ? ['whycors explain "…"'] : null;
}
