import { useSignal } from '@preact/signals';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import type { Format } from '../exports.ts';
import { copyFlows } from '../share.ts';

const NAMES: Readonly<Record<Format, readonly [name: string, title: string]>> = {
  markdown: [
    'Copy as Markdown',
    'For whoever runs the server: what is wrong, what to send, and what was sent',
  ],
  json: ['Copy as JSON', 'The report for other programs'],
};

/** Copies one flow for others, without secrets. */
export function ShareFlow({ item, session }: { readonly item: Item; readonly session: Session }) {
  const said = useSignal('');
  const copy = async (format: Format): Promise<void> => {
    said.value = await copyFlows([item], session.items.value, format);
  };
  return (
    <>
      {(Object.keys(NAMES) as Format[]).map((format) => (
        <button
          key={format}
          type="button"
          class={`button copy-${format}`}
          title={`${NAMES[format][1]}. Secrets are removed.`}
          onClick={() => void copy(format)}
        >
          {NAMES[format][0]}
        </button>
      ))}
      <span class="soft" role="status">
        {visible(said.value)}
      </span>
    </>
  );
}
