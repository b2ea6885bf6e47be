import axe from 'axe-core';
import type { Driver } from '../../scripts/browsers/driver.ts';

/** What axe finds in the panel as it is now: each rule with the first element that breaks it. */
export async function axeFindings(driver: Pick<Driver, 'inPanel'>): Promise<readonly string[]> {
  // Anew each time: reopened DevTools have a new document.
  await driver.inPanel(`(() => { ${axe.source} ; return null; })()`);
  return driver.inPanel<readonly string[]>(
    `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
  );
}
