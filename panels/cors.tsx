import '@preact/signals';
import { render } from 'preact';
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
}

let shown: { readonly source: Source; readonly session: Session } | null = null;

function show(): void {
  const handOver = window.whycors;
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

window.addEventListener('whycors', show);
show();
