/** The terminal that the program really has. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { styleText } from 'node:util';
import type { Paint } from '../report/text.ts';
import { send } from './send.ts';
import type { Progress, Terminal } from './terminal.ts';

/** Smaller files are read before anyone looks. */
const LARGE = 8_000_000;

const STYLES = {
  strong: 'bold',
  dim: 'dim',
  allowed: 'green',
  blocked: 'red',
  failed: 'yellow',
  unknown: 'magenta',
  exempt: 'dim',
  added: 'green',
  removed: 'red',
} as const;

/** Node knows what the terminal has, and what NO_COLOR and FORCE_COLOR say. */
const paint: Paint = (style, text) =>
  styleText(STYLES[style], text, { validateStream: true, stream: process.stdout });

async function read(file: string, progress: Progress): Promise<string> {
  // First, since it fails before there is a stream to listen to.
  const size = file === '-' ? 0 : (await stat(file)).size;
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  const chunks: Buffer[] = [];
  let done = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    done += chunk.length;
    if (size > LARGE) progress(`Reading ${file}`, done / size);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A bar on the standard error, where that is a terminal; nothing otherwise. */
function progressBar(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return () => undefined;
  let shown = '';
  return (what, part) => {
    const percent = Math.floor(part * 100);
    const full = Math.floor(part * 30);
    const line =
      part >= 1
        ? ''
        : `${'█'.repeat(full)}${'░'.repeat(30 - full)} ${String(percent).padStart(3)} %  ${what}`.slice(
            0,
            (stream.columns || 80) - 1,
          );
    if (line === shown) return;
    shown = line;
    stream.write(`\r\u001B[K${line}`);
  };
}

export const stdio: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read,
  hasInput: !process.stdin.isTTY,
  paint,
  progress: progressBar(process.stderr),
  send,
};
