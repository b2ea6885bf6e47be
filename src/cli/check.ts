import { isAbsolute, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { version } from '../../package.json';
import { exchangesOf } from '../cors/flow.ts';
import { HarError, readHar } from '../har/file.ts';
import { entryPlaces } from '../har/places.ts';
import { annotationsOf } from '../report/annotations.ts';
import type { Examined } from '../report/examine.ts';
import { codeSpan, markdownOf } from '../report/markdown.ts';
import { joinReports, reportOf, type Report } from '../report/report.ts';
import { sarifOf } from '../report/sarif.ts';
import { shareAll, type SharedFile } from '../report/share.ts';
import { textOf } from '../report/text.ts';
import { nearest, oneOf, parsed, UsageError, type Command, type Status, type Terminal } from './terminal.ts';

const usage = `Usage: whycors check [FILE…|-] [options]

Reads HAR files, as DevTools save them, and tells which cross-origin requests the browser blocked, why, and what to
change. Several files make one report; - is the standard input, and so is no file where something is piped in.
Cookies, keys and tokens are left out, whatever the format.

  --format FORMAT   text      for people (the default)
                    json      everything, for programs: version 1, to which only is added
                    markdown  for a ticket
                    sarif     SARIF 2.1.0, for code scanning
                    github    annotations of a GitHub workflow
  --fail-on WHAT    error     exit with 1 where something was blocked by CORS (the default)
                    warning   or failed in another way, or passes and is worth a warning
                    never     exit with 0
  --only HOST       only requests to this host, such as api.example.com, localhost:8080 or *.example.com; more with commas

Exit status: 0 nothing blocked, 1 something blocked, 2 a file could not be read, or none of its entries (the others are
reported all the same), or nothing was checked, since no request goes to a HOST. A file without requests has nothing
blocked: the standard error says so.

NO_COLOR and FORCE_COLOR are honoured.
`;

const options = {
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  only: { type: 'string', multiple: true },
} as const;

const FORMATS = ['text', 'json', 'markdown', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

/** A list of hosts longer than this names the rest by number. */
const MOST = 10;

/** More exchanges than this take a moment. */
const MANY = 5000;

/** One file, read and examined. */
interface Recording {
  readonly file: string;
  /** Those that were asked for, without secrets. */
  readonly flows: readonly Examined[];
  /** All that something was sent to. */
  readonly hosts: readonly string[];
  readonly redacted: readonly string[];
  readonly report: Report;
  readonly places: SharedFile['places'];
}

export const check: Command = {
  summary: 'tells which requests of a recording the browser blocked, why, and what to change',
  usage,
  run: async (args, terminal) => {
    const { values, positionals } = parsed(
      () => parseArgs({ args: [...args], allowPositionals: true, options }),
      'check',
      options,
    );
    const format = oneOf('--format', FORMATS, values.format);
    const failOn = oneOf('--fail-on', ['error', 'warning', 'never'], values['fail-on']);
    const hosts = hostsIn(values.only);
    const files = positionals.length === 0 && terminal.hasInput ? ['-'] : [...new Set(positionals)];
    if (files.length === 0) throw new UsageError('check wants a file: whycors check FILE.har');

    const recordings: Recording[] = [];
    let unreadable = 0;
    for (const file of files) {
      try {
        recordings.push(await readRecording(file, { format, hosts }, terminal));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        unreadable++;
        const hint = positionals.length === 0 ? '; no file was named: whycors check FILE.har' : '';
        terminal.err(`whycors: ${error.message}${hint}\n`);
      }
    }
    if (recordings.length === 0) return 2;

    // A host with a typo in it would let everything pass for ever.
    for (const host of hosts.filter(
      (one) => !recordings.some(({ flows }) => flows.some((flow) => goesTo(flow, one))),
    ))
      terminal.err(`whycors: no request goes to ${host.text}; ${hostsText(recordings, host.text)}\n`);
    if (hosts.length > 0 && recordings.every(({ flows }) => flows.length === 0)) return 2;

    terminal.out(write(format, recordings, terminal));
    complain(format, recordings, terminal);
    for (const { file } of recordings.filter(isEmpty))
      terminal.err(`whycors: ${nameOf(file)}: nothing was recorded, so nothing was checked\n`);
    const isRead = ({ flows, report }: Recording): boolean =>
      flows.length > 0 || report.rejected.length === 0;
    return unreadable > 0 || !recordings.every(isRead) ? 2 : statusOf(recordings, failOn);
  },
};

/** A host of `--only`. */
interface Host {
  readonly text: string;
  /** With a `.` before it where it stands for all that end so. */
  readonly name: string;
  readonly port: string | null;
}

function hostsIn(only: readonly string[] | undefined): readonly Host[] {
  return (only ?? [])
    .flatMap((list) => list.split(','))
    .map((part) => {
      const text = part.trim();
      const [, star, name = '', port = null] = /^(\*\.)?([^\s/?#@\\*]+?)(?::(\d+))?$/.exec(text) ?? [];
      if (name === '' || !URL.canParse(`http://${name}`)) {
        const host = URL.canParse(text) ? new URL(text).host : '';
        throw new UsageError(
          `--only is a host, such as ${host || 'api.example.com'}, not ${JSON.stringify(text)}`,
        );
      }
      return { text, name: `${star === undefined ? '' : '.'}${new URL(`http://${name}`).hostname}`, port };
    });
}

async function readRecording(
  file: string,
  { format, hosts }: { readonly format: Format; readonly hosts: readonly Host[] },
  { read, progress }: Terminal,
): Promise<Recording> {
  const name = nameOf(file);
  let source: string;
  try {
    source = await read(file, progress);
  } catch (error) {
    throw new UsageError(`${name}: ${reasonOf(error)}`);
  }
  try {
    const { exchanges, rejected } = readHar(source);
    const told = exchanges.length > MANY ? (part: number) => progress(`Examining ${name}`, part) : undefined;
    const { flows: all, redactedFrom } = shareAll(exchanges, told);
    const flows =
      hosts.length === 0 ? all : all.filter((examined) => hosts.some((host) => goesTo(examined, host)));
    const places = format === 'sarif' || format === 'github' ? entryPlaces(source) : [];
    const recorded = new Set(exchanges.map(({ url }) => new URL(url).host).filter((host) => host !== ''));
    return {
      file,
      flows,
      hosts: [...recorded],
      redacted: redactedFrom(flows),
      report: reportOf(flows, rejected),
      places,
    };
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    throw new UsageError(`${name}: ${error.message}`);
  }
}

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

function goesTo({ flow }: Examined, { name, port }: Host): boolean {
  return exchangesOf(flow).some(({ url }) => {
    const { protocol, hostname, port: own } = new URL(url);
    const fits = name.startsWith('.') ? hostname.endsWith(name) : hostname === name;
    return fits && (port === null || port === (own || (protocol === 'https:' ? '443' : '80')));
  });
}

/** The hosts that there are, and first those that look like the one that was asked for. */
function hostsText(recordings: readonly Recording[], wanted: string): string {
  const all = [...new Set(recordings.flatMap(({ hosts }) => hosts))];
  const hosts = [...new Set([...nearest(wanted, all), ...all])];
  const shown = hosts.slice(0, MOST).join(', ');
  const more = hosts.length > MOST ? ` and ${hosts.length - MOST} more` : '';
  return hosts.length === 0 ? 'there are no requests' : `there are requests to ${shown}${more}`;
}

function write(format: Format, recordings: readonly Recording[], { paint }: Terminal): string {
  const [first, second] = recordings;
  const report = (): Report =>
    first !== undefined && second === undefined
      ? first.report
      : joinReports(recordings.map((one) => ({ file: nameOf(one.file), report: one.report })));
  switch (format) {
    case 'text':
      return textOf(report(), paint);
    case 'json':
      return `${JSON.stringify(report(), null, 2)}\n`;
    case 'markdown':
      return recordings
        .map(
          (one) => `${second === undefined ? '' : `# ${codeSpan(nameOf(one.file))}\n\n`}${markdownOf(one)}`,
        )
        .join('\n');
    case 'sarif':
      return `${JSON.stringify(sarifOf(sharedFiles(recordings), version), null, 2)}\n`;
    case 'github':
      return annotationsOf(sharedFiles(recordings));
  }
}

function sharedFiles(recordings: readonly Recording[]): readonly SharedFile[] {
  return recordings.map(({ file, flows, redacted, report, places }) => ({
    flows,
    redacted,
    file: file === '-' ? null : file,
    uri: file === '-' ? null : uriOf(file),
    rejected: report.rejected,
    places,
  }));
}

/** An empty recording passes, and should not pass unnoticed. */
const isEmpty = ({ hosts, flows, report }: Recording): boolean =>
  hosts.length + flows.length + report.rejected.length === 0;

/** A path as a relative reference, or as a URL where it is absolute. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file
    .split(sep)
    .map((part) => encodeURIComponent(part))
    .join('/');
}

/** What the output itself has no place for. */
function complain(format: Format, recordings: readonly Recording[], { err }: Terminal): void {
  for (const { file, report } of format === 'text' ? [] : recordings) {
    for (const { entry, why } of report.rejected)
      err(`whycors: ${nameOf(file)}: log.entries[${entry}]: ${why}\n`);
  }
}

function statusOf(recordings: readonly Recording[], failOn: 'error' | 'warning' | 'never'): Status {
  const flows = recordings.flatMap((recording) => recording.flows);
  const isBad = ({ verdict, diagnoses }: Examined): boolean =>
    verdict.outcome === 'blocked' ||
    (failOn === 'warning' && diagnoses.some(({ severity }) => severity !== 'note'));
  return failOn !== 'never' && flows.some(isBad) ? 1 : 0;
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
    case 'ERR_STRING_TOO_LONG':
      return 'it is larger than 512 MB';
    default:
      return error instanceof Error ? error.message : 'it could not be read';
  }
}
