import { useSignal } from '@preact/signals';
import type { Examined } from '../../src/report/examine.ts';
import { Checklist } from './Checklist.tsx';
import { Headers } from './Headers.tsx';
import { Names } from './Names.tsx';
import { Steps } from './Steps.tsx';

const TABS = [
  ['headers', 'Headers'],
  ['checklist', 'Checklist'],
  ['steps', 'How the browser decided'],
  ['names', 'Names'],
] as const;
type Tab = (typeof TABS)[number][0];

export function Tabs({ examined }: { readonly examined: Examined }) {
  const open = useSignal<Tab>('headers');
  const { verdict, failure, lead } = examined;
  const filled: Readonly<Record<Tab, boolean>> = {
    headers: true,
    checklist: verdict.outcome !== 'exempt',
    steps: verdict.trace.length > 0,
    names: failure !== null || lead !== null || Boolean(verdict.netError),
  };
  const tabs = TABS.filter(([tab]) => filled[tab]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(([tab]) => tab === open.value);
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
    open.value = tab;
    document.getElementById(`tab-${tab}`)?.focus();
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
            aria-selected={open.value === tab}
            aria-controls="tab-panel"
            tabIndex={open.value === tab ? 0 : -1}
            onClick={() => (open.value = tab)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${open.value}`}>
        {open.value === 'headers' && <Headers examined={examined} />}
        {open.value === 'checklist' && <Checklist examined={examined} />}
        {open.value === 'steps' && <Steps trace={verdict.trace} />}
        {open.value === 'names' && <Names examined={examined} />}
      </div>
    </section>
  );
}
