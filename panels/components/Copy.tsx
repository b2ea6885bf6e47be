import { useSignal } from '@preact/signals';
import { visible } from '../../src/session/visible.ts';
import { copyText } from '../copy.ts';

interface Props {
  readonly text: string;
  /** What is copied, for the button's name. */
  readonly what: string;
  /** Shown as words, not as a small picture. */
  readonly wide?: boolean;
}

export function Copy({ text, what, wide = false }: Props) {
  const state = useSignal<'' | 'Copied' | 'Not copied'>('');
  const onClick = async (event: Event): Promise<void> => {
    event.stopPropagation();
    state.value = (await copyText(text)) ? 'Copied' : 'Not copied';
    setTimeout(() => (state.value = ''), 1500);
  };
  const name = `Copy ${visible(what)}`;
  return (
    <button
      type="button"
      class={wide ? 'button' : 'copy'}
      title={name}
      aria-label={state.value || name}
      onClick={(event) => void onClick(event)}
    >
      {state.value !== '' && !wide ? (
        <span class="copied">{state.value}</span>
      ) : (
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.5 4.5v-2h8v9h-2M2.5 4.5h8v9h-8z" />
        </svg>
      )}
      {wide && (state.value || name)}
    </button>
  );
}
