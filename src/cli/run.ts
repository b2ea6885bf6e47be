import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { HarError, readHar } from '../har/file.ts';
import { examineAll } from '../report/examine.ts';
import { reportOf, type Report } from '../report/report.ts';
import { textOf } from '../report/text.ts';

const USAGE = `Usage: whycors check FILE.har [--format text|json]

Reads a HAR file and tells which cross-origin requests the browser blocked, why, and what to change.

Exit status: 0 nothing blocked, 1 something blocked, 2 the input could not be read.
`;

/** What a command writes, and where from. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly read: (file: string) => Promise<string>;
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read: (file) => readFile(file, 'utf8'),
};

/** The input can't be used. The message is one line for the user. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs one command line. Resolves with the exit status. */
export async function run(args: readonly string[], { out, err, read } = terminal): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parse(args);
    if (values.help === true || positionals.length === 0) {
      out(USAGE);
      return values.help === true ? 0 : 2;
    }
    const [command, file, ...more] = positionals;
    if (command !== 'check') throw new UsageError(`there is no command "${command}"; see whycors --help`);
    if (file === undefined) throw new UsageError('check wants a file: whycors check FILE.har');
    if (more.length > 0) throw new UsageError(`check takes one file, not ${more.length + 1}`);
    const format = values.format ?? 'text';
    if (format !== 'text' && format !== 'json')
      throw new UsageError(`--format is text or json, not "${format}"`);

    const report = await check(file, read);
    out(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
    for (const { entry, why } of format === 'json' ? report.rejected : [])
      err(`whycors: ${file}: entry ${entry}: ${why}\n`);
    return report.summary.blocked > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`whycors: ${error.message}\n`);
    return 2;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message.replace(/\. .*/s, '') : 'bad option'}; see whycors --help`,
    );
  }
}

async function check(file: string, read: Terminal['read']): Promise<Report> {
  let source: string;
  try {
    source = await read(file);
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
  try {
    const { exchanges, rejected } = readHar(source);
    return reportOf(examineAll(exchanges), rejected);
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

function reasonOf(error: unknown): string {
  const errorCode = error instanceof Error && 'code' in error ? error.code : null;
  switch (errorCode) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a directory';
    case 'EACCES':
      return 'it may not be read';
    default:
      return error instanceof Error ? error.message : 'it could not be read';
  }
}
