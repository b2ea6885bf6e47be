import { exchangeOf } from '../cors/flow.ts';
import { changedHops, changeLinesOf, type Change, type ChangeLine } from '../diagnosis/remedy.ts';
import { lowerName, type HeaderList } from '../http/header-list.ts';
import type { Examined } from '../report/examine.ts';
import { partsOf } from './item.ts';

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
    const { status, statusNow } = change.preflight;
    const onPreflight: AnswerChange = {
      to: 'preflight',
      method: 'OPTIONS',
      path: where,
      status: statusNow,
      neededStatus: status === statusNow ? null : status,
      ...linesOf(hop.preflight.response?.headers ?? [], change.preflight),
    };
    return [onPreflight, onAnswer];
  });
  return changes.filter(({ lines, neededStatus }) => {
    return neededStatus !== null || lines.some(({ sign }) => sign !== ' ');
  });
}

/** With what it has of CORS and keeps. */
function linesOf(headers: HeaderList, change: Change): Pick<AnswerChange, 'lines' | 'text'> {
  const changed = new Set(change.now.map(([name]) => lowerName(name)));
  const kept = headers
    .filter(([name]) => isAboutAccess(name) && !changed.has(lowerName(name)))
    .map(([name, value]): ChangeLine => ({ sign: ' ', name, value }));
  const text = change.set.map(([name, value]) => `${name}: ${value}`).join('\n');
  return { lines: [...changeLinesOf(change), ...kept], text };
}

function isAboutAccess(name: string): boolean {
  return /^(?:access-control-|vary$)/i.test(name);
}
