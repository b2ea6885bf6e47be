import { until, type Driver } from '../browsers/driver.ts';

/** What the panel shows of one request, read off its document. */
export interface ShownFlow {
  readonly headline: string;
  /** Title and text of each problem, in the panel's order. */
  readonly problems: readonly { readonly title: string; readonly text: string }[];
}

/** Types the case into the panel's filter, clicks its row, and reads the explanation. */
export async function showCase(driver: Driver, id: string): Promise<ShownFlow> {
  const row = `.row.flow[title*="/case=${id}/"]`;
  await filterBy(driver, `case=${id}/`);
  // Not before the list has closed up: the row would move away from under the click.
  const isAlone = `(() => {
    const rows = [...document.querySelectorAll('.row.flow')];
    return rows.length > 0 && rows.every((row) => row.matches('${row}'));
  })()`;
  await until(() => driver.inPanel<boolean>(isAlone), `a row for ${id}`);
  await driver.click(row);
  await until(
    () =>
      driver.inPanel<boolean>(
        `document.querySelector('${row}[aria-selected="true"]') !== null && document.querySelector('.explanation') !== null`,
      ),
    `the explanation of ${id}`,
  );
  return driver.inPanel<ShownFlow>(`({
    headline: document.querySelector('.explanation h1').textContent.trim(),
    problems: [...document.querySelectorAll('.explanation .problem')].map((problem) => ({
      title: problem.querySelector('h3').textContent,
      text: problem.textContent,
    })),
  })`);
}

/** Empties the panel's filter. */
export async function showAll(driver: Pick<Driver, 'inPanel'>): Promise<void> {
  await filterBy(driver, '');
}

/** Types into the panel's filter: the list has only the rows that are in sight. */
export async function filterBy(driver: Pick<Driver, 'inPanel'>, text: string): Promise<void> {
  const find = `document.querySelector('input.filter')`;
  // The document is there a moment before the devtools page has handed over what it captured.
  await until(() => driver.inPanel<boolean>(`${find} !== null`), 'the panel');
  await driver.inPanel(`(() => {
    const filter = ${find};
    filter.value = ${JSON.stringify(text)};
    filter.dispatchEvent(new Event('input', { bubbles: true }));
  })()`);
}

/** Opens one of the explanation's tabs. */
export async function openTab(driver: Driver, tab: string): Promise<void> {
  await driver.click(`#tab-${tab}`);
  await until(
    () =>
      driver.inPanel<boolean>(
        `document.querySelector('#tab-${tab}[aria-selected="true"]') !== null && document.querySelector('#tab-panel > .waiting') === null`,
      ),
    `the tab ${tab}`,
  );
  // Not by scrollIntoView, which moves the documents around the panel as well.
  await driver.inPanel(`(() => {
    const pane = document.querySelector('.explanation');
    const below = document.querySelector('[role=tablist]').getBoundingClientRect().top;
    pane.scrollTop += below - pane.getBoundingClientRect().top - 40;
  })()`);
}

/** Drops a file on the panel, as from the system's file manager. */
export async function dropFile(driver: Pick<Driver, 'inPanel'>, name: string, text: string): Promise<void> {
  await driver.inPanel(`(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
    for (const type of ['dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  })()`);
}

/** Puts the focus on the list and closes the explanation. */
export async function closeExplanation(driver: Driver): Promise<void> {
  await driver.inPanel(`document.querySelector('.rows').focus()`);
  await driver.press('Escape');
  await until(
    () => driver.inPanel<boolean>(`document.querySelector('.explanation') === null`),
    'no explanation',
  );
}
