import { exchangeOf } from '../cors/flow.ts';
import { changedHops, type Change } from '../diagnosis/remedy.ts';
import { headerLines, type HeaderList } from '../http/header-list.ts';
import type { Examined } from '../report/examine.ts';
import { partsOf } from './item.ts';

export interface ChangeLine {
  readonly sign: '-' | '+' | ' ';
  readonly name: string;
  readonly value: string;
}

/** What has to change on one answer, line by line. */
export interface AnswerChange {
  readonly to: 'preflight' | 'redirect' | 'response';
  readonly method: string;
  /** With the host where a redirect leads to another one. */
  readonly path: string;
  /** Null where no answer was recorded: then nothing is known of what it holds now. */
  readonly status: number | null;
  readonly neededStatus: number | null;
  readonly lines: readonly ChangeLine[];
  /** The headers to send, ready to be pasted. */
  readonly text: string;
}

/** The remedy as a difference of headers, answer by answer; none where nothing has to change. */
export function changesOf({ flow, remedy }: Examined): readonly AnswerChange[] {
  if (remedy === null) return [];
  const hops = changedHops(flow, remedy);
  const hosts = new Set(hops.map(({ change }) => partsOf(change.url).host));
  const changes = hops.flatMap(({ hop, change }, at): readonly AnswerChange[] => {
    const { host, path } = partsOf(change.url);
    const where = hosts.size > 1 ? host + path : path;
    const { method, response } = exchangeOf(hop);
    const onAnswer: AnswerChange = {
      to: at < hops.length - 1 ? 'redirect' : 'response',
      method,
      path: where,
      status: response?.status ?? null,
      neededStatus: null,
      ...linesOf(response?.headers ?? [], change.response),
    };
    if (hop.preflight === null || change.preflight === null) return [onAnswer];
    const status = hop.preflight.response?.status ?? null;
    const onPreflight: AnswerChange = {
      to: 'preflight',
      method: 'OPTIONS',
      path: where,
      status,
      neededStatus: status === change.preflight.status ? null : change.preflight.status,
      ...linesOf(hop.preflight.response?.headers ?? [], change.preflight),
    };
    return [onPreflight, onAnswer];
  });
  return changes.filter(({ lines, neededStatus }) => {
    return neededStatus !== null || lines.some(({ sign }) => sign !== ' ');
  });
}

function linesOf(headers: HeaderList, { set, remove }: Change): Pick<AnswerChange, 'lines' | 'text'> {
  const lines: ChangeLine[] = [];
  const changed = new Set([...set.map(([name]) => name), ...remove].map((name) => name.toLowerCase()));
  for (const name of remove) {
    for (const value of headerLines(headers, name)) lines.push({ sign: '-', name, value });
  }
  for (const [name, value] of set) {
    let kept = false;
    for (const old of headerLines(headers, name)) {
      // Of a header that was sent twice one line may stay: the other one has to go.
      const stays: boolean = old === value && !kept;
      lines.push({ sign: stays ? ' ' : '-', name, value: old });
      kept ||= stays;
    }
    if (!kept) lines.push({ sign: '+', name, value });
  }
  for (const [name, value] of headers) {
    if (isAboutAccess(name) && !changed.has(name.toLowerCase())) lines.push({ sign: ' ', name, value });
  }
  return { lines, text: set.map(([name, value]) => `${name}: ${value}`).join('\n') };
}

function isAboutAccess(name: string): boolean {
  return /^(?:access-control-|vary$)/i.test(name);
}
