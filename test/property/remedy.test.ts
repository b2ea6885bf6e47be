import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Plan } from '../../src/diagnosis/remedy.ts';
import { examine } from '../../src/report/examine.ts';
import { reportOf } from '../../src/report/report.ts';
import { markdownOf } from '../../src/report/markdown.ts';
import { textOf } from '../../src/report/text.ts';
import { changesOf } from '../../src/session/change.ts';
import { flows } from './exchanges.ts';

const changesIn = (plan: Plan): readonly Change[] =>
  [...plan.redirects, plan].flatMap(({ preflight, response }) => [
    ...(preflight === null ? [] : [preflight]),
    response,
  ]);

describe('the remedy', () => {
  it('is there for every blocked flow, or the reason why not, and never for another', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const examined = examine(flow);
        const { verdict, remedy, obstacle } = examined;
        expect((remedy !== null) !== (obstacle !== null)).toBe(verdict.outcome === 'blocked');
        changesOf(examined);
        textOf(reportOf([examined]));
        markdownOf({ flows: [examined], redacted: [] });
      }),
    );
  });

  it('allows never `null`, and never `*` with credentials', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const { verdict, remedy } = examine(flow);
        // An origin that no browser sends.
        if (remedy === null || verdict.origin?.includes('*')) return;
        const credentialed = verdict.credentials === 'include' ? remedy : remedy.ifCredentials;
        const set = (plan: Plan): Change['set'] => changesIn(plan).flatMap((change) => change.set);
        const origins = (plan: Plan): readonly string[] =>
          set(plan).flatMap(([name, value]) => (name === 'Access-Control-Allow-Origin' ? [value] : []));
        expect(origins(remedy)).not.toContain('null');
        if (credentialed === null || 'kind' in credentialed) return;
        expect(origins(credentialed)).not.toContain('null');
        expect(origins(credentialed)).not.toContain('*');
      }),
    );
  });
});
