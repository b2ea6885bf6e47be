import { methodOf, urlOf } from '../cors/flow.ts';
import type { Outcome } from '../cors/types.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import { spellOutBriefly } from '../http/spell-out.ts';
import type { Examined } from './examine.ts';
import { entryShowing, type SharedFile } from './share.ts';

/** GitHub shows ten of a kind in a step: requests with the same troubles share one. */
interface Annotation {
  readonly file: SharedFile;
  readonly lead: Diagnosis;
  readonly requests: [Examined, ...Examined[]];
}

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;
const MOST = 5;

/**
 * What is wrong, as workflow commands, which GitHub shows beside the lines of a file.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotationsOf(files: readonly SharedFile[]): string {
  const annotations = new Map<string, Annotation>();
  for (const file of files) {
    for (const examined of file.flows) {
      const { lead, diagnoses } = examined;
      if (lead === null) continue;
      const key = JSON.stringify([file.file, ...diagnoses.map(({ rule, headline }) => [rule, headline])]);
      const known = annotations.get(key);
      if (known === undefined) annotations.set(key, { file, lead, requests: [examined] });
      else known.requests.push(examined);
    }
  }
  const lines = [...annotations.values()].map(commandOf);
  const all = files.flatMap((file) => file.flows);
  const count = (outcome: Outcome): number => all.filter(({ verdict }) => verdict.outcome === outcome).length;
  const unknown = count('unknown') === 0 ? '' : `, ${count('unknown')} unknown`;
  const sum = `whycors: ${all.length} ${all.length === 1 ? 'request' : 'requests'}, ${count('blocked')} blocked${unknown}.`;
  return `${[...lines, sum].join('\n')}\n`;
}

function commandOf({ file: { file, places }, lead, requests }: Annotation): string {
  const [first] = requests;
  const place = places[entryShowing(first, lead)];
  const properties = {
    ...(file !== null && { file }),
    ...(file !== null && place && { line: `${place.line}`, col: `${place.column}` }),
    title: lead.title,
  };
  const list = requests.slice(0, MOST).map(({ flow }) => `${methodOf(flow)} ${spellOutBriefly(urlOf(flow))}`);
  if (requests.length > MOST) list.push(`and ${requests.length - MOST} more`);
  const text = [lead.headline, ...problemLines(first), '', ...list].join('\n');
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${COMMANDS[lead.severity]} ${written.join(',')}::${escapeData(text)}`;
}

/** Numbered, as soon as there are two. */
function problemLines({ diagnoses }: Examined): readonly string[] {
  return diagnoses.flatMap(({ title, explanation, fix }, at) =>
    diagnoses.length === 1 ? [explanation, fix] : ['', `${at + 1}. ${title}`, explanation, fix],
  );
}

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
