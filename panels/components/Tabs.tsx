import { signal } from '@preact/signals';
import { urlOf } from '../../src/cors/flow.ts';
import { isHttpScheme } from '../../src/http/origin.ts';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { Attempts } from './Attempts.tsx';
import { Checklist } from './Checklist.tsx';
import { Headers } from './Headers.tsx';
import { Names } from './Names.tsx';
import { Reproduce } from './Reproduce.tsx';
import { Steps } from './Steps.tsx';

const TABS = [
  ['headers', 'Headers'],
  ['checklist', 'Checklist'],
  ['attempts', 'Attempts'],
  ['steps', 'How the browser decided'],
  ['reproduce', 'Reproduce'],
  ['names', 'Error codes'],
] as const;
type Tab = (typeof TABS)[number][0];

/** Stays open from one request to the next. */
const openTab = signal<Tab>('headers');

/** Opens a tab and goes to it. */
export function showTab(tab: Tab): void {
  openTab.value = tab;
  const button = document.getElementById(`tab-${tab}`);
  const pane = button?.closest('.explanation');
  if (!button || !pane) return;
  // By hand: scrollIntoView moves the documents around the panel as well.
  const below = button.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTop += below - BAR;
  button.focus({ preventScroll: true });
}

/** Opens a tab and keeps the strip where it is on the screen: one with less in it could not be scrolled as far. */
function chooseTab(tab: Tab): void {
  const panel = document.getElementById('tab-panel');
  const pane = panel?.closest('.explanation');
  if (panel && pane) {
    const inSight = pane.getBoundingClientRect().bottom - panel.getBoundingClientRect().top;
    const needed = inSight - parseFloat(getComputedStyle(pane).paddingBottom);
    panel.style.minHeight = pane.scrollTop > 0 && needed > 0 ? `${needed}px` : '';
  }
  openTab.value = tab;
}

/** Height of what stays at the explanation's top, in pixels. */
const BAR = 40;

export function Tabs({ item, session }: { readonly item: Item; readonly session: Session }) {
  const { examined } = item;
  const { verdict, failure, lead } = examined;
  const attempts = session.attempts.value;
  const filled: Readonly<Record<Tab, boolean>> = {
    headers: true,
    checklist: verdict.outcome !== 'exempt',
    attempts: attempts !== null && verdict.outcome !== 'exempt',
    steps: verdict.trace.length > 0,
    reproduce: isHttpScheme(urlOf(examined.flow)),
    names: failure !== null || lead !== null || Boolean(verdict.netError),
  };
  const tabs = TABS.filter(([tab]) => filled[tab]);
  const open: Tab = filled[openTab.value] ? openTab.value : 'headers';
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(([tab]) => tab === open);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: -1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const [tab] = tabs[(next + tabs.length) % tabs.length] ?? TABS[0];
    chooseTab(tab);
    document.getElementById(`tab-${tab}`)?.focus({ preventScroll: true });
  };
  return (
    <section class="depth" aria-labelledby="details">
      <h2 id="details" class="offscreen">
        Details
      </h2>
      <div class="tabs" role="tablist" aria-label="Details" onKeyDown={onKeyDown}>
        {tabs.map(([tab, title]) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={open === tab}
            aria-controls="tab-panel"
            tabIndex={open === tab ? 0 : -1}
            onClick={() => chooseTab(tab)}
          >
            {title}
            {tab === 'attempts' && attempts !== null && attempts.total > 1 && ` (${attempts.total})`}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${open}`}>
        {open === 'headers' && <Headers examined={examined} />}
        {open === 'checklist' && <Checklist examined={examined} />}
        {open === 'attempts' && attempts !== null && (
          <Attempts attempts={attempts} item={item} session={session} />
        )}
        {open === 'steps' && <Steps trace={verdict.trace} />}
        {open === 'reproduce' && <Reproduce examined={examined} />}
        {open === 'names' && <Names examined={examined} />}
      </div>
    </section>
  );
}
