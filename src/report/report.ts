import type { NamedFailure } from '../cors/engines.ts';
import { exchangesOf, lastHop, exchangeOf, methodOf, urlOf } from '../cors/flow.ts';
import type { Credentials, FailedReason, Inference, Outcome, Unknown, Verdict } from '../cors/types.ts';
import type { Obstacle } from '../diagnosis/obstacle.ts';
import type { Remedy } from '../diagnosis/remedy.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import type { Rejected } from '../har/file.ts';
import { configurationsOf, joinConfigurations, type Configuration } from './configurations.ts';
import type { Examined } from './examine.ts';

/** The report, version 1. The format only grows; a change of meaning is version 2. */
export interface Report {
  readonly version: 1;
  readonly summary: Readonly<Record<'flows' | Outcome, number>>;
  readonly flows: readonly ReportedFlow[];
  /** What each server that something was blocked on has to allow. */
  readonly configurations: readonly Configuration[];
  /** Entries that could not be read, and why. */
  readonly rejected: readonly (Rejected & OfFile)[];
}

interface OfFile {
  /** The file that it stands in, where the report is of several. */
  readonly file?: string;
}

export interface ReportedFlow extends OfFile {
  /** Indexes into the recording: the actual last, its preflight and redirects before it. */
  readonly entries: readonly number[];
  readonly method: string;
  readonly url: string;
  readonly origin: string | null;
  readonly credentials: Credentials;
  readonly verdict: Outcome;
  readonly failure: NamedFailure | null;
  /** Where failed: what happened instead of CORS. */
  readonly reason: FailedReason | null;
  /** Where exempt: why CORS does not apply. */
  readonly exemption: Verdict['exemption'];
  /** Where unknown: what is missing. */
  readonly unknown: readonly Unknown[];
  /** What was not recorded and follows from what was. */
  readonly inferences: readonly Inference[];
  readonly diagnoses: readonly Diagnosis[];
  /** Index into `diagnoses` of the one to read first; null where there is none. */
  readonly lead: number | null;
  readonly trace: Verdict['trace'];
  readonly engines: Verdict['engines'];
  readonly remedy: Remedy | null;
  /** Where blocked and without a remedy: why no header helps, and what does. */
  readonly obstacle: Obstacle | null;
}

export function reportOf(examined: readonly Examined[], rejected: readonly Rejected[] = []): Report {
  const summary = { flows: examined.length, allowed: 0, blocked: 0, failed: 0, unknown: 0, exempt: 0 };
  for (const { verdict } of examined) summary[verdict.outcome]++;
  return {
    version: 1,
    summary,
    flows: examined.map(reportFlow),
    configurations: configurationsOf(examined),
    rejected,
  };
}

/** One report of several files. Each flow and each rejected entry names the file to which its indexes belong. */
export function joinReports(reports: readonly { readonly file: string; readonly report: Report }[]): Report {
  const summary = { flows: 0, allowed: 0, blocked: 0, failed: 0, unknown: 0, exempt: 0 };
  for (const { report } of reports) {
    for (const [key, count] of Object.entries(report.summary)) summary[key as keyof typeof summary] += count;
  }
  return {
    version: 1,
    summary,
    flows: reports.flatMap(({ file, report }) => report.flows.map((flow) => ({ file, ...flow }))),
    configurations: joinConfigurations(reports.flatMap(({ report }) => report.configurations)),
    rejected: reports.flatMap(({ file, report }) => report.rejected.map((one) => ({ file, ...one }))),
  };
}

function reportFlow({ flow, verdict, failure, diagnoses, lead, remedy, obstacle }: Examined): ReportedFlow {
  return {
    entries: entriesOf(flow),
    method: methodOf(flow),
    url: urlOf(flow),
    origin: verdict.origin,
    credentials: verdict.credentials,
    verdict: verdict.outcome,
    failure,
    reason: verdict.reason,
    exemption: verdict.exemption,
    unknown: verdict.missing,
    inferences: verdict.inferences,
    diagnoses,
    lead: lead === null ? null : diagnoses.indexOf(lead),
    trace: verdict.trace,
    engines: verdict.engines,
    remedy,
    obstacle,
  };
}

function entriesOf(flow: Examined['flow']): readonly number[] {
  const actual = exchangeOf(lastHop(flow));
  const before = exchangesOf(flow).filter((exchange) => exchange !== actual);
  return [...before, actual].map(({ index }) => index);
}
