import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { open } from '../view.ts';

/** Opens a file that is dropped anywhere on the panel; tells whether one is being dragged over it. */
export function useFileDrop(): boolean {
  const dragged = useSignal(false);
  useEffect(() => {
    const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!hasFile(event)) return;
      event.preventDefault();
      dragged.value = true;
    };
    const onLeave = (event: DragEvent): void => {
      // It leaves every element that it crosses; only the document has nothing to go to.
      if (event.relatedTarget === null) dragged.value = false;
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFile(event)) return;
      event.preventDefault();
      dragged.value = false;
      const file = event.dataTransfer?.files[0];
      if (file) void open(file);
    };
    const listeners = [
      ['dragover', onOver],
      ['dragleave', onLeave],
      ['drop', onDrop],
    ] as const;
    for (const [type, listener] of listeners) document.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of listeners) document.removeEventListener(type, listener);
    };
  }, []);
  return dragged.value;
}
