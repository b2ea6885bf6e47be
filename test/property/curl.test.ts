import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlOf, type CurlRequest } from '../../src/curl/curl.ts';

/** Everything with a meaning in some shell, and words to hide it in. */
const pieces = [
  ...'\'"`$%{}()[]<>;:,.#&|\\/*?!^~=+@ éЖ字😀ab-_01\u2018\u2019\u201c\u201d\uff02',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u0085',
  '\u2028',
  '\u202e',
  "'\\''",
  '\\"',
  '\\\\',
  '$(',
  '${',
  '%PATH%',
  '%PATH:~0,5%',
  '%PATH:x=%',
  '^%',
  '%^',
  '%^PATH%',
  '!PATH!',
  ' -o file ',
  '@file',
  '--%',
  'https://',
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((parts) => parts.join(''));
const name = fc.oneof(
  fc.constantFrom('Origin', 'X-Id', 'If-None-Match', "X-'`$%^&|!"),
  hostile,
  fc.constant('Content-Type'),
);
const request: fc.Arbitrary<CurlRequest> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', "M'`$%^&|!"),
  url: hostile.map((rest) => `https://api.example.com/${rest}`),
  headers: fc.array(fc.tuple(name, hostile), { maxLength: 4 }),
});

const isToken = (text: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);

/** That the arguments are those of the request, and no more, whatever the values are. */
function expectArguments(found: readonly string[], { method, url, headers }: CurlRequest): void {
  const rest = [...found];
  expect(rest.shift()).toBe(method === 'HEAD' ? '--head' : '-i');
  if (method !== 'GET' && method !== 'HEAD') expect(rest.splice(0, 2)).toEqual(['-X', method]);
  while (rest[0]?.startsWith('--') === true) expect(['--globoff', '--path-as-is']).toContain(rest.shift());
  const address = rest.shift() ?? '';
  expect(address).toMatch(/^https:\/\/api\.example\.com\/[\x21-\x7e]*$/);
  if (/^[\x21-\x7e]*$/.test(url)) expect(address).toBe(url);
  const sent = headers.filter(([one]) => isToken(one));
  expect(rest).toHaveLength(sent.length * 2);
  for (const [i, [one, value]] of sent.entries()) {
    expect(rest[i * 2]).toBe('-H');
    const line = rest[i * 2 + 1] ?? '';
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    const clean = value.trim();
    if (/^[\x20-\x7e]*$/.test(value)) expect(line).toBe(clean === '' ? `${one};` : `${one}: ${clean}`);
    else expect(line.startsWith(one)).toBe(true);
  }
}

/** What a shell, given the command to run, passes to a program of that name. */
function runBy(shell: string, command: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    shell,
    ['-c', `PATH=/nonexistent; curl() { printf '%s\\0' "$@"; }\n${command}\n`],
    { encoding: 'utf8' },
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\0').slice(0, -1);
}

/** The arguments that a Windows program reads off its command line, by the rules of Microsoft's C runtime. */
function windowsArguments(line: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  while (at < line.length) {
    while (line[at] === ' ') at++;
    if (at >= line.length) break;
    let argument = '';
    let quoted = false;
    while (at < line.length && (quoted || line[at] !== ' ')) {
      let slashes = 0;
      while (line[at] === '\\') {
        slashes++;
        at++;
      }
      if (line[at] !== '"') {
        argument += '\\'.repeat(slashes);
        if (slashes === 0) argument += line[at++] ?? '';
        continue;
      }
      argument += '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) argument += '"';
      // Two quotes within quotes are one, which the command must not rely on.
      else if (quoted && line[at + 1] === '"') throw new Error('a doubled quote');
      else quoted = !quoted;
      at++;
    }
    expect(quoted).toBe(false);
    found.push(argument);
  }
  return found;
}

/** What the command processor makes of a line that is typed: variables first, then carets, quotes and operators. */
function cmdLine(command: string): string {
  const isDefined = (variable: string): boolean => /^path$/i.test(variable);
  const expanded = command.replace(/%([^%:\n]*)(?::[^%\n]*)?%/g, (whole, variable: string) =>
    isDefined(variable) ? '<the value of a variable>' : whole,
  );
  let line = '';
  let quoted = false;
  for (let at = 0; at < expanded.length; at++) {
    const character = expanded[at] ?? '';
    if (character === '"') quoted = !quoted;
    if (quoted) throw new Error('within quotes of the command processor');
    if (character === '^') {
      at++;
      // At the end of a line it takes the break out, and the character after that means nothing.
      if (expanded[at] === '\n') at++;
      line += expanded[at] ?? '';
    } else if (/[\n&|<>()]/.test(character)) throw new Error(`${character} ends the command`);
    else line += character;
  }
  return line;
}

/** Where a variable would be replaced wherever the two percent signs stand, also with other text between. */
function neverExpands(command: string): void {
  for (const [at] of [...command].entries()) {
    if (command[at] !== '%') continue;
    expect(command[at + 1], command).toBe('^');
  }
}

/** What PowerShell passes on: single quotes, a backtick before a line break, and the older way to build the line. */
function powershellArguments(command: string): readonly string[] {
  const wrapped = /^& \{ \$PSNativeCommandArgumentPassing = 'Legacy'; curl\.exe (.*) \}$/s.exec(command);
  const source = wrapped?.[1] ?? /^curl\.exe (.*)$/s.exec(command)?.[1] ?? '';
  const tokens: string[] = [];
  let at = 0;
  while (at < source.length) {
    const gap = /^(?: |`\n)+/.exec(source.slice(at))?.[0];
    if (gap !== undefined) {
      at += gap.length;
      continue;
    }
    const string = /^'((?:[^'\u2018\u2019\u201a\u201b]|'')*)'(?= |$)/.exec(source.slice(at));
    const bare = /^[\w./:-][\w./:@-]*(?= |$)/.exec(source.slice(at));
    const [whole = '', inner] = string ?? bare ?? [];
    expect(whole, source.slice(at)).not.toBe('');
    tokens.push(inner?.replaceAll("''", "'") ?? whole);
    at += whole.length;
  }
  if (wrapped === null) {
    // Later versions pass these on as they are; older ones put quotes around those with spaces, which is the same.
    for (const token of tokens) expect(token).not.toMatch(/"|\\$/);
    return tokens;
  }
  return windowsArguments(tokens.map(legacy).join(' '));
}

/** NativeCommandParameterBinder: quotes go around an argument with a space outside of its own quotes. */
function legacy(argument: string): string {
  let quotes = 0;
  let needed = false;
  for (const [at, character] of [...argument].entries()) {
    if (character === '"' && argument[at - 1] !== '\\') quotes++;
    else if (character === ' ' && quotes % 2 === 0) needed = true;
  }
  return needed ? `"${argument}"` : argument;
}

const commandOf = (one: CurlRequest, shell: 'sh' | 'powershell' | 'cmd'): string => curlOf(one, shell) ?? '';

describe('no value breaks out of its place', { timeout: 60_000 }, () => {
  it.each(['sh', 'bash'])('in a command that %s runs', (shell) => {
    fc.assert(
      fc.property(request, (one) => expectArguments(runBy(shell, commandOf(one, 'sh')), one)),
      { numRuns: 200 },
    );
  });

  it('in a command for cmd', () => {
    fc.assert(
      fc.property(request, (one) => {
        const command = commandOf(one, 'cmd');
        neverExpands(command.replace(/^curl /, ''));
        expectArguments(windowsArguments(cmdLine(command)).slice(1), one);
      }),
      { numRuns: 2000 },
    );
  });

  it('in a command for PowerShell', () => {
    fc.assert(
      fc.property(request, (one) => {
        const command = commandOf(one, 'powershell');
        expect(command).toMatch(/^[\x20-\x7e\n]*$/);
        expectArguments(powershellArguments(command), one);
      }),
      { numRuns: 2000 },
    );
  });
});
