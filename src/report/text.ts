import { credentialsNote, changeLinesOf, type ChangeLine, type Remedy } from '../diagnosis/remedy.ts';
import { commandOf, type Configuration } from './configurations.ts';
import { spellOut, spellOutBriefly } from '../http/spell-out.ts';
import { concludedText, MISSING } from './missing.ts';
import { answererText } from './servers.ts';
import type { Report, ReportedFlow } from './report.ts';

const VERDICTS: Readonly<Record<ReportedFlow['verdict'], string>> = {
  allowed: '✓ allowed',
  blocked: '✕ blocked',
  failed: '▲ not CORS',
  unknown: '? unknown',
  exempt: '– exempt',
};

/** Gives a text the looks of what it says; none where the reader is no terminal. */
export type Paint = (style: Style, text: string) => string;
type Style = ReportedFlow['verdict'] | 'strong' | 'dim' | 'added' | 'removed';

/** The report for a person at a terminal: every flow that did not simply pass, then the sum. */
export function textOf(report: Report, paint: Paint = (_, text) => text): string {
  const told = report.flows.filter(({ verdict, diagnoses }) => verdict === 'unknown' || diagnoses.length > 0);
  const files = new Set([...report.flows, ...report.rejected].map(({ file }) => file));
  let last: string | undefined;
  const parts = told.flatMap((flow) => {
    const isNew = files.size > 1 && flow.file !== last;
    last = flow.file;
    return isNew ? [paint('strong', `In ${flow.file}:`), flowText(flow, paint)] : [flowText(flow, paint)];
  });
  if (report.rejected.length > 0) {
    const lines = report.rejected.map(
      ({ file, entry, why }) => `  ${files.size > 1 ? `${file}, ` : ''}log.entries[${entry}]: ${why}`,
    );
    parts.push(['Entries that could not be read:', ...lines].join('\n'));
  }
  parts.push(...report.configurations.map(configurationText), paint('strong', summaryText(report)));
  return `${parts.join('\n\n')}\n`;
}

function flowText(flow: ReportedFlow, paint: Paint): string {
  const lines = [
    `${paint(flow.verdict, VERDICTS[flow.verdict])}  ${paint('strong', `${spellOut(flow.method)} ${spellOutBriefly(flow.url)}`)}`,
  ];
  const lead = flow.lead === null ? null : flow.diagnoses[flow.lead];
  if (lead) lines.push(`  ${lead.headline}`);
  if (flow.origin !== null) lines.push(`  from ${spellOut(flow.origin)}`);
  if (flow.failure) {
    const { chrome, parameter, firefox } = flow.failure;
    lines.push(
      paint(
        'dim',
        `  Chrome: ${chrome}${parameter === '' ? '' : ` (${spellOutBriefly(parameter)})`}   Firefox: ${firefox}`,
      ),
    );
  }
  for (const one of flow.unknown) lines.push(`  ${MISSING[one].what}`, `  → ${MISSING[one].todo}`);
  for (const inference of flow.inferences) lines.push(`  ${concludedText(inference)}`);
  for (const [at, { title, explanation, fix }] of flow.diagnoses.entries()) {
    lines.push(
      '',
      `  ${paint('strong', `${at + 1}. ${title}`)}`,
      `     ${explanation}`,
      `     ${paint('added', '→')} ${fix}`,
    );
  }
  if (flow.obstacle) lines.push('', `  No header helps. ${flow.obstacle.text}`);
  if (flow.remedy) lines.push(...remedyLines(flow.remedy, flow.trace, paint));
  if (flow.remedy?.verified)
    lines.push('  Checked: with these headers the request passes in Chrome, Firefox and Safari’s engine.');
  return lines.join('\n');
}

function configurationText(configuration: Configuration): string {
  const { api, answerer } = configuration;
  const who =
    answerer === null
      ? 'no response tells which server it is; `whycors recipe --list` shows the names'
      : answererText(answerer);
  return `The configuration for ${spellOut(api)} (${who}):\n  ${commandOf(configuration)}`;
}

function remedyLines(remedy: Remedy, trace: ReportedFlow['trace'], paint: Paint): readonly string[] {
  const hops = [...remedy.redirects, remedy];
  // Where the browser stopped: of what comes after that, nobody knows what is sent now.
  const stop = trace.at(-1);
  const lines = hops.flatMap(({ url, preflight, response }, at) => {
    const of = hops.length > 1 ? ` from ${spellOutBriefly(url)}` : '';
    const what = (at === hops.length - 1 ? 'response' : 'redirect') + of;
    const isAhead = stop !== undefined && at > stop.hop;
    const isUnasked = stop !== undefined && at === stop.hop && stop.stage === 'preflight';
    const due = isAhead ? ', once the redirect passes' : isUnasked ? ', once the preflight passes' : '';
    const asked = isAhead ? ', once the redirect passes' : '';
    return [
      ...(preflight === null
        ? []
        : changeLines(
            `preflight${of}${asked}`,
            [...statusLines(preflight), ...changeLinesOf(preflight)],
            paint,
          )),
      ...changeLines(what + due, changeLinesOf(response), paint),
    ];
  });
  const more = [credentialsNote(remedy), remedy.advice].filter((text) => text !== null);
  return [...lines, ...more.map((text) => `  ${text}`)];
}

/** The status as a line of the difference; none where it stays. */
function statusLines({ status, statusNow }: NonNullable<Remedy['preflight']>): readonly ChangeLine[] {
  if (status === statusNow) return [];
  const needed: ChangeLine = { sign: '+', name: 'Status', value: `${status}` };
  return statusNow === null ? [needed] : [{ sign: '-', name: 'Status', value: `${statusNow}` }, needed];
}

function changeLines(on: string, lines: readonly ChangeLine[], paint: Paint): readonly string[] {
  if (lines.length === 0) return [];
  return [
    '',
    `  On the ${on}:`,
    ...lines.map(({ sign, name, value }) =>
      paint(LOOKS[sign], `    ${sign} ${spellOut(`${name}: ${value}`)}`),
    ),
  ];
}

const LOOKS = { '+': 'added', '-': 'removed', ' ': 'dim' } as const;

function summaryText({ summary, flows: told }: Report): string {
  const { flows, ...outcomes } = summary;
  const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const warned = told.filter(
    ({ verdict, diagnoses }) =>
      verdict === 'allowed' && diagnoses.some(({ severity }) => severity !== 'note'),
  ).length;
  const words: Readonly<Record<string, string>> = {
    failed: 'failed for another reason than CORS',
    allowed: warned > 0 ? `allowed (${warned} with a warning)` : 'allowed',
  };
  const list = counts.map(([outcome, count]) => `${count} ${words[outcome] ?? outcome}`);
  return `${flows} ${flows === 1 ? 'request' : 'requests'}${list.length > 0 ? `: ${list.join(', ')}` : ''}.`;
}
