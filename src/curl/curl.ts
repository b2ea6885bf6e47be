import type { Exchange } from '../http/exchange.ts';
import { isToken } from '../http/field-value.ts';
import type { HeaderList } from '../http/header-list.ts';
import { isHttpScheme } from '../http/origin.ts';

export type Shell = 'sh' | 'powershell' | 'cmd';

/** What is put on the wire. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
}

/** What a preflight asks. */
export interface Question {
  readonly url: string;
  readonly origin: string;
  readonly method: string;
  /** The unsafe names, in any order and case. */
  readonly headers: readonly string[];
}

/** A preflight as browsers shape it: the names in lower case, sorted, each once, with commas and no spaces between. */
export function preflightRequest({ url, origin, method, headers }: Question): CurlRequest {
  const names = [...new Set(headers.map((name) => name.toLowerCase()))].toSorted();
  return {
    method: 'OPTIONS',
    url,
    headers: [
      ['Origin', origin],
      ['Access-Control-Request-Method', method],
      ...(names.length === 0 ? [] : [['Access-Control-Request-Headers', names.join(',')] as const]),
    ],
  };
}

/** What curl says by itself, and what speaks of a connection or of a body that is not there. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The request as it was recorded, with the origin where the recording lacks it. */
export function actualRequest(
  { method, url, requestHeaders }: Pick<Exchange, 'method' | 'url' | 'requestHeaders'>,
  origin: string | null,
): CurlRequest {
  const headers = requestHeaders.filter(([name]) => !LEFT_OUT.has(name.toLowerCase()));
  const hasOrigin = headers.some(([name]) => name.toLowerCase() === 'origin');
  return { method, url, headers: hasOrigin || origin === null ? headers : [['Origin', origin], ...headers] };
}

/** A command that makes the request and shows the answer's headers; null for what is no HTTP request. */
export function curlOf(request: CurlRequest, shell: Shell): string | null {
  const lines = argumentsOf(request, shell !== 'sh');
  if (lines === null) return null;
  switch (shell) {
    case 'sh':
      return `curl ${lines.map((line) => line.map(quoteSh).join(' ')).join(' \\\n  ')}`;
    case 'cmd':
      return `curl ${lines.map((line) => line.map(quoteCmd).join(' ')).join(' ^\n  ')}`;
    case 'powershell':
      return powershell(lines);
  }
}

/** The arguments, one line each option. */
function argumentsOf(
  { method, url, headers }: CurlRequest,
  asciiOnly: boolean,
): readonly (readonly string[])[] | null {
  const address = percentEncoded(withoutControls(url));
  if (!isToken(method) || !isHttpScheme(address)) return null;
  const first = [
    // HEAD by `-X` would make curl wait for a body that never comes.
    ...(method === 'HEAD' ? ['--head'] : ['-i']),
    ...(method === 'GET' || method === 'HEAD' ? [] : ['-X', method]),
    // To curl, brackets and braces mean several addresses.
    ...(/[[\]{}]/.test(address) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(address) ? ['--path-as-is'] : []),
    address,
  ];
  const options = headers
    .filter(([name]) => isToken(name))
    .map(([name, value]) => {
      const clean = withoutControls(value).trim();
      const text = asciiOnly ? clean.replace(/[^\x20-\x7E]/gu, '?') : clean;
      // With a colon and nothing behind it curl takes the header out.
      return ['-H', text === '' ? `${name};` : `${name}: ${text}`];
    });
  return [first, ...options];
}

/**
 * Without the characters that no header can hold, or that change what a reader sees: a line break would end the
 * command in some shells, a tab completes a file name where it is pasted.
 */
function withoutControls(text: string): string {
  return text.replace(
    /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (char) => (char === '\t' ? ' ' : ''),
  );
}

/** An address has no spaces, and characters beyond ASCII as their bytes: Windows would turn some of them into quotes. */
function percentEncoded(url: string): string {
  return url.toWellFormed().replace(/[^\x21-\x7E]+/g, (characters) => encodeURIComponent(characters));
}

const PLAIN = /^[A-Za-z0-9_./:@-]+$/;

function quoteSh(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/**
 * Windows hands a program one line, which the program cuts into arguments itself. Within quotes a backslash stands for
 * itself, but not before a quote.
 */
function quoteWindows(argument: string): string {
  // A pattern that looks for the quote as well would begin anew at each of a thousand backslashes.
  return `"${argument.replace(/\\+|"/g, (match, at: number) => {
    if (match === '"') return '\\"';
    const next = argument[at + match.length];
    return next === '"' || next === undefined ? match + match : match;
  })}"`;
}

/**
 * Nothing is left within quotes of the command processor, so that there is one rule: a caret before each character
 * that could mean something. `%PATH%` is replaced even so, unless its name begins with a caret of ours.
 */
function quoteCmd(argument: string): string {
  if (PLAIN.test(argument)) return argument;
  return quoteWindows(argument).replace(/%[A-Za-z0-9 ]|[^A-Za-z0-9 ]/g, (match) =>
    [...match].map((character) => `^${character}`).join(''),
  );
}

/**
 * PowerShell before 7.3 does not mark quotes within an argument for the program, and later ones do; where it makes a
 * difference the command asks for the older way, and does it itself.
 */
function powershell(lines: readonly (readonly string[])[]): string {
  const isSimple = lines.flat().every((argument) => !/"|\\$/.test(argument));
  const command = lines
    .map((line) => line.map((argument) => quotePowershell(argument, !isSimple)).join(' '))
    .join(' `\n  ');
  // Without the ending `curl` is another command there.
  return isSimple
    ? `curl.exe ${command}`
    : `& { $PSNativeCommandArgumentPassing = 'Legacy'; curl.exe ${command} }`;
}

function quotePowershell(argument: string, forWindows: boolean): string {
  if (PLAIN.test(argument) && !argument.startsWith('@')) return argument;
  const text = forWindows ? quoteWindows(argument) : argument;
  return `'${text.replaceAll("'", "''")}'`;
}
