/** The part of a list, sorted by time, that lies between two times, both included. */
export function within<T>(
  sorted: readonly T[],
  timeOf: (each: T) => number,
  from: number,
  to: number,
): readonly T[] {
  const countWhile = (isBefore: (time: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(timeOf(sorted[middle] as T))) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return sorted.slice(
    countWhile((time) => time < from),
    countWhile((time) => time <= to),
  );
}
