import { corsUnsafeRequestHeaderNames, headersOfScript, isAddedByBrowsers } from '../cors/request-headers.ts';
import type { Change } from '../diagnosis/remedy.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';

/** A header of a recorded message, and which problems it has a part in. */
export interface HeaderRow {
  readonly name: string;
  /** Null where the header is absent and should not be. */
  readonly value: string | null;
  /** Places in the list of diagnoses, from 0. */
  readonly problems: readonly number[];
  /** What has to be sent instead; null where nothing has to change, or the line has to go. */
  readonly needed: string | null;
  /** Whether CORS looks at it; the others are there for completeness. */
  readonly relevant: boolean;
}

export interface MessageRows {
  readonly rows: readonly HeaderRow[];
  /** The problems that the status itself has a part in. */
  readonly statusProblems: readonly number[];
}

/** One side of an exchange as rows: the absent headers first, then what CORS looks at, then the rest in wire order. */
export function headerRows(
  exchange: Exchange,
  side: 'request' | 'response',
  diagnoses: readonly Diagnosis[],
  change: Change | null = null,
): MessageRows {
  const headers = side === 'request' ? exchange.requestHeaders : (exchange.response?.headers ?? []);
  const evidence = diagnoses.flatMap((diagnosis, problem) =>
    diagnosis.evidence
      .filter((one) => one.entry === exchange.index && one.in === side)
      .map((one) => ({ ...one, name: one.header.toLowerCase(), problem })),
  );
  const problemsOf = (name: string): readonly number[] => [
    ...new Set(evidence.filter((one) => one.name === name.toLowerCase()).map((one) => one.problem)),
  ];
  const isRelevant = side === 'request' ? requestTest(exchange) : isRelevantAnswer;
  const present = headers.map(([name, value]): HeaderRow => {
    const problems = problemsOf(name);
    const needed = problems.length === 0 ? null : neededOf(change, name);
    return {
      name,
      value,
      problems,
      needed: needed === value ? null : needed,
      relevant: problems.length > 0 || isRelevant(name),
    };
  });
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const absent = new Map<string, HeaderRow>();
  for (const { name, header, value } of evidence) {
    if (value !== null || name.startsWith(':') || names.has(name)) continue;
    absent.set(name, {
      name: header,
      value: null,
      problems: problemsOf(name),
      needed: neededOf(change, name),
      relevant: true,
    });
  }
  return {
    rows: [
      ...absent.values(),
      ...present.filter(({ relevant }) => relevant),
      ...present.filter(({ relevant }) => !relevant),
    ],
    statusProblems: problemsOf(':status'),
  };
}

function neededOf(change: Change | null, name: string): string | null {
  return change?.set.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

function isRelevantAnswer(name: string): boolean {
  return /^(?:access-control-.*|vary|location|cross-origin-resource-policy|timing-allow-origin)$/i.test(name);
}

function requestTest({ requestHeaders }: Exchange): (name: string) => boolean {
  // Where there is no Origin the Referer stands in for it.
  const referer = getHeader(requestHeaders, 'Origin') === null;
  const unsafe = new Set(corsUnsafeRequestHeaderNames(headersOfScript(requestHeaders)));
  return (name) =>
    /^(?:origin|access-control-.*|authorization|cookie|content-type|sec-fetch-(?:mode|site))$/i.test(name) ||
    (referer && name.toLowerCase() === 'referer') ||
    (unsafe.has(name.toLowerCase()) && !isAddedByBrowsers(name));
}
