import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import {
  launchBrowser,
  type BrowserReport,
  type Driver,
  type Engine,
} from '../../scripts/browsers/driver.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { LAB_HOSTS, startLab, caseIn, type Lab } from '../../scripts/lab/lab.ts';
import { examineCases } from '../../scripts/lab/observe.ts';
import {
  expectedRule,
  expectedVerdict,
  fixedExamples,
  situations,
  type Situation,
} from '../../scripts/lab/situations.ts';
import type { Examined } from '../../src/report/examine.ts';

const all = [...situations, ...fixedExamples];

describe.each<Engine>(['chromium', 'firefox'])('the lab in %s', (engine) => {
  let lab: Lab;
  let driver: Driver;
  let outcomes: ReadonlyMap<string, string>;
  let examined: ReadonlyMap<string, Examined>;
  let reports: readonly BrowserReport[];

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    lab = await startLab();
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: LAB_HOSTS, headless: true });
    await driver.goto(lab.page);
    await driver.showPanel();
    const ids = all.map(({ id }) => id);
    outcomes = new Map(
      await driver.evaluate<readonly [string, string][]>(`lab.runAll(${JSON.stringify(ids)})`),
    );
    const verdicts = new Map(all.map((situation) => [situation.id, expectedVerdict(engine, situation)]));
    examined = await examineCases(driver, ids, (id, { verdict }) => verdict.outcome === verdicts.get(id));
    reports = await driver.takeReports();
  });

  afterAll(async () => {
    await driver?.close();
    await lab?.close();
  });

  /** What the browser itself said of a case: its first word counts, since more follow from it. */
  function reported({ id }: Situation): BrowserReport | undefined {
    return reports.find(({ url, code }) => code !== '' && caseIn(url) === id);
  }

  const endsEarly = ({ id, mayEndEarlyInFirefox }: Situation): boolean =>
    engine === 'firefox' && mayEndEarlyInFirefox === true && examined.get(id)?.flow.hops.length === 1;

  describe.each(all.map((situation) => [situation.id, situation] as const))('%s', (id, situation) => {
    it('is refused or read as its label says', () => {
      expect(outcomes.get(id)).toBe(situation.verdict === 'allowed' ? 'read' : 'refused');
    });

    it('is judged as the browser did', () => {
      const verdict =
        engine === 'firefox' ? (situation.verdictInFirefox ?? situation.verdict) : situation.verdict;
      expect(examined.get(id)?.verdict.outcome).toBe(endsEarly(situation) ? 'unknown' : verdict);
    });

    it('is explained by the rule of its label', () => {
      expect(examined.get(id)?.lead?.rule ?? null).toBe(expectedRule(engine, situation));
    });

    it("has the browser's own name for the failure", () => {
      const failure = examined.get(id)?.failure ?? null;
      const report = reported(situation);
      if (situation.verdict !== 'blocked' || endsEarly(situation)) return expect(failure).toBeNull();
      if (engine === 'firefox') return expect(failure?.firefox).toBe(report?.code);
      return expect([failure?.chrome, failure?.parameter]).toEqual([report?.code, report?.parameter]);
    });
  });
});
