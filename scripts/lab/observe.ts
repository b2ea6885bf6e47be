import { exchangesOf, lastHop } from '../../src/cors/flow.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import { examineAll, type Examined } from '../../src/report/examine.ts';
import type { SourceEvent } from '../../src/session/source.ts';
import { until, type Driver } from '../browsers/driver.ts';
import { caseIn } from './lab.ts';

/** What the extension in a running browser has captured so far: the last reading of each request. */
export async function capturedExchanges(driver: Driver): Promise<readonly Exchange[]> {
  const events = await driver.inDevtoolsPage<readonly SourceEvent[]>('whycors.source.events');
  const latest = new Map<number, Exchange>();
  for (const event of events) if (event.kind === 'exchange') latest.set(event.exchange.index, event.exchange);
  return [...latest.values()];
}

/**
 * Goes to a page and waits until DevTools hear what it requests: Firefox misses the first requests of a page whose process is new.
 */
export async function gotoHeard(driver: Driver, url: string): Promise<void> {
  await driver.goto(url);
  if (!/^https?:/.test(url)) return;
  const began = Date.now();
  let round = 0;
  await until(async () => {
    await driver.evaluate<null>(`fetch('/heard?${began}-${round++}').then(() => null)`);
    return (await capturedExchanges(driver)).some((exchange) => exchange.url.includes(`/heard?${began}`));
  }, 'DevTools to hear the page');
}

/** The lab's case that a flow belongs to. */
export function caseOf({ flow }: Examined): string | null {
  for (const { url } of exchangesOf(flow)) {
    const id = caseIn(url);
    if (id !== null) return id;
  }
  return null;
}

/**
 * Waits until the extension has captured the request of every case, and examines them here with the same engine that
 * the panel runs. A preflight may be captured before its request, and a request before its answer: both make the
 * verdict unknown for a while. What is still missing or unknown at the deadline is returned as it is.
 */
export async function examineCases(
  driver: Driver,
  ids: readonly string[],
  isSettled: (id: string, examined: Examined) => boolean = (_id, { verdict }) =>
    verdict.outcome !== 'unknown',
): Promise<ReadonlyMap<string, Examined>> {
  let byCase = new Map<string, Examined>();
  const settled = async (): Promise<boolean> => {
    byCase = new Map();
    for (const examined of examineAll(await capturedExchanges(driver))) {
      const id = caseOf(examined);
      if (id !== null && lastHop(examined.flow).actual !== null) byCase.set(id, examined);
    }
    return ids.every((id) => {
      const examined = byCase.get(id);
      return examined !== undefined && isSettled(id, examined);
    });
  };
  await until(settled, 'the capture').catch(() => null);
  return byCase;
}
