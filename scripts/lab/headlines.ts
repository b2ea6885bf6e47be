/** Sixty requests that a browser calls CORS errors, half of which are something else: what the panel says first of each. */
import { exchangesOf } from '../../src/cors/flow.ts';
import { examineAll, type Examined } from '../../src/report/examine.ts';
import { until, type BrowserReport, type Driver } from '../browsers/driver.ts';
import type { CauseCase } from './cause-cases.ts';
import type { CauseLab } from './causes.ts';
import { caseIn, type Lab } from './lab.ts';
import { capturedExchanges, caseOf } from './observe.ts';
import { expectedRule } from './situations.ts';

/** Situations of the lab in which the server's CORS configuration itself is wrong. */
const MISTAKES = [
  'allow-origin-missing',
  'allow-origin-wildcard-with-credentials',
  'allow-origin-repeated',
  'allow-origin-conflicting',
  'allow-origin-list',
  'allow-origin-null',
  'allow-origin-case-differs',
  'allow-origin-trailing-slash',
  'allow-origin-path',
  'allow-origin-scheme-differs',
  'allow-origin-port-differs',
  'allow-origin-www-differs',
  'allow-origin-localhost-alias',
  'allow-origin-pattern',
  'allow-origin-malformed',
  'allow-origin-mismatch',
  'allow-credentials-missing',
  'allow-credentials-not-true',
  'allow-methods-malformed',
  'allow-headers-malformed',
  'method-case-differs',
  'method-wildcard-with-credentials',
  'method-not-allowed',
  'header-wildcard-with-credentials',
  'header-not-allowed',
  'preflight-status-not-ok',
  'preflight-bare',
  'answer-bare-after-preflight',
  'proxy-repeats',
  'proxy-conflicts',
] as const;

/** Situations of the lab that are something else: what it is, the browser does not say. */
const CAUSES = [
  'redirect-to-login',
  'redirect-to-https',
  'redirect-to-www',
  'redirect-to-slash',
  'redirect-to-other-host',
  'redirect-tainted-origin',
  'redirect-with-url-credentials',
  'preflight-redirected',
  'challenge-page',
  'rack-cors-miss',
  'origin-null',
  'response-header-on-request',
  'preflight-401-bare',
  'preflight-403-bare',
  'preflight-404-bare',
  'preflight-405-bare',
  'preflight-500-bare',
  'answer-404-bare',
  'login-redirect-bare',
  'server-unreachable',
  'connection-broken',
] as const;

/** Causes that take more than bytes: a real nginx, caches and networks. */
const REAL_CAUSES = [
  'nginx before a dead server',
  'nginx before a slow server',
  'nginx before a failing server',
  'nginx with a small limit',
  'nginx with few requests',
  'a cache with another page’s response',
  'a cache with nobody’s response',
  'a name that leads nowhere',
  'a certificate that nobody signed',
] as const;

/** Firefox's log loses entries of requests that come in crowds. */
const AT_ONCE = 6;

export interface Told {
  readonly what: string;
  readonly isMistake: boolean;
  /** What the browser itself said. */
  readonly browser: string;
  readonly expected: string | null;
  readonly rule: string | null;
  readonly headline: string;
}

/** Makes all requests in a browser that shows the lab's page, and reads what is said of each. */
export async function tellHeadlines(driver: Driver, lab: Lab, causes: CauseLab): Promise<readonly Told[]> {
  const ids = new Set<string>([...MISTAKES, ...CAUSES]);
  const situations = lab.situations.filter(({ id }) => ids.has(id));
  const cases = causes.cases.filter(({ id }) => (REAL_CAUSES as readonly string[]).includes(id));
  await until(() => driver.evaluate<boolean>('typeof lab === "object"'), 'the page’s script');
  let told: readonly Told[] = [];
  const reports: BrowserReport[] = [];
  const isAllTold = async (): Promise<boolean> => {
    reports.push(...(await driver.takeReports()));
    const all = examineAll(await capturedExchanges(driver));
    const ofLab = situations.map((one) =>
      tell(
        one.title,
        (MISTAKES as readonly string[]).includes(one.id),
        expectedRule(driver.engine, one),
        all.findLast((each) => caseOf(each) === one.id),
        reports.filter(({ url }) => caseIn(url) === one.id),
      ),
    );
    const ofCauses = cases.map((one) =>
      tell(
        one.id,
        false,
        one[driver.engine] ?? null,
        flowOf(all, one),
        reports.filter(({ url }) => url.endsWith(one.url)),
      ),
    );
    told = [...ofLab, ...ofCauses];
    return told.every(({ rule, expected }) => rule === expected);
  };
  for (let at = 0; at < situations.length; at += AT_ONCE) {
    const chunk = situations.slice(at, at + AT_ONCE).map(({ id }) => id);
    await driver.evaluate(`lab.runAll(${JSON.stringify(chunk)})`);
  }
  for (const { script } of cases) {
    await driver.evaluate<null>(`Promise.resolve(${script}).catch(() => null).then(() => null)`);
  }
  await until(isAllTold, 'all headlines').catch(() => null);
  return told;
}

function flowOf(all: readonly Examined[], { url }: CauseCase): Examined | undefined {
  return all.findLast(({ flow }) => exchangesOf(flow).some((exchange) => exchange.url.endsWith(url)));
}

function tell(
  what: string,
  isMistake: boolean,
  expected: string | null,
  examined: Examined | undefined,
  reports: readonly BrowserReport[],
): Told {
  const report = reports.find(({ code }) => code !== '') ?? reports[0];
  const lead = examined?.lead ?? null;
  return {
    what,
    isMistake,
    browser: report?.code || (report?.netError ?? ''),
    expected,
    rule: examined === undefined ? 'not recorded' : (lead?.rule ?? null),
    headline: lead?.headline ?? '',
  };
}
