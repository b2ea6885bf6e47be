import { version } from '../package.json';
import { writeHar } from '../src/har/write.ts';
import type { Examined } from '../src/report/examine.ts';
import { markdownOf } from '../src/report/markdown.ts';
import { exchangesOfAll } from '../src/report/recording.ts';
import { reportOf } from '../src/report/report.ts';
import { share, type Shared } from '../src/report/share.ts';
import type { Item } from '../src/session/item.ts';
import { copyText } from './copy.ts';

export type Format = 'markdown' | 'json';

/** Copies some of a session's flows, without their secrets; resolves with what to say of it. */
export async function copyFlows(
  items: readonly Item[],
  all: readonly Item[],
  format: Format,
): Promise<string> {
  const shared = share(items.map(examinedOf), all.map(examinedOf));
  const text = format === 'markdown' ? markdownOf(shared) : jsonOf(shared);
  if (!(await copyText(text))) return 'Not copied: the browser refused.';
  return `Copied. ${redactedText(shared.redacted)}`;
}

function jsonOf({ flows, redacted }: Shared): string {
  return `${JSON.stringify({ ...reportOf(flows), redacted }, null, 2)}\n`;
}

/** Saves a session as a HAR file, without its secrets; returns what to say of it. */
export function saveHar(items: readonly Item[]): string {
  const { flows, redacted } = share(items.map(examinedOf));
  const address = URL.createObjectURL(
    new Blob([writeHar(exchangesOfAll(flows), version)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = 'whycors.har';
  link.click();
  // Not at once: the browser has yet to begin with it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return `Saved as whycors.har. ${redactedText(redacted)}`;
}

function redactedText(redacted: readonly string[]): string {
  return redacted.length === 0 ? 'Nothing had to be redacted.' : `Redacted: ${redacted.join(', ')}.`;
}

function examinedOf({ examined }: Item): Examined {
  return examined;
}
