import { parseArgs } from 'node:util';
import { HarError, readHar } from '../har/file.ts';
import { examineAll } from '../report/examine.ts';
import { reportOf, type Report } from '../report/report.ts';
import { textOf } from '../report/text.ts';
import { parsed, UsageError, type Command, type Terminal } from './terminal.ts';

const usage = `Usage: whycors check FILE.har [--format text|json]

Reads a HAR file and tells which cross-origin requests the browser blocked, why, and what to change.

Exit status: 0 nothing blocked, 1 something blocked, 2 the input could not be read.
`;

export const check: Command = {
  usage,
  run: async (args, { out, err, read }) => {
    const { values, positionals } = parsed(
      () => parseArgs({ args: [...args], allowPositionals: true, options: { format: { type: 'string' } } }),
      'check',
    );
    const [file] = positionals;
    if (file === undefined) throw new UsageError('check wants a file: whycors check FILE.har');
    if (positionals.length > 1) throw new UsageError(`check takes one file, not ${positionals.length}`);
    const format = values.format ?? 'text';
    if (format !== 'text' && format !== 'json')
      throw new UsageError(`--format is text or json, not "${format}"`);

    const report = await reportOn(file, read);
    out(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
    for (const { entry, why } of format === 'json' ? report.rejected : [])
      err(`whycors: ${file}: entry ${entry}: ${why}\n`);
    return report.summary.blocked > 0 ? 1 : 0;
  },
};

async function reportOn(file: string, read: Terminal['read']): Promise<Report> {
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
