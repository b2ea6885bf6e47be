import { parseArgs } from 'node:util';
import { catalogue } from '../diagnosis/catalogue.ts';
import { readConsoleLine } from '../diagnosis/console-lines.ts';
import { explainConsoleLine, type ConsoleFinding } from '../diagnosis/console.ts';
import { exampleOf } from '../diagnosis/example.ts';
import type { Rule } from '../diagnosis/rule.ts';
import { ownDiagnosis, ownOutcome } from '../report/own-diagnosis.ts';
import { MDN } from '../report/markdown.ts';
import { spellOut } from '../http/spell-out.ts';
import { isOnMdn, kindNamed, lineNamed, namesOf, rulesNamed } from './names.ts';
import { explainPasted } from './pasted.ts';
import { nearest, parsed, UsageError, type Command, type Status, type Terminal } from './terminal.ts';

const usage = `Usage: whycors explain RULE|NAME|"MESSAGE"
       whycors explain --list

Explains what you name:

  RULE       one of our rules, such as allow-origin-trailing-slash; --list shows them
  NAME       what Chrome or Firefox call it, such as PreflightMissingAllowOriginHeader, CORSMissingAllowOrigin or
             net::ERR_CONNECTION_REFUSED, or show in their Network panels, such as "CORS error" or (blocked:csp)
  "MESSAGE"  a line from the console of Chrome, Edge, Firefox or Safari, as you copied it, with your own values in it;
             or what a script was told, such as "Failed to fetch" or "Network Error";
             without any of these it is read from the standard input

Exit status: 0 it was explained, 2 it is not known.
`;

const options = { list: { type: 'boolean' } } as const;

export const explain: Command = {
  summary: 'explains a rule, a name that a browser uses, or a line from its console',
  usage,
  run: async (args, terminal): Promise<Status> => {
    const { values, positionals } = parsed(
      () => parseArgs({ args: [...args], allowPositionals: true, options }),
      'explain',
      options,
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
  const line = lineNamed(asked) ?? readConsoleLine(asked);
  if (line !== null) return messageText(explainConsoleLine(line), line.browser, terminal);
  const told = explainPasted(asked);
  if (told === null) throw new UsageError(unknownText(asked));
  return messageText({ ...told, rules: [] }, null, terminal);
}

function unknownText(asked: string): string {
  const names = catalogue.flatMap((rule) => [rule.id, ...rule.names.chrome, ...rule.names.firefox]);
  const near = asked.length > 100 ? [] : nearest(asked, [...new Set(names)]);
  const shown = spellOut(asked.length > 60 ? `${asked.slice(0, 60)}…` : asked);
  return near.length > 0
    ? `nothing is called "${shown}"; did you mean ${near.join(' or ')}?`
    : `"${shown}" is no rule, no name and no line from a console that is known here; whycors explain --list shows the rules`;
}

function ruleText(rule: Rule, { paint }: Terminal): string {
  const { id, title, spec } = rule;
  const names = namesOf(rule);
  const { broken, fixed } = exampleOf(id);
  const told = ownDiagnosis(rule);
  const lines = [
    paint('strong', `${title} (${id})`),
    '',
    ...(told === null ? [] : ['For example:', '', ...toldLines(told, paint), '']),
    ...(names.chrome.length > 0 ? [`Chrome:   ${names.chrome.join(', ')}`] : []),
    ...names.firefox.map((name) => `Firefox:  ${name}${isOnMdn(name) ? `  ${MDN}${name}` : ''}`),
    `Standard: https://fetch.spec.whatwg.org/#${spec}`,
    '',
    `${ownOutcome(rule)}:`,
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
  const line = kindNamed(asked);
  const finding = line === null ? null : explainConsoleLine(line);
  return [
    ...(finding === null
      ? []
      : [paint('strong', `${finding.title} (${spellOut(asked)})`), '', ...toldLines(finding, paint), '']),
    `${finding === null ? spellOut(asked) : 'Behind it'} can be one of these; the request itself tells which:`,
    '',
    ...tableLines(rules),
    '',
    `whycors explain ${rules[0]?.id ?? 'RULE'} tells more of that one; whycors check FILE.har finds out which one it is.`,
    '',
  ].join('\n');
}

function tableLines(rules: readonly Rule[]): readonly string[] {
  const longest = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, title }) => `  ${id.padEnd(longest)}  ${title}`);
}

function messageText(
  { title, rules, ...told }: ConsoleFinding,
  browser: string | null,
  { paint }: Terminal,
): string {
  const [first, second] = rules;
  const more =
    first === undefined
      ? []
      : second === undefined
        ? [`whycors explain ${first.id} tells more.`]
        : [
            'Behind it can be one of these; a recording tells which: whycors check FILE.har.',
            '',
            ...tableLines(rules),
          ];
  const lines = [
    paint('strong', browser === null ? title : `${title} (${browser})`),
    '',
    ...toldLines(told, paint),
    ...(more.length > 0 ? ['', ...more] : []),
  ];
  return `${lines.join('\n')}\n`;
}
