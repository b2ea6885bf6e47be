import { code } from '../diagnosis/rule.ts';
import type { Attempts } from './attempts.ts';
import type { Item } from './item.ts';

/** A story of attempts in words. Backticks mark code. */
export interface Told {
  readonly sign: 'passed' | 'broken' | 'never';
  readonly text: string;
  /** What to look at; null where there is nothing to do. */
  readonly todo: string | null;
}

/** `clock` writes a time of day. */
export function tellCourse(
  { course, since, changes, attempts, total }: Attempts,
  clock: (at: number) => string,
): Told {
  const newest = attempts[0]?.item;
  const when = since === null ? '' : ` since ${clock(since)}`;
  switch (course) {
    case 'single':
      return {
        sign: 'never',
        text: 'One attempt so far. Change the server and try again: the responses are compared here.',
        todo: null,
      };
    case 'passing':
      return { sign: 'passed', text: `All ${total} attempts passed.`, todo: null };
    case 'fixed':
      return {
        sign: 'passed',
        text: `Fixed${when}.${changes.length === 0 ? ' No header that CORS checks has changed, so it was something else.' : ''}`,
        todo: null,
      };
    case 'broke':
      return { sign: 'broken', text: `It passed before and has failed${when}.`, todo: null };
    case 'changed':
      return {
        sign: 'broken',
        text: `Something changed, but it still fails: ${newest?.cause ?? ''}.`,
        todo: null,
      };
    case 'unchanged':
      if (newest?.kind === 'failed')
        return { sign: 'broken', text: `It still fails in the same way: ${newest.cause}.`, todo: null };
      return {
        sign: 'broken',
        text: `Nothing changed. ${stillSent(newest)}`,
        todo: `Did you restart the server? Is the response cached?${sparesPreflight(newest) ? ' Is an old preflight still cached (`Access-Control-Max-Age`)?' : ''}`,
      };
  }
}

/** Whether the request needs a preflight, and the recording has none. */
function sparesPreflight(item: Item | undefined): boolean {
  return item?.examined.verdict.inferences.some(({ what }) => what === 'preflight') === true;
}

function stillSent(item: Item | undefined): string {
  const evidence = item?.examined.lead?.evidence.find((one) => one.in === 'response');
  if (evidence === undefined) return 'The server still sends the old value.';
  const { header, value } = evidence;
  if (header === ':status') return `The server still responds with ${code(value ?? '')}.`;
  return value === null
    ? `The server still sends no ${code(header)}.`
    : `The server still sends ${code(`${header}: ${value}`)}.`;
}
