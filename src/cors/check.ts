import { getHeader, headerLines, type HeaderList } from '../http/header-list.ts';
import type { Failure, Stage, Step } from './types.ts';

/** What a check found: every failing step (not only the first) and the steps taken up to the first failure. */
export interface Checked {
  readonly failures: readonly Failure[];
  readonly steps: readonly Step[];
}

/** The same in the making: each check adds to what was found before it, which is no failure. */
export interface Findings {
  readonly failures: Failure[];
  readonly steps: Step[];
}

/** How an engine gets a header's value from its lines; `getHeader` is the standard's way. */
export type ReadHeader = (list: HeaderList, name: string) => string | null;

export interface CorsCheckRequest {
  /** The request's origin, serialised with its redirect taint: what the `Origin` header holds. */
  readonly origin: string;
  readonly credentials: boolean;
}

/**
 * The standard stops at the first step that refuses. This one goes on as though that step had been mended, so
 * that `failures` names all that has to change; `steps` ends where the standard ends.
 *
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  request: CorsCheckRequest,
  response: { readonly status: number; readonly headers: HeaderList },
  at: { readonly stage: Stage; readonly hop: number },
  readHeader: ReadHeader = getHeader,
  findings: Findings = { failures: [], steps: [] },
): Checked {
  const { failures } = findings;
  const { origin, credentials } = request;
  const { stage, hop } = at;
  const value = readHeader(response.headers, 'Access-Control-Allow-Origin');
  const article = value === null ? 'no' : 'an';
  const present = `The response has ${article} \`Access-Control-Allow-Origin\`.`;
  addStep(findings, at, SPEC, present, value !== null, null, value);
  if (value === null) {
    failures.push({ stage, hop, kind: 'allow-origin-missing', origin, status: response.status });
  } else if (value === '*' && !credentials) {
    addStep(findings, at, SPEC, '`*` is enough, since no credentials are sent.', true, null, null);
    return findings;
  } else {
    const same = value === origin;
    const claim = `\`Access-Control-Allow-Origin\` ${same ? 'equals' : 'does not equal'} the origin.`;
    // Nobody is to send `null`.
    addStep(findings, at, SPEC, claim, same, origin === 'null' ? null : origin, value);
    if (!same && value === '*') {
      failures.push({ stage, hop, kind: 'allow-origin-wildcard', origin });
    } else if (!same) {
      const lines = headerLines(response.headers, 'Access-Control-Allow-Origin');
      failures.push({ stage, hop, kind: 'allow-origin-mismatch', origin, value, lines });
    }
  }
  if (credentials) {
    const allowed = readHeader(response.headers, 'Access-Control-Allow-Credentials');
    const passed = allowed === 'true';
    const claim = `\`Access-Control-Allow-Credentials\` is ${passed ? '' : 'not '}\`true\`.`;
    addStep(findings, at, SPEC, claim, passed, 'true', allowed);
    if (!passed) failures.push({ stage, hop, kind: 'allow-credentials-not-true', value: allowed });
  }
  return findings;
}

const SPEC = 'concept-cors-check';

/** Adds what the standard would still have looked at: after the first failure it has stopped. */
export function addStep(
  { failures, steps }: Findings,
  { stage, hop }: { readonly stage: Stage; readonly hop: number },
  spec: string,
  claim: string,
  passed: boolean,
  needed: string | null = null,
  found: string | null = null,
): void {
  if (failures.length > 0) return;
  steps.push({ stage, hop, spec, claim, outcome: passed ? 'passed' : 'failed', needed, found });
}
