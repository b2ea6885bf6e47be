import type { Item } from '../src/session/item.ts';
import { copyText } from './copy.ts';
import type { Format } from './exports.ts';
import { shell } from './shell.ts';

/** Copies some of a session's flows, without their secrets; resolves with what to say of it. */
export async function copyFlows(
  items: readonly Item[],
  all: readonly Item[],
  format: Format,
): Promise<string> {
  const exports = await load();
  if (exports === null) return GONE;
  const { text, redacted } = exports.textOf(items, all, format);
  if (!(await copyText(text))) return REFUSED;
  return `Copied. ${redactedText(redacted)}`;
}

/** Copies the request that the browser refused as a command, without its secrets; resolves with what to say of it. */
export async function copyCommand(item: Item): Promise<string> {
  const exports = await load();
  if (exports === null) return GONE;
  const [one, name] = shell.peek();
  const command = exports.commandOf(item, one);
  if (command === null) return 'Not copied: this can’t be written as a command.';
  if (!(await copyText(command.text))) return REFUSED;
  const todo = command.lacksCookie ? ' No cookie was recorded: add it, if there is one.' : '';
  return `Copied the ${command.what} for ${name}. ${redactedText(command.redacted)}${todo}`;
}

/** Saves a session as a HAR file, without its secrets; resolves with what to say of it. */
export async function saveHar(items: readonly Item[]): Promise<string> {
  const exports = await load();
  if (exports === null) return GONE;
  const { text, redacted } = exports.harOf(items);
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'whycors.har';
  link.click();
  // Not at once: the browser has yet to begin with it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return `Saved as whycors.har. ${redactedText(redacted)}`;
}

/** Null where the extension was updated or reloaded under an open panel. */
const load = () => import('./exports.ts').catch(() => null);

const REFUSED = 'Not copied: the browser refused.';
const GONE = 'Not done: close DevTools and open it again.';

function redactedText(redacted: readonly string[]): string {
  return redacted.length === 0 ? 'Nothing had to be redacted.' : `Redacted: ${redacted.join(', ')}.`;
}
