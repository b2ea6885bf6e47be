import type { ReadonlySignal } from '@preact/signals';
import { urlOf } from '../../src/cors/flow.ts';
import { isHttpScheme } from '../../src/http/origin.ts';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import { copyCommand, copyFlows } from '../share.ts';

interface Props {
  readonly item: Item;
  readonly session: Session;
  readonly said: ReadonlySignal<string>;
  readonly say: (text: string) => void;
}

/** Copies one flow for others, without secrets. */
export function ShareFlow({ item, session, said, say }: Props) {
  const formats: readonly (readonly [format: string, title: string, copy: () => Promise<string>])[] = [
    [
      'Markdown',
      'For whoever runs the server: what is wrong, what to send, and what was sent',
      () => copyFlows([item], session.items.value, 'markdown'),
    ],
    [
      'curl',
      'The request that was blocked, or its preflight, as a command; the Reproduce tab has both, and other shells',
      () => copyCommand(item),
    ],
    ['JSON', 'The report for other programs', () => copyFlows([item], session.items.value, 'json')],
  ];
  return (
    <>
      <div class="copy-as" role="group" aria-label="Copy">
        <span class="soft" aria-hidden="true">
          Copy as
        </span>
        {formats
          .filter(([format]) => format !== 'curl' || isHttpScheme(urlOf(item.examined.flow)))
          .map(([format, title, copy]) => (
            <button
              key={format}
              type="button"
              class={`button copy-${format.toLowerCase()}`}
              aria-label={`Copy as ${format}`}
              title={`${title}. Secrets are removed.`}
              onClick={() => void copy().then(say)}
            >
              {format}
            </button>
          ))}
      </div>
      <span class="soft passing" role="status">
        {visible(said.value)}
      </span>
    </>
  );
}
