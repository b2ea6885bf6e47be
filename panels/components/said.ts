import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

/** How long it is said that something was copied or saved, in milliseconds. */
const LONG_ENOUGH = 8000;

/** A message about what was done, which goes by itself or when there is another one. */
export function useSaid(): readonly [said: ReadonlySignal<string>, say: (text: string) => void] {
  const said = useSignal('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = (text: string): void => {
    clearTimeout(timer.current);
    said.value = text;
    if (text !== '') timer.current = setTimeout(() => (said.value = ''), LONG_ENOUGH);
  };
  return [said, say];
}
