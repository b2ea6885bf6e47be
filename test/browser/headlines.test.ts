import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { startCauses, type CauseLab } from '../../scripts/lab/causes.ts';
import { tellHeadlines, type Told } from '../../scripts/lab/headlines.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';

describe.each<Engine>(['chromium', 'firefox'])('headlines in %s', (engine) => {
  let lab: Lab;
  let causes: CauseLab;
  let driver: Driver;
  let told: readonly Told[];

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    [lab, causes] = await Promise.all([startLab(), startCauses()]);
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: LAB_HOSTS, headless: true });
    await driver.goto(lab.page);
    await driver.showPanel();
    told = await tellHeadlines(driver, lab, causes);
  });

  afterAll(async () => {
    await driver?.close();
    await Promise.all([lab?.close(), causes?.close()]);
  });

  it('are of sixty requests, half of them mistakes of the CORS configuration', () => {
    expect(told).toHaveLength(60);
    expect(told.filter(({ isMistake }) => isMistake)).toHaveLength(30);
  });

  it('name the cause of each', () => {
    expect(told.filter(({ rule, expected }) => rule !== expected)).toEqual([]);
  });
});
