/** Reads a HAR file beside the panel, which stays usable meanwhile; ended from outside to cancel. */
import { HarError, readHar } from '../src/har/file.ts';
import type { Exchange } from '../src/http/exchange.ts';
import { recorderName, recordingGaps } from '../src/report/recording.ts';

/** What the worker tells the panel. */
export type HarMessage =
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'parsing' }
  | { readonly kind: 'part'; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'done'; readonly savedBy: string | null; readonly gaps: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string };

/** What the panel tells the worker: the file, then that it has taken a part. */
export type PanelMessage = Blob | 'taken';

/**
 * Exchanges in one message, each sent when the one before was taken: more, or all at once, would make the panel stand still
 * while it takes them.
 */
const PART = 100;

const tell = (message: HarMessage): void => postMessage(message);
let taken = (): void => undefined;

async function textOf(file: Blob): Promise<string> {
  const parts: string[] = [];
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    parts.push(decoder.decode(value, { stream: true }));
    tell({ kind: 'read', bytes });
  }
  parts.push(decoder.decode());
  return parts.join('');
}

async function read(file: Blob): Promise<void> {
  try {
    const text = await textOf(file);
    tell({ kind: 'parsing' });
    const { creator, exchanges, rejected } = readHar(text);
    for (let at = 0; at < exchanges.length; at += PART) {
      const isTaken = new Promise<void>((resolve) => (taken = resolve));
      tell({ kind: 'part', exchanges: exchanges.slice(at, at + PART) });
      await isTaken;
    }
    tell({
      kind: 'done',
      savedBy: recorderName(creator),
      gaps: recordingGaps(creator, exchanges, rejected),
    });
  } catch (error) {
    // Engines have their own longest string; a file beyond it ends here as well.
    const why =
      error instanceof HarError ? error.message : `it is too large, or can’t be read (${String(error)})`;
    tell({ kind: 'failed', why });
  }
}

addEventListener('message', ({ data }: MessageEvent<PanelMessage>) => {
  if (data === 'taken') taken();
  else void read(data);
});
