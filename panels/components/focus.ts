/** Puts the focus on the list. */
export function focusList(): void {
  document.querySelector<HTMLElement>('[role=tree]')?.focus();
}

/** Puts the focus on the explanation's headline, so that reading and scrolling go on from there. */
export function focusExplanation(): void {
  document.querySelector<HTMLElement>('.explanation h1')?.focus();
}
