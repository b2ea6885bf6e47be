const CLOCK = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A time of day; nothing where a recording gave none. */
export function clock(at: number): string {
  return Number.isFinite(at) ? CLOCK.format(at) : '';
}
