import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Driver } from '../browsers/driver.ts';
import type { Lab } from './lab.ts';
import { examineCases } from './observe.ts';
import { showAll, showCase } from './panel.ts';
import { expectedRule, expectedVerdict } from './situations.ts';

/**
 * Makes every request of the lab in an open browser, reads in the panel what it says of each, and saves a picture.
 * Resolves with the number of situations that were not explained as their label says.
 */
export async function tour(driver: Driver, lab: Lab, pictures: string): Promise<number> {
  const { engine } = driver;
  const { situations } = lab;
  const ids = situations.map(({ id }) => id);
  await driver.evaluate(`lab.runAll(${JSON.stringify(ids)})`);
  const verdicts = new Map(situations.map((situation) => [situation.id, expectedVerdict(engine, situation)]));
  const examined = await examineCases(driver, ids, (id, { verdict }) => verdict.outcome === verdicts.get(id));

  console.log('✓ means: explained as the label says. It does not mean that the request passed.\n');
  let wrong = 0;
  for (const situation of situations) {
    const rule = examined.get(situation.id)?.lead?.rule ?? null;
    const shown = await showCase(driver, situation.id).catch((error: unknown) => ({
      headline: String(error),
      problems: [],
    }));
    // The rule is known to the engine, the words are what a person sees: the two have to agree.
    const title = examined.get(situation.id)?.lead?.title ?? null;
    const isTold = title === null || shown.problems.some((problem) => problem.title.startsWith(title));
    const isRight = rule === expectedRule(engine, situation) && isTold;
    if (!isRight) wrong++;
    console.log(`${isRight ? '✓' : '✕'} ${situation.title}\n    ${shown.headline}`);
    if (!isRight) console.log(`    expected ${expectedRule(engine, situation)}, found ${rule}`);
  }

  await mkdir(pictures, { recursive: true });
  const picture = join(pictures, `panel-${engine}.png`);
  await showCase(driver, 'preflight-all-wrong');
  await showAll(driver);
  await driver.screenshot(picture, { width: 1200, height: 800 });
  console.log(
    `\n${situations.length - wrong} of ${situations.length} situations were explained as they should be.`,
  );
  console.log(`A picture of the panel: ${picture}`);
  return wrong;
}
