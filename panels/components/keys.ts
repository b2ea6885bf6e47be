import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { toggleHelp } from '../view.ts';

/** The keys that work everywhere in the panel, unless someone is typing. */
export function useKeys(filter: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { key, target } = event;
      const typing =
        target instanceof HTMLTextAreaElement ||
        (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio');
      if (typing || event.ctrlKey || event.metaKey || event.altKey || (key !== '/' && key !== '?')) return;
      event.preventDefault();
      if (key === '?') toggleHelp();
      else filter.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [filter]);
}
