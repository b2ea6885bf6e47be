import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  launchBrowser,
  until,
  type Driver,
  type Engine,
  type LaunchOptions,
} from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import type { CauseCase } from '../../scripts/lab/cause-cases.ts';
import { fineRequests, startCauses, type CauseLab } from '../../scripts/lab/causes.ts';
import { capturedExchanges, gotoHeard } from '../../scripts/lab/observe.ts';
import { exchangesOf } from '../../src/cors/flow.ts';
import { examineAll, type Examined } from '../../src/report/examine.ts';

/** The last flow with a URL that ends so. */
async function flowOf(driver: Driver, { url }: CauseCase): Promise<Examined | undefined> {
  const all = examineAll(await capturedExchanges(driver));
  return all.findLast(({ flow }) => exchangesOf(flow).some((exchange) => exchange.url.endsWith(url)));
}

/** Makes the requests in the page; which of them another rule leads than the one that has to. */
async function wrongOf(driver: Driver, cases: readonly CauseCase[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const one of cases) {
    const rule = one[driver.engine];
    if (rule === undefined) continue;
    await driver.evaluate<null>(`Promise.resolve(${one.script}).catch(() => null).then(() => null)`);
    let found: string | null | undefined;
    const isRight = async (): Promise<boolean> => {
      const flow = await flowOf(driver, one);
      found = flow && (flow.lead?.rule ?? null);
      return found === rule;
    };
    await until(isRight, one.id, 6000).catch(() => wrong.push(`${one.id}: ${found} in place of ${rule}`));
  }
  return wrong;
}

interface Opened {
  readonly lab: CauseLab;
  readonly driver: Driver;
  readonly close: () => Promise<void>;
}

/** The lab of causes, and a browser on its page with the panel in front. */
async function open(
  engine: Engine,
  options: (lab: CauseLab) => Partial<LaunchOptions> = () => ({}),
): Promise<Opened> {
  await Promise.all([build(), ensureBrowser(engine)]);
  const lab = await startCauses();
  const driver = await launchBrowser(engine, {
    extension: extensionDirectory,
    hosts: ['app.example.com', 'api.example.com'],
    headless: true,
    ...options(lab),
  }).catch(async (error: unknown) => {
    await lab.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await driver.close();
    await lab.close();
  };
  await driver.goto(lab.page);
  await driver.showPanel();
  return { lab, driver, close };
}

describe.each<Engine>(['chromium', 'firefox'])('causes in %s', (engine) => {
  let opened: Opened | undefined;
  let lab: CauseLab;
  let driver: Driver;

  beforeAll(async () => {
    opened = await open(engine);
    ({ lab, driver } = opened);
  });

  afterAll(async () => {
    await opened?.close();
  });

  it('puts each cause first', async () => {
    expect(await wrongOf(driver, lab.cases)).toEqual([]);
  });

  it('says of no-cors that it reads as nothing', async () => {
    const one = lab.cases.find(({ id }) => id === 'no-cors')!;
    const { diagnoses, verdict } = (await flowOf(driver, one))!;
    expect(verdict.exemption).toBe('no-cors');
    if (engine === 'chromium') expect(diagnoses.map(({ rule }) => rule)).toEqual(['opaque-answer']);
  });

  it('has nothing to say of 500 requests that pass', async () => {
    await driver.evaluate<null>(fineRequests(lab, 500, 10));
    const fine = (all: readonly Examined[]): readonly Examined[] =>
      all.filter(({ flow }) => exchangesOf(flow).some(({ url }) => /\/(?:fine\/|own\?)/.test(url)));
    // Firefox 153 loses requests, and answers, from its own log: there it is the last ones that have to be seen, and those
    // with an answer that must raise no alarm.
    const isLast = (url: string): boolean => /\?49\d$/.test(url);
    const hasAnswer = ({ flow }: Examined): boolean => Boolean(flow.hops.at(-1)?.actual?.response);
    let last: readonly Examined[] = [];
    await until(
      async () => {
        const all = fine(examineAll(await capturedExchanges(driver)));
        last = all.filter(hasAnswer);
        if (engine === 'chromium') return last.length >= 500;
        return last.some(({ flow }) => exchangesOf(flow).some(({ url }) => isLast(url)));
      },
      'the last of 500 requests',
      60_000,
    );
    const alarms = last.filter(({ verdict, diagnoses }) => {
      return verdict.outcome === 'blocked' || verdict.outcome === 'failed' || diagnoses.length > 0;
    });
    expect(alarms.map(({ flow, diagnoses }) => [exchangesOf(flow)[0]?.url, diagnoses[0]?.rule])).toEqual([]);
  });

  it('names a service worker, and makes one flow of both requests', async () => {
    await gotoHeard(driver, lab.worker.page);
    await driver.evaluate<null>('ready.then(() => null)');
    const wrong = await wrongOf(driver, lab.worker.cases);
    // Firefox's log loses a request now and then where a page is new; of what is not there nothing wrong is said.
    const isLost = (one: string): boolean => engine === 'firefox' && one.includes(': undefined in place of');
    expect(wrong.filter((one) => !isLost(one))).toEqual([]);
    expect(wrong.length).toBeLessThan(2);
    const all = examineAll(await capturedExchanges(driver));
    for (const { id, url } of lab.worker.cases) {
      const own = all.filter(({ flow }) =>
        exchangesOf(flow).some((exchange) => exchange.url.endsWith(`/${url}`)),
      );
      expect(own.length, id).toBeLessThanOrEqual(1);
      if (engine === 'chromium') expect(own, id).toHaveLength(1);
    }
  });
});

describe.each<Engine>(['chromium', 'firefox'])('causes of pages and of DevTools in %s', (engine) => {
  let opened: Opened | undefined;
  let lab: CauseLab;
  let driver: Driver;

  beforeAll(async () => {
    opened = await open(engine, () => ({ ignoreCertificateErrors: true }));
    ({ lab, driver } = opened);
  });

  afterAll(async () => {
    await opened?.close();
  });

  it('puts each cause first that is the page’s own', async () => {
    for (const { page, cases } of lab.pages) {
      await gotoHeard(driver, page);
      expect(await wrongOf(driver, cases), page).toEqual([]);
    }
  });

  // Firefox has such requests in its log alone, without a word of why.
  if (engine === 'chromium')
    it('knows of the switches in DevTools', async () => {
      await gotoHeard(driver, lab.page);
      const api = new URL(lab.loopback).port;
      const of = (end: string, rule: string): CauseCase => {
        const url = `http://api.example.com:${api}/echo?${end}`;
        return { id: end, chromium: rule, firefox: undefined, url, script: `fetch('${url}')` };
      };
      const blocked = of('blocked', 'blocked-by-devtools');
      await driver.blockRequest(blocked.url);
      expect(await wrongOf(driver, [blocked])).toEqual([]);
      await driver.setOffline(true);
      expect(await wrongOf(driver, [of('offline', 'offline')])).toEqual([]);
      await driver.setOffline(false);
    });
});

describe.each<Engine>(['chromium', 'firefox'])('other extensions in %s', (engine) => {
  it('are named', async () => {
    const { lab, driver, close } = await open(engine, () => ({ others: ['scripts/lab/rewriter'] }));
    try {
      expect(await wrongOf(driver, lab.rewritten)).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe.each<Engine>(['chromium', 'firefox'])('servers that %s can’t reach', (engine) => {
  it('are named', async () => {
    const { lab, driver, close } = await open(engine, ({ proxy }) => ({
      hosts: ['app.example.com', 'silent.example.com'],
      proxy: { port: proxy, host: 'api.example.com' },
    }));
    try {
      expect(await wrongOf(driver, lab.unreachable)).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('local network access in chromium', () => {
  it('is named, where a page of the internet asks this machine', async () => {
    const { lab, driver, close } = await open('chromium', ({ page }) => ({
      hosts: ['app.example.com'],
      publicAddresses: [`127.0.0.1:${new URL(page).port}`],
    }));
    try {
      const rules = new Map([
        [`${lab.loopback}/echo?simple`, 'local-network-target'],
        [`${lab.loopback}/echo?preflighted`, 'local-network-access'],
      ]);
      for (const [url, rule] of rules) {
        const method = url.endsWith('simple') ? 'GET' : 'PUT';
        await driver.evaluate(`fetch('${url}', { method: '${method}' }).catch(() => 0).then(() => 0)`);
        const one = { id: rule, url, script: '', chromium: rule, firefox: undefined };
        await until(async () => (await flowOf(driver, one))?.lead?.rule === rule, rule);
      }
    } finally {
      await close();
    }
  });
});
