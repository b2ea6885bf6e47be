import type { Exchange } from '../src/http/exchange.ts';
import { fileSource } from '../src/session/file-source.ts';
import { createSession } from '../src/session/session.ts';
import type { HarMessage, PanelMessage } from './har-worker.ts';
import { beforePaint } from './schedule.ts';
import { remember } from './settings.ts';
import { close, openFile, opening, problem, type OpenFile } from './view.ts';

let opened = 0;

/** Opens a file in place of what is shown; a file that is being opened gives way. */
export function open(file: File): void {
  opening.value?.cancel();
  problem.value = null;
  const worker = new Worker('har-worker.js', { type: 'module' });
  const { name } = file;
  const end = (): void => {
    worker.terminate();
    opening.value = null;
  };
  const fail = (why: string): void => {
    end();
    problem.value = `${name} can’t be opened: ${why}.`;
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  const tell = (message: PanelMessage): void => worker.postMessage(message);
  const exchanges: Exchange[] = [];
  const show = (done: number | null): void => void (opening.value = { name, done, cancel: end });
  show(0);
  worker.addEventListener('error', () => fail('the reader did not start'));
  worker.addEventListener('message', ({ data }: MessageEvent<HarMessage>) => {
    switch (data.kind) {
      case 'read':
        return show(data.bytes / Math.max(1, file.size));
      case 'parsing':
        return show(null);
      case 'part':
        exchanges.push(...data.exchanges);
        return tell('taken');
      case 'failed':
        return fail(data.why);
      case 'done':
        end();
        return take(name, exchanges, data);
    }
  });
  tell(file);
}

function take(
  name: string,
  exchanges: readonly Exchange[],
  { savedBy, gaps }: Pick<OpenFile, 'savedBy' | 'gaps'>,
): void {
  close();
  const session = createSession(fileSource(exchanges), beforePaint);
  remember('grouped', session.grouped);
  openFile.value = {
    id: `file ${++opened}`,
    name,
    session,
    requests: exchanges.length,
    savedBy,
    gaps,
  };
}
