import { signal } from '@preact/signals';

/** Whether the panel shows the builder in place of the requests. */
export const builderOpen = signal(false);
