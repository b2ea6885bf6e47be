import { parseArgs } from 'node:util';
import { catalogue } from '../diagnosis/catalogue.ts';
import { explainConsoleLine, readConsoleLine, reasonOfNetError } from '../diagnosis/console.ts';
import { exampleOf } from '../diagnosis/example.ts';
import type { Rule } from '../diagnosis/rule.ts';
import { ownDiagnosis } from '../report/own-diagnosis.ts';
import { MDN } from '../report/markdown.ts';
import { spellOut } from '../http/spell-out.ts';
import { nearest, parsed, UsageError, type Command, type Status, type Terminal } from './terminal.ts';

const usage = `Usage: whycors explain RULE|NAME|"MESSAGE"
       whycors explain --list

Explains what you name:

  RULE       one of our rules, such as allow-origin-trailing-slash; --list shows them
  NAME       what Chrome or Firefox call it, such as PreflightMissingAllowOriginHeader, CORSMissingAllowOrigin or
             net::ERR_CONNECTION_REFUSED
  "MESSAGE"  a line from the console of Chrome, Edge, Firefox or Safari, as you copied it, with your own values in it;
             without any of these it is read from the standard input

Exit status: 0 it was explained, 2 it is not known.
`;

export const explain: Command = {
  summary: 'explains a rule, a name that a browser uses, or a line from its console',
  usage,
  run: async (args, terminal): Promise<Status> => {
    const { values, positionals } = parsed(
      () => parseArgs({ args: [...args], allowPositionals: true, options: { list: { type: 'boolean' } } }),
      'explain',
    );
    const { out, read, hasInput, progress } = terminal;
    if (values.list === true) {
      const longest = Math.max(...catalogue.map(({ id }) => id.length));
      out(catalogue.map(({ id, title }) => `${id.padEnd(longest)}  ${title}\n`).join(''));
      return 0;
    }
    const isPiped = positionals.length === 0 && hasInput;
    const asked = (isPiped ? await read('-', progress) : positionals.join(' ')).trim();
    if (asked === '')
      throw new UsageError(
        'explain wants a rule, a name or a message: whycors explain CORSMissingAllowOrigin',
      );
    out(textFor(asked, terminal));
    return 0;
  },
};

function textFor(asked: string, terminal: Terminal): string {
  const rule = catalogue.find(({ id }) => id === asked.toLowerCase());
  if (rule !== undefined) return ruleText(rule, terminal);
  const named = rulesNamed(asked);
  const [only] = named;
  if (only !== undefined)
    return named.length === 1 ? ruleText(only, terminal) : choiceText(asked, named, terminal);
  const line = readConsoleLine(NAMELESS.get(plainName(asked)) ?? asked);
  if (line === null) throw new UsageError(unknownText(asked));
  return messageText(line, terminal);
}

const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^network\.corserror\./, '')
    .replace(/[23]$/, '');

function rulesNamed(asked: string): readonly Rule[] {
  const name = plainName(asked);
  const named = catalogue.filter(({ names }) =>
    [...names.chrome, ...names.firefox].some((one) => one.toLowerCase() === name),
  );
  if (named.length > 0) return named;
  const netError = /^(?:net::)?(err_[a-z0-9_.]+)$/i.exec(asked.trim())?.[1];
  const reason = netError === undefined ? null : reasonOfNetError(`net::${netError.toUpperCase()}`);
  return reason === null
    ? []
    : catalogue.filter(({ explains }) => (explains as readonly string[]).includes(reason));
}

/** Names of browsers that no rule bears, since no recording shows them: by what their consoles say. */
const NAMELESS: ReadonlyMap<string, string> = new Map([
  ['disallowedbymode', 'Fetch API cannot load it. Request mode is "same-origin"'],
  ['nocorsredirectmodenotfollow', 'Fetch API cannot load it. Request mode is "no-cors"'],
  ['corsdisabledscheme', 'Fetch API cannot load it. URL scheme'],
  ...(
    [
      ['corsdisabled', 'CORS disabled'],
      ['corsoriginheadernotadded', 'CORS header ‘Origin’ cannot be added'],
    ] as const
  ).map(
    ([name, reason]) =>
      [name, `Cross-Origin Request Blocked: remote resource at . (Reason: ${reason}).`] as const,
  ),
  ...[
    'InsecureLocalNetwork',
    'InvalidLocalNetworkAccess',
    'LocalNetworkAccessPermissionDenied',
    'InsecurePrivateNetwork',
    'InvalidPrivateNetworkAccess',
    'PreflightMissingAllowPrivateNetwork',
    'PreflightInvalidAllowPrivateNetwork',
  ].map((name) => [name.toLowerCase(), 'net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS'] as const),
]);

function unknownText(asked: string): string {
  const names = catalogue.flatMap((rule) => [rule.id, ...rule.names.chrome, ...rule.names.firefox]);
  const near = asked.length > 100 ? [] : nearest(asked, [...new Set(names)]);
  const shown = spellOut(asked.length > 60 ? `${asked.slice(0, 60)}…` : asked);
  return near.length > 0
    ? `nothing is called "${shown}"; did you mean ${near.join(' or ')}?`
    : `"${shown}" is no rule, no name and no line from a console that is known here; whycors explain --list shows the rules`;
}

function ruleText(rule: Rule, { paint }: Terminal): string {
  const { id, title, names, spec } = rule;
  const { broken, fixed } = exampleOf(id);
  const told = ownDiagnosis(rule);
  const lines = [
    paint('strong', `${title} (${id})`),
    '',
    ...(told === null ? [] : ['For example:', '', ...toldLines(told, paint), '']),
    ...(names.chrome.length > 0 ? [`Chrome:   ${names.chrome.join(', ')}`] : []),
    ...names.firefox.map((name) => `Firefox:  ${name}  ${MDN}${name}`),
    `Standard: https://fetch.spec.whatwg.org/#${spec}`,
    '',
    rule.severity === 'error' ? 'Refused:' : 'Passes, and is worth a word:',
    '',
    ...exampleLines(broken),
    '',
    'Mended:',
    '',
    ...exampleLines(fixed),
  ];
  return `${lines.join('\n')}\n`;
}

function toldLines(
  {
    headline,
    explanation,
    fix,
  }: { readonly headline: string; readonly explanation: string; readonly fix: string },
  paint: Terminal['paint'],
): readonly string[] {
  return [`  ${headline}`, `  ${explanation}`, `  ${paint('added', '→')} ${fix}`];
}

function exampleLines(example: string): readonly string[] {
  return example
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : `    ${line.trim()}`));
}

function choiceText(asked: string, rules: readonly Rule[], { paint }: Terminal): string {
  const longest = Math.max(...rules.map(({ id }) => id.length));
  return [
    paint('strong', `${asked.trim()} can be one of these; the request itself tells which:`),
    '',
    ...rules.map(({ id, title }) => `  ${id.padEnd(longest)}  ${title}`),
    '',
    `whycors explain ${rules[0]?.id ?? 'RULE'} tells more; whycors check FILE.har finds out which one it is.`,
    '',
  ].join('\n');
}

function messageText(line: NonNullable<ReturnType<typeof readConsoleLine>>, { paint }: Terminal): string {
  const { title, rules, ...told } = explainConsoleLine(line);
  const rest = rules.map(({ id }) => id);
  const more =
    rest.length === 1
      ? [`whycors explain ${rest[0]} tells more.`]
      : rest.length > 1
        ? [
            `What lies behind it is one of: ${rest.join(', ')}.`,
            'A recording tells which: whycors check FILE.har.',
          ]
        : [];
  const lines = [
    paint('strong', `${title} (${line.browser})`),
    '',
    ...toldLines(told, paint),
    ...(more.length > 0 ? ['', ...more] : []),
  ];
  return `${lines.join('\n')}\n`;
}
