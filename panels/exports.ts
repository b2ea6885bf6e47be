/** What leaves the panel as text; read when someone first asks for it. */
import { version } from '../package.json';
import { curlOf, type Shell } from '../src/curl/curl.ts';
import { writeHar } from '../src/har/write.ts';
import type { Examined } from '../src/report/examine.ts';
import { markdownOf } from '../src/report/markdown.ts';
import { exchangesOfAll } from '../src/report/recording.ts';
import { reportOf } from '../src/report/report.ts';
import { reproductionsOf, type Reproduction } from '../src/report/reproduce.ts';
import { share, type Shared } from '../src/report/share.ts';
import type { Item } from '../src/session/item.ts';

export type Format = 'markdown' | 'json';

interface Exported {
  readonly text: string;
  readonly redacted: readonly string[];
}

/** Some of a session's flows for others. */
export function textOf(items: readonly Item[], all: readonly Item[], format: Format): Exported {
  const shared = share(items.map(examinedOf), all.map(examinedOf));
  return { text: format === 'markdown' ? markdownOf(shared) : jsonOf(shared), redacted: shared.redacted };
}

function jsonOf({ flows, redacted }: Shared): string {
  return `${JSON.stringify({ ...reportOf(flows), redacted }, null, 2)}\n`;
}

/** The request that the browser refused, as a command; null where it can't be written as one. */
export function commandOf(
  { examined }: Item,
  shell: Shell,
): (Exported & Pick<Reproduction, 'what' | 'lacksCookie'>) | null {
  const found = reproductionsOf(examined);
  // What was refused at its preflight was never sent, and must not be for having pasted a command.
  const one = examined.failure?.stage === 'preflight' ? found[0] : found.at(-1);
  const text = one === undefined ? null : curlOf(one.request, shell);
  if (one === undefined || text === null) return null;
  const { redacted, what, lacksCookie } = one;
  return { text, redacted, what, lacksCookie };
}

/** A session as a HAR file. */
export function harOf(items: readonly Item[]): Exported {
  const { flows, redacted } = share(items.map(examinedOf));
  return { text: writeHar(exchangesOfAll(flows), version), redacted };
}

function examinedOf({ examined }: Item): Examined {
  return examined;
}
