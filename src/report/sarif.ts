import { methodOf, urlOf } from '../cors/flow.ts';
import { catalogue } from '../diagnosis/catalogue.ts';
import type { Diagnosis } from '../diagnosis/rule.ts';
import { spellOut } from '../http/spell-out.ts';
import type { Place } from '../har/places.ts';
import type { Examined } from './examine.ts';
import { entryShowing, type SharedFile } from './share.ts';

/**
 * Diagnoses as SARIF 2.1.0, which code scanning reads: one result each, at the entry that shows it.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifOf(files: readonly SharedFile[], version: string): object {
  const results = files.flatMap((file) =>
    file.flows.flatMap((examined) =>
      examined.diagnoses.map((diagnosis) => resultOf(file, examined, diagnosis)),
    ),
  );
  const used = new Set(results.map(({ ruleId }) => ruleId));
  const rules = catalogue.filter(({ id }) => used.has(id));
  const unread = files.flatMap((file) =>
    file.rejected.map(({ entry, why }) => ({
      level: 'warning',
      message: { text: `Entry ${entry} could not be read: ${why}.` },
      locations: [locationOf(file, entry)],
    })),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'whycors',
            version,
            semanticVersion: version,
            rules: rules.map(({ id, title, severity, spec }) => ({
              id,
              shortDescription: { text: `${title}.` },
              helpUri: `https://fetch.spec.whatwg.org/#${spec}`,
              defaultConfiguration: { level: severity },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: unread }],
        results: results.map((result) => ({
          ...result,
          ruleIndex: rules.findIndex(({ id }) => id === result.ruleId),
        })),
      },
    ],
  };
}

interface Result {
  readonly ruleId: string;
  readonly level: Diagnosis['severity'];
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

function resultOf(file: SharedFile, examined: Examined, diagnosis: Diagnosis): Result {
  const { rule, severity, headline, explanation, fix } = diagnosis;
  const request = `${methodOf(examined.flow)} ${urlOf(examined.flow)}`;
  return {
    ruleId: rule,
    level: severity,
    message: { text: plain(`${request}: ${headline} ${explanation} ${fix}`) },
    locations: [locationOf(file, entryShowing(examined, diagnosis))],
    // So that one problem is one alert, in whichever line of the next recording it stands.
    partialFingerprints: { 'whycors/v1': plain(`${rule} ${request.replace(/[?#].*/s, '')}`) },
  };
}

function locationOf({ uri, places }: SharedFile, entry: number): object {
  const place = places[entry];
  const path = `log.entries[${entry}]`;
  return {
    ...(uri !== null && {
      physicalLocation: { artifactLocation: { uri }, ...(place && { region: regionOf(place) }) },
    }),
    logicalLocations: [{ fullyQualifiedName: path, kind: 'element' }],
  };
}

const regionOf = ({ line, column }: Place): object => ({ startLine: line, startColumn: column });

/** In a message `{0}` stands for an argument and `[text](address)` is a link: what comes from the wire becomes neither. */
function plain(text: string): string {
  return spellOut(text.replace(/\{(\d+)\}/g, '{{$1}}').replace(/\[(?=[^[\]]*\]\()/g, '\\['));
}
