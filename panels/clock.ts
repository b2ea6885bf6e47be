/** A time of day, "09:05:30"; nothing where a recording gave none. By hand: Intl takes longer than the rest of a row. */
export function clock(at: number): string {
  if (!Number.isFinite(at)) return '';
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
