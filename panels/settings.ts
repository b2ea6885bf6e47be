import { effect, type Signal } from '@preact/signals';

/** Keeps a setting over the closing of DevTools, where the browser lets an extension without permissions do that. */
export function remember<T extends boolean | number | string>(name: string, setting: Signal<T>): void {
  const key = `whycors ${name}`;
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof kept === typeof setting.value) setting.value = kept as T;
    effect(() => localStorage.setItem(key, JSON.stringify(setting.value)));
  } catch {
    // Storage is switched off: the setting lasts as long as the panel.
  }
}
