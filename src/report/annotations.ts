import { methodOf, urlOf } from '../cors/flow.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import type { Examined } from './examine.ts';
import type { SharedFile } from './share.ts';

/** GitHub shows ten of a kind in a step: requests with one trouble share one. */
interface Annotation {
  readonly file: SharedFile;
  readonly lead: Diagnosis;
  readonly requests: Examined[];
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
  let flows = 0;
  for (const file of files) {
    flows += file.flows.length;
    for (const examined of file.flows) {
      const { lead } = examined;
      if (lead === null) continue;
      const key = JSON.stringify([file.file, lead.rule, lead.headline]);
      const known = annotations.get(key);
      if (known === undefined) annotations.set(key, { file, lead, requests: [examined] });
      else known.requests.push(examined);
    }
  }
  const lines = [...annotations.values()].map(commandOf);
  const blocked = files.flatMap((file) => file.flows).filter(({ verdict }) => verdict.outcome === 'blocked');
  return `${[...lines, `whycors: ${flows} ${flows === 1 ? 'request' : 'requests'}, ${blocked.length} blocked.`].join('\n')}\n`;
}

function commandOf({ file: { file, places }, lead, requests }: Annotation): string {
  const [entry = 0] = lead.evidence.map((one) => one.entry);
  const place = places[entry];
  const properties = {
    ...(file !== null && { file }),
    ...(file !== null && place && { line: `${place.line}`, col: `${place.column}` }),
    title: lead.title,
  };
  const list = requests.slice(0, MOST).map(({ flow }) => `${methodOf(flow)} ${urlOf(flow)}`);
  if (requests.length > MOST) list.push(`and ${requests.length - MOST} more`);
  const text = [lead.headline, lead.explanation, lead.fix, '', ...list].join('\n');
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${COMMANDS[lead.severity]} ${written.join(',')}::${escapeData(text)}`;
}

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
