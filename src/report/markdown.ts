import { exchangesOf, methodOf, urlOf } from '../cors/flow.ts';
import type { Outcome, Verdict } from '../cors/types.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import { changedHops, credentialsNote, changeLinesOf, type Change } from '../diagnosis/remedy.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HeaderList } from '../http/header-list.ts';
import { spellOutBriefly } from '../http/spell-out.ts';
import type { Examined } from './examine.ts';
import { MISSING } from './missing.ts';
import { answererText, answerersOf } from './servers.ts';
import type { Shared } from './share.ts';

const VERDICTS: Readonly<Record<Outcome, string>> = {
  allowed: 'allowed',
  blocked: 'blocked by CORS',
  failed: 'failed, and not because of CORS',
  unknown: 'unknown',
  exempt: 'not subject to CORS',
};

/** Where MDN explains Firefox’s names. */
export const MDN = 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/';

/** A list longer than this names the rest by number. */
const MOST = 10;

/** What whoever runs the server needs, as Markdown: one flow in full, several by what is wrong and what mends it. */
export function markdownOf({ flows, redacted }: Shared): string {
  const [only] = flows;
  const body = flows.length === 1 && only !== undefined ? flowLines(only) : listLines(flows);
  return `${[...body, '', ...footer(redacted)].join('\n')}\n`;
}

function flowLines(examined: Examined): readonly string[] {
  const { flow, verdict, lead, diagnoses, failure } = examined;
  const at = failure === null ? '' : failure.stage === 'preflight' ? ', at the preflight' : '';
  const lines = [
    `## ${codeSpan(`${methodOf(flow)} ${urlOf(flow)}`)}: ${VERDICTS[verdict.outcome]}${at}`,
    '',
    ...(lead === null ? [] : [`**${prose(lead.headline)}**`, '']),
    `- Page: ${verdict.origin === null ? 'not recorded' : codeSpan(verdict.origin)}`,
    `- Credentials: ${CREDENTIALS[verdict.credentials]}`,
  ];
  const who = answerersOf(examined).slice(0, 3);
  for (const answerer of who)
    lines.push(`- ${prose(answererText(answerer))} (${codeSpan(answerer.because)})`);
  if (failure !== null) {
    const parameter = failure.parameter === '' ? '' : ` (${codeSpan(failure.parameter)})`;
    lines.push(
      `- Chrome reports ${codeSpan(failure.chrome)}${parameter}, Firefox [${codeSpan(failure.firefox)}](${MDN}${encodeURIComponent(failure.firefox)})`,
    );
  } else if (verdict.netError) {
    lines.push(`- Chrome reports ${codeSpan(verdict.netError)}`);
  }
  if (verdict.missing.length > 0) lines.push('', '### What is not known', '', ...missingLines(verdict));
  if (diagnoses.length > 0) lines.push('', '### What is wrong', '', ...diagnoses.flatMap(diagnosisLines));
  lines.push(...remedyLines(examined, '###'));
  lines.push('', '### What went over the wire', '', ...exchangesOf(flow).flatMap(wireLines));
  return lines;
}

const CREDENTIALS = {
  include: 'sent',
  'same-origin': 'not sent',
  omit: 'not sent',
  unknown: 'unknown whether they were sent',
} as const;

function diagnosisLines({ title, explanation, fix, stage, spec }: Diagnosis, at: number): readonly string[] {
  const where =
    stage === null ? '' : stage === 'preflight' ? ' (in the preflight’s response)' : ' (in the response)';
  return [
    `${at + 1}. **${prose(title)}**${where}. ${prose(explanation)}`,
    `   ${prose(fix)} ([standard](${spec.replace(/[()\s]/g, encodeURIComponent)}))`,
  ];
}

function missingLines({ missing }: Verdict): readonly string[] {
  return missing.map((one) => `- ${prose(`${MISSING[one].what} ${MISSING[one].todo}`)}`);
}

function remedyLines({ flow, remedy, obstacle }: Examined, level: '###' | '####'): readonly string[] {
  if (obstacle !== null) return ['', `${level} What helps instead of headers`, '', prose(obstacle.text)];
  if (remedy === null) return [];
  const lines = ['', `${level} What to send instead`, ''];
  const hops = changedHops(flow, remedy);
  for (const { hop, change } of hops) {
    const { preflight } = hop;
    const of = hops.length > 1 ? ` of ${codeSpan(change.url)}` : ' itself';
    if (preflight !== null && change.preflight !== null) {
      const { status, statusNow } = change.preflight;
      const diff = [
        ...(statusNow === null || statusNow === status ? [] : [`- ${statusNow}`, `+ ${status}`]),
        ...differences(change.preflight),
      ];
      const to = hops.length > 1 ? ` ${codeSpan(change.url)}` : '';
      if (diff.length > 0)
        lines.push(
          `On the response to ${codeSpan('OPTIONS')}${to}${LEGEND}:`,
          '',
          ...fence(diff, 'diff'),
          '',
        );
    }
    const diff = differences(change.response);
    if (diff.length > 0) lines.push(`On the response${of}${LEGEND}:`, '', ...fence(diff, 'diff'), '');
  }
  const more = [credentialsNote(remedy), remedy.advice].filter((text) => text !== null);
  for (const text of more) lines.push(prose(text), '');
  if (remedy.verified)
    lines.push('Checked: with these headers the request passes in Chrome, Firefox and Safari’s engine.');
  return lines;
}

const LEGEND = ' (`-` is sent now, `+` is needed)';

function differences(change: Change): readonly string[] {
  return changeLinesOf(change).map(({ sign, name, value }) => `${sign} ${name}: ${value}`);
}

function wireLines({ method, url, requestHeaders, response }: Exchange): readonly string[] {
  const head = (list: HeaderList): readonly string[] => list.map(([name, value]) => `${name}: ${value}`);
  const answer =
    response === null
      ? ['(no response was recorded)']
      : [
          `HTTP ${response.status || '(status not recorded)'} ${response.statusText}`.trimEnd(),
          ...head(response.headers),
        ];
  return [...fence([`${method} ${url}`, ...head(requestHeaders), '', ...answer], 'http'), ''];
}

function listLines(flows: readonly Examined[]): readonly string[] {
  const groups = new Map<string, { readonly body: readonly string[]; readonly flows: Examined[] }>();
  for (const examined of flows) {
    const { verdict, diagnoses } = examined;
    if (diagnoses.length === 0 && verdict.missing.length === 0) continue;
    // What is said to all of them has to hold for all of them, to the letter.
    const body = bodyLines(examined);
    const key = JSON.stringify([verdict.outcome, body]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { body, flows: [examined] });
    else known.flows.push(examined);
  }
  const counts = new Map<Outcome, number>();
  for (const { verdict } of flows) counts.set(verdict.outcome, (counts.get(verdict.outcome) ?? 0) + 1);
  const sums = [...counts].map(([outcome, count]) => `${count} ${VERDICTS[outcome]}`);
  return [
    `## ${flows.length} requests${sums.length === 0 ? '' : `: ${sums.join('; ')}`}`,
    ...[...groups.values()].flatMap((group) => [...requestLines(group.flows), ...group.body]),
  ];
}

/** What to say of one request in a list, but for its own address and values. */
function bodyLines(examined: Examined): readonly string[] {
  const { verdict, diagnoses } = examined;
  return [
    ...(verdict.missing.length > 0 ? ['', ...missingLines(verdict)] : []),
    ...(diagnoses.length > 0 ? ['', ...diagnoses.flatMap(diagnosisLines)] : []),
    ...remedyLines(examined, '####'),
  ];
}

function requestLines(flows: readonly Examined[]): readonly string[] {
  const [first] = flows;
  if (first === undefined) return [];
  const { lead, verdict } = first;
  const lacking = verdict.missing.map((one) => MISSING[one].short).join(', ');
  const headlines = new Set(flows.map((one) => one.lead?.headline));
  return [
    '',
    `### ${lead === null ? `Unknown. Not recorded: ${lacking}` : prose(lead.title)}`,
    '',
    ...flows.slice(0, MOST).map((one) => {
      const from = one.verdict.origin === null ? '' : ` from ${codeSpan(one.verdict.origin)}`;
      const own = headlines.size > 1 && one.lead !== null ? `: ${prose(one.lead.headline)}` : '';
      return `- ${codeSpan(`${methodOf(one.flow)} ${urlOf(one.flow)}`)}${from}${own}`;
    }),
    ...(flows.length > MOST ? [`- and ${flows.length - MOST} more`] : []),
    ...(headlines.size === 1 && lead !== null ? ['', `**${prose(lead.headline)}**`] : []),
  ];
}

function footer(redacted: readonly string[]): readonly string[] {
  const gone =
    redacted.length === 0 ? 'Nothing had to be redacted.' : `Redacted: ${redacted.map(codeSpan).join(', ')}.`;
  return ['---', '', `Written by Why CORS? ${gone} Bodies are not recorded.`];
}

/** The engine's text: what stands between backticks is code, and nothing else may become markup. */
function prose(text: string): string {
  const parts = text.split('`');
  // A backtick without a partner is a character like any other.
  if (parts.length % 2 === 0) {
    const rest = parts.pop() ?? '';
    parts.push(`${parts.pop() ?? ''}\`${rest}`);
  }
  return parts.map((part, i) => (i % 2 === 1 ? codeSpan(part) : escape(part))).join('');
}

function escape(text: string): string {
  // An at sign would call people, a colon after a word make a link of an address.
  return spellOutBriefly(text).replace(/[\\`*_[\]<>#|~&@!]/g, '\\$&');
}

/** A value as code that nothing in it can end: the fence is longer than any run of backticks within. */
export function codeSpan(value: string): string {
  const text = spellOutBriefly(value);
  if (text.trim() === '') return text === '' ? '(empty)' : `(${text.length} spaces)`;
  const ticks = '`'.repeat(longestRun(text) + 1);
  // One space at either end is taken off again, where both are there.
  const padding = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${ticks}${padding}${text}${padding}${ticks}`;
}

/** Lines as a block that nothing in them can end. */
export function fence(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map(spellOutBriefly);
  const ticks = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${ticks}${language}`, ...shown, ticks];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
