/** An unknown JSON value as an object; null where it is none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

/** An unknown JSON value as a string; null where it is none. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
