/** What must hold of every text that claims to be a recording. Throws where it does not. */
import assert from 'node:assert/strict';
import { exchangesOf } from '../../src/cors/flow.ts';
import { curlOf } from '../../src/curl/curl.ts';
import { HarError, readHar, type HarFile } from '../../src/har/file.ts';
import { writeHar } from '../../src/har/write.ts';
import { checklistOf } from '../../src/report/checklist.ts';
import { examineAll } from '../../src/report/examine.ts';
import { markdownOf } from '../../src/report/markdown.ts';
import { exchangesOfAll, recordingGaps } from '../../src/report/recording.ts';
import { reportOf } from '../../src/report/report.ts';
import { reproductionsOf } from '../../src/report/reproduce.ts';
import { share } from '../../src/report/share.ts';
import { textOf } from '../../src/report/text.ts';
import { createLedger } from '../../src/session/ledger.ts';

export function checkRecording(text: string): 'read' | 'refused' {
  let file: HarFile;
  try {
    file = readHar(text);
  } catch (error) {
    // The one error that the reader may throw: the text is no recording.
    if (error instanceof HarError) return 'refused';
    throw error;
  }
  const { exchanges, rejected, creator } = file;
  const har = JSON.parse(text.replace(/^\uFEFF/, '')) as {
    log?: { entries: unknown[] };
    entries?: unknown[];
  };
  const count = (har.log?.entries ?? har.entries ?? []).length;
  const flows = examineAll(exchanges);
  const told = [
    ...flows.flatMap(({ flow }) => exchangesOf(flow).map(({ index }) => index)),
    ...rejected.map(({ entry }) => entry),
  ];
  assert.deepEqual(
    told.toSorted((a, b) => a - b),
    Array.from({ length: count }, (_, index) => index),
    'each entry is in one flow, or was rejected',
  );

  const ledger = createLedger();
  ledger.take(exchanges);
  const listed = ledger.items().flatMap(({ examined }) => exchangesOf(examined.flow));
  assert.equal(listed.length, exchanges.length, 'the list has every exchange once');

  const report = reportOf(flows, rejected);
  assert.deepEqual(JSON.parse(JSON.stringify(report.summary)), report.summary);
  JSON.stringify(report);
  textOf(report);
  recordingGaps(creator, exchanges, rejected);
  const shared = share(flows);
  markdownOf(shared);
  const again = readHar(writeHar(exchangesOfAll(shared.flows), '1'));
  assert.equal(
    again.exchanges.length + again.rejected.length,
    exchanges.length,
    'a saved recording has all of it',
  );
  for (const examined of flows) {
    checklistOf(examined);
    for (const { request } of reproductionsOf(examined))
      for (const shell of ['sh', 'powershell', 'cmd'] as const) curlOf(request, shell);
  }
  return 'read';
}
