import '@preact/signals';
import { render } from 'preact';
import { fileSource } from '../src/session/file-source.ts';
import { createSession, type Session } from '../src/session/session.ts';
import type { Source } from '../src/session/source.ts';
import { App } from './components/App.tsx';
import { Waiting } from './components/Empty.tsx';
import { beforePaint } from './schedule.ts';
import { remember } from './settings.ts';

/** What the devtools page puts into this window; it says so with a `whycors` event, the first time and at changes. */
interface HandOver {
  readonly source: Source;
  readonly theme: 'light' | 'dark';
}

declare global {
  interface Window {
    whycors?: HandOver;
  }
  /** Of an extension's page; only those within DevTools have its DevTools part. */
  var chrome: { readonly devtools?: object } | undefined;
}

/** In a tab of its own there is no page to be seen, and a HAR file to be opened. */
const inTab = globalThis.chrome?.devtools === undefined;

const NOTHING = fileSource([]);
const DARK = matchMedia('(prefers-color-scheme: dark)');

let shown: { readonly source: Source; readonly session: Session } | null = null;

function show(): void {
  const handOver = window.whycors ?? (inTab ? { source: NOTHING, theme: systemTheme() } : undefined);
  if (handOver === undefined) {
    render(<Waiting />, document.body);
    return;
  }
  document.documentElement.dataset['theme'] = handOver.theme;
  if (shown?.source === handOver.source) return;
  shown?.session.dispose();
  const session = createSession(handOver.source, beforePaint);
  remember('grouped', session.grouped);
  remember('preserve', session.preserve);
  shown = { source: handOver.source, session };
  render(<App key={Date.now()} session={session} />, document.body);
}

function systemTheme(): HandOver['theme'] {
  return DARK.matches ? 'dark' : 'light';
}

window.addEventListener('whycors', show);
// DevTools that are docked or undocked make a new window; the devtools page must not go on telling the old one.
window.addEventListener('pagehide', () => shown?.session.dispose());
if (inTab) DARK.addEventListener('change', show);
show();
