import { computed, signal } from '@preact/signals';
import type { Shell } from '../src/curl/curl.ts';
import { remember } from './settings.ts';

export const SHELLS: readonly (readonly [Shell, string])[] = [
  ['sh', 'sh, bash, zsh'],
  ['powershell', 'PowerShell'],
  ['cmd', 'Windows command prompt'],
];

const chosen = signal<string>(/win/i.test(navigator.platform) ? 'powershell' : 'sh');
remember('shell', chosen);

/** For which shell commands are written, and its name. */
export const shell = computed(
  () => SHELLS.find(([one]) => one === chosen.value) ?? (SHELLS[0] as (typeof SHELLS)[number]),
);

export function chooseShell(one: Shell): void {
  chosen.value = one;
}
