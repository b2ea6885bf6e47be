import { signal } from '@preact/signals';
import type { Session } from '../src/session/session.ts';

/** Whether the panel shows the builder in place of the requests. */
export const builderOpen = signal(false);

/** Whether the keys are shown, in a window of their own. */
export const helpOpen = signal(false);

export function toggleHelp(): void {
  helpOpen.value = !helpOpen.value;
}

/** A HAR file that the panel shows in place of the page. */
export interface OpenFile {
  /** Another one each time that a file is opened. */
  readonly id: string;
  readonly name: string;
  readonly session: Session;
  readonly requests: number;
  /** Who saved it; null where it does not say. */
  readonly savedBy: string | null;
  /** What it leaves out. */
  readonly gaps: readonly string[];
}

interface Opening {
  readonly name: string;
  /** From 0 to 1; null where no one can say. */
  readonly done: number | null;
  readonly cancel: () => void;
}

export const openFile = signal<OpenFile | null>(null);
export const opening = signal<Opening | null>(null);
/** Why the last file could not be opened; null where it could. */
export const problem = signal<string | null>(null);

/** Opens a file in place of what is shown. */
export async function open(file: File): Promise<void> {
  try {
    (await import('./har-file.ts')).open(file);
  } catch {
    // The extension was updated or reloaded under an open panel.
    problem.value = `${file.name} can’t be opened any more: close DevTools and open it again.`;
  }
}

/** Back to the page. */
export function close(): void {
  openFile.value?.session.dispose();
  openFile.value = null;
}
