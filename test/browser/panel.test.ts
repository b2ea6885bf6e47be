import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';
import { showAll, showCase, type ShownFlow } from '../../scripts/lab/panel.ts';
import { axeFindings } from './axe.ts';
import { misfits } from './fit.ts';

const IDS = [
  'preflight-all-wrong',
  'error-response-without-allow-origin',
  'pass-preflighted',
  'expose-headers-malformed',
  'server-unreachable',
];
const script = (source: string) => (driver: Driver) =>
  driver.inPanel(`(() => { ${source}; return null; })()`);
const press = (selector: string) => script(`document.querySelector('${selector}').click()`);
/** Its code is loaded when it is first opened. */
const toggleBuilder = (open: boolean) => async (driver: Driver) => {
  await press('.builder-tool')(driver);
  await until(
    () => driver.inPanel<boolean>(`(document.querySelector('.builder h1') !== null) === ${open}`),
    open ? 'the builder' : 'no builder',
  );
};

/** What the panel may look like, and how to get there from the state before. */
const STATES: readonly (readonly [name: string, reach: (driver: Driver) => Promise<unknown>])[] = [
  ['a closed group', press('.row.group')],
  ['an open group', press('.row.group')],
  ['the plain list', press('.tools .check input')],
  ['the grouped list', press('.tools .check input')],
  ['a menu', press('.menu > button')],
  ['no menu', press('.menu > button')],
  ['paused', press('[aria-label=Pause]')],
  ['recording', press('[aria-label=Pause]')],
  ['the builder', toggleBuilder(true)],
  ['no builder', toggleBuilder(false)],
  [
    'nothing that matches',
    script(
      `const filter = document.querySelector('input.filter'); filter.value = 'nothing has this'; filter.dispatchEvent(new Event('input', { bubbles: true }))`,
    ),
  ],
  ['all again', (driver) => showAll(driver)],
  ['nothing', press('[aria-label=Clear]')],
];
const PICTURES = join('dist', 'pictures');

describe.each<Engine>(['chromium', 'firefox'])('the panel in %s', (engine) => {
  let lab: Lab;
  let driver: Driver;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine), mkdir(PICTURES, { recursive: true })]);
    lab = await startLab();
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: LAB_HOSTS, headless: true });
    await driver.goto(lab.page);
    await driver.showPanel();
    await makeRequests();
  });

  afterAll(async () => {
    await driver?.close();
    await lab?.close();
  });

  async function makeRequests(): Promise<void> {
    // The page has loaded a moment before its script is ready.
    await until(() => driver.evaluate<boolean>(`typeof lab !== 'undefined'`), 'the lab');
    await driver.evaluate(`lab.runAll(${JSON.stringify(IDS)})`);
  }

  /** A case's explanation once it begins as expected: Firefox tells of a request in several parts. */
  const shown = async (id: string, beginning: string): Promise<ShownFlow> =>
    until(async () => {
      const flow = await showCase(driver, id);
      return flow.headline.startsWith(beginning) && flow;
    }, `${id} to be explained by "${beginning}"`);

  const text = (selector: string): Promise<string> =>
    driver.inPanel<string>(`document.querySelector('${selector}')?.textContent ?? ''`);

  it('explains a click with the user’s own origin, method and headers', async () => {
    const { headline, problems } = await showCase(driver, 'preflight-all-wrong');
    const page = lab.withPorts('http://app.example.com:5173');
    expect(headline).toContain(`The server allows ${page}/. Your page is ${page}.`);
    expect(problems.map(({ title }) => title.replace(/ in the .*/, ''))).toEqual([
      'Allowed origin ends with a slash',
      'Method not allowed by the preflight',
      'Header not allowed by the preflight',
    ]);
    expect(problems[0]?.text).toContain(`Send Access-Control-Allow-Origin: ${page}, without the slash.`);
    expect(problems[1]?.text).toContain('PUT');
    expect(problems[2]?.text).toContain('content-type');
    expect(problems[2]?.text).toContain('x-request-id');
  });

  it('marks the characters that differ', async () => {
    await showCase(driver, 'preflight-all-wrong');
    expect(await text('.compare')).toContain('/');
    expect(
      await driver.inPanel<number>(`document.querySelectorAll('.compare mark, .compare .gap').length`),
    ).toBeGreaterThan(0);
  });

  it('shows the headers to send, checked', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await until(async () => (await text('.explanation')).includes('Checked'), 'the check of the fix');
    expect(await text('.explanation')).toContain(
      'Access-Control-Allow-Headers: authorization, content-type, x-request-id',
    );
  });

  it('calls a passing request allowed, without a problem', async () => {
    const { problems } = await shown('pass-preflighted', 'The page could read this response');
    expect(problems).toEqual([]);
  });

  it('names the headers of a passing response that the page’s code can’t read', async () => {
    await shown('expose-headers-malformed', 'The server sends an Access-Control-Expose-Headers');
    expect(await text('[role=tabpanel]')).toContain('Your code can’t read X-Total-Count:');
    await shown('pass-preflighted', 'The page could read this response');
    expect(await text('[role=tabpanel]')).not.toContain('Your code can’t read');
  });

  it('says first that a server which is down is not CORS', async () => {
    await shown('server-unreachable', engine === 'chromium' ? 'No server is listening at' : 'The request to');
    expect(await text('.request')).toContain('Not CORS');
  });

  const explanation = `document.querySelector('.explanation')`;
  const scrolled = (): Promise<number> => driver.inPanel<number>(`Math.round(${explanation}.scrollTop)`);

  it('is operated by keyboard: / to filter, arrows to walk, Escape to close', async () => {
    await showCase(driver, 'server-unreachable');
    await showAll(driver);
    await driver.inPanel(`(() => {
      window.missed = [];
      document.addEventListener('keydown', ({ key }) => missed.push(key));
      return null;
    })()`);
    await driver.click('.rows');
    await driver.press('/');
    await until(
      () => driver.inPanel<boolean>(`document.activeElement.matches('input.filter')`),
      'the filter',
    );
    await driver.press('ArrowDown');
    await until(() => driver.inPanel<boolean>(`document.activeElement.matches('.rows')`), 'the list');
    const before = await text('.explanation h1');
    await driver.press('Enter');
    await until(() => driver.inPanel<boolean>(`document.activeElement.matches('h1')`), 'the explanation');
    await driver.press('Escape');
    await until(() => driver.inPanel<boolean>(`document.activeElement.matches('.rows')`), 'the list again');
    await driver.press('End');
    await until(async () => (await text('.explanation h1')) !== before, 'another explanation');
    await driver.press('Escape');
    await until(
      () => driver.inPanel<boolean>(`document.querySelector('.explanation') === null`),
      'no explanation',
    );
    // Chromium's DevTools would take it as theirs, and show their drawer.
    expect(await driver.inPanel<readonly string[]>('missed')).not.toContain('Escape');
  });

  it('is reached by Tab, all of it, and shows where the focus is', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    await driver.inPanel(`(() => {
      window.reachable = () =>
        [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
          (element) => element.tabIndex >= 0 && element.checkVisibility(),
        );
      const visited = new Set();
      // The list has one stop, and shows the focus at its row.
      window.look = () => {
        const element = document.activeElement;
        const isNew = !visited.has(element);
        visited.add(element);
        const shown = element.matches('.rows') ? element.querySelector('.active') : element;
        const { outlineStyle, outlineWidth, opacity } = getComputedStyle(shown);
        const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && opacity === '1';
        const left = reachable().filter((each) => !visited.has(each)).length;
        return { isNew, isSeen, left, html: element.outerHTML.slice(0, 120) };
      };
      reachable()[0].focus();
      look();
      return null;
    })()`);
    for (let left = 1; left > 0;) {
      await driver.press('Tab');
      const stop = await until(async () => {
        const now = await driver.inPanel<{ isNew: boolean; isSeen: boolean; left: number }>('look()');
        return now.isNew && now;
      }, `the stop after the last but ${left}`);
      expect(stop).toMatchObject({ isSeen: true });
      left = stop.left;
    }
  });

  it('keeps the tabs where they are when another one is opened', async () => {
    await showCase(driver, 'preflight-all-wrong');
    const top = `Math.round(document.querySelector('[role=tablist]').getBoundingClientRect().top)`;
    await driver.inPanel(`${explanation}.scrollTop = ${explanation}.scrollHeight`);
    const before = await driver.inPanel<number>(top);
    for (const tab of ['names', 'checklist', 'attempts', 'headers']) {
      await driver.inPanel(`document.querySelector('#tab-${tab}').click()`);
      await until(
        () => driver.inPanel<boolean>(`document.querySelector('#tab-${tab}[aria-selected="true"]') !== null`),
        `the tab ${tab}`,
      );
      expect([tab, await driver.inPanel<number>(top)]).toEqual([tab, before]);
    }
  });

  it('is read on where it was left for the builder, and another one from its top', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await driver.inPanel(`${explanation}.scrollTop = 120`);
    await driver.click('.builder-tool');
    await until(
      () => driver.inPanel<boolean>(`document.activeElement.matches('.builder h1')`),
      'the builder',
    );
    await driver.press('Escape');
    await until(() => driver.inPanel<boolean>(`${explanation} !== null`), 'the explanation again');
    expect(await scrolled()).toBe(120);
    await showCase(driver, 'error-response-without-allow-origin');
    expect(await scrolled()).toBe(0);
  });

  it('says that a filter hides what failed', async () => {
    await showAll(driver);
    await driver.inPanel(`document.querySelector('.bar .close').click()`);
    await until(async () => (await text('.summary-line')).includes('failed requests'), 'the sum');
    await driver.inPanel(`document.querySelector('.chip.allowed').click()`);
    await until(
      async () => (await text('.summary-line')).includes('The filter hides 3 failed requests.'),
      'what is hidden',
    );
    expect(await text('.summary-line')).not.toContain('No request failed');
    await driver.click('.summary-line .link');
    await until(async () => !(await text('.summary-line')).includes('hides'), 'all of it');
  });

  it('leads to the Network panel and to the line that made the request, where the browser has a way', async () => {
    await showCase(driver, 'preflight-all-wrong');
    const links = `[...document.querySelectorAll('.whence button')].map(({ textContent }) => textContent)`;
    if (engine === 'firefox') {
      expect(await driver.inPanel(links)).toEqual([]);
      return;
    }
    expect(await driver.inPanel(links)).toEqual([expect.stringMatching(/^lab\.js:\d+$/), 'Show in Network']);
    for (const [link, panel] of [
      ['.to-network', 'network'],
      ['.to-source', 'sources'],
    ] as const) {
      await driver.click(link);
      await until(async () => (await driver.panelInFront()) === panel, `the panel ${panel}`);
      await driver.showPanel();
    }
  });

  it('keeps what it saw when the page is loaded anew', async () => {
    await driver.goto(lab.page);
    await showAll(driver);
    await until(async () => (await text('.row.group')).includes('before the reload'), 'the divider');
    expect((await showCase(driver, 'preflight-all-wrong')).problems).toHaveLength(3);
  });

  it('says of what is from before a reload that something newer fails, and leads to it', async () => {
    await driver.evaluate(`lab.runAll(['preflight-all-wrong'])`);
    const before = await until(async () => (await text('.from-before')) || null, 'the line');
    expect(before).toBe('This is from before the page was loaded again. Show the newest failure');
    await driver.click('.from-before .link');
    await until(async () => (await text('.from-before')) === '', 'the newest');
    expect(await text('.explanation h1')).toContain('The server allows');
  });

  it('empties the list when the page is loaded anew, unless the log is preserved', async () => {
    const preserve = '.check[title^="Keep requests"] input';
    const blocked = (count: number): Promise<boolean> =>
      until(async () => (await text('.chip.blocked b')) === `${count}`, `${count} blocked requests`);
    await showAll(driver);
    await driver.click(preserve);
    await driver.goto(lab.page);
    await blocked(0);
    await makeRequests();
    await blocked(2);
    expect(await driver.inPanel<boolean>(`${explanation} !== null`)).toBe(true);

    await driver.click(preserve);
    await driver.goto(lab.page);
    await makeRequests();
    await blocked(4);
    await driver.click('.tools .check input');
    const dividers = await until(async () => {
      const found = await driver.inPanel<readonly string[]>(
        `[...document.querySelectorAll('.row.navigation')].map(({ textContent }) => textContent)`,
      );
      return found.length > 0 && found;
    }, 'the divider');
    expect(dividers).toEqual([expect.stringMatching(/^Page loaded \d\d:\d\d:\d\d$/)]);
    await driver.click('.tools .check input');
  });

  it('lets its text be selected with the mouse, and rows be clicked nevertheless', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    const picker = `document.querySelector('select[aria-label="Server"]')`;
    await until(() => driver.inPanel<boolean>(`${picker} !== null`), 'the configuration');
    await driver.inPanel(`(() => {
      ${picker}.value = 'nginx';
      ${picker}.dispatchEvent(new Event('change', { bubbles: true }));
      return null;
    })()`);
    const other = '.row.flow:not([aria-selected=true])';
    for (const selector of [
      '.explanation h1',
      '.compare dd code',
      '.problem p',
      '.diff-line.needed code',
      '.snippet code',
      '.header dd code',
      `${other} .path .tail`,
    ]) {
      await until(async () => (await text(selector)) !== '', selector);
      const whole = await text(selector);
      await driver.drag(selector);
      const selected = await until(
        () => driver.inPanel<string | null>(`getSelection().toString().trim() || null`),
        selector,
      );
      expect(whole.trim().slice(0, selected.length), selector).toBe(selected);
      expect(selected.length, selector).toBeGreaterThan(1);
      await driver.inPanel(`(() => { getSelection().removeAllRanges(); return null; })()`);
    }
    const id = await driver.inPanel<string>(`document.querySelector('${other}').id`);
    await driver.click(`#${id}`);
    await until(
      () => driver.inPanel<boolean>(`document.querySelector('#${id}[aria-selected=true]') !== null`),
      'the row',
    );
  });

  /** Rows that the list has, seen or not. */
  const rows = (): Promise<number> =>
    driver.inPanel<number>(`document.querySelector('.canvas').offsetHeight / 22`);

  it('shows only the outcomes whose chips are pressed', async () => {
    const signs = (): Promise<string> =>
      driver.inPanel<string>(
        `[...new Set([...document.querySelectorAll('.row.flow .sign')].map(({ classList }) => classList[1]))].sort().join()`,
      );
    await showAll(driver);
    // What was under way when the page was loaded anew may be unknown.
    await until(async () => /^allowed,blocked,failed,(?:unknown,)?warning$/.test(await signs()), 'all');
    await driver.click('.chip.failed');
    await until(async () => (await signs()) === 'failed', 'those that failed');
    await driver.click('.chip.failed');
  });

  it('pauses, and shows afterwards what has come meanwhile', async () => {
    const before = await rows();
    await driver.click('[aria-label=Pause]');
    await makeRequests();
    await until(async () => /Paused, \d+ new/.test(await text('.paused')), 'what waits');
    expect(await rows()).toBe(before);
    await driver.click('[aria-label=Pause]');
    await until(async () => (await rows()) > before, 'what has waited');
  });

  it('follows the newest request unless scrolled away', async () => {
    const list = `document.querySelector('.rows')`;
    await driver.click('.tools .check input');
    await driver.screenshot(join(PICTURES, `${engine}-list.png`), { width: 1200, height: 200 });
    const isAtEnd = `${list}.scrollTop > 0 && ${list}.scrollTop + ${list}.clientHeight >= ${list}.scrollHeight - 4`;
    await driver.inPanel(`(() => { ${list}.scrollTop = ${list}.scrollHeight; return null; })()`);
    const before = await rows();
    await makeRequests();
    await until(async () => (await rows()) > before, 'more requests');
    await until(() => driver.inPanel<boolean>(isAtEnd), 'the newest');
    await driver.inPanel(`(() => { ${list}.scrollTop = 0; return null; })()`);
    const then = await rows();
    await makeRequests();
    await until(async () => (await rows()) > then, 'still more requests');
    expect(await driver.inPanel<number>(`${list}.scrollTop`)).toBe(0);
  });

  it('keeps its settings when DevTools are closed', async () => {
    const isGrouped = `document.querySelector('.tools .check input').checked`;
    expect(await driver.inPanel<boolean>(isGrouped)).toBe(false);
    await driver.closeDevTools();
    await driver.showPanel();
    await showAll(driver);
    expect(await driver.inPanel<boolean>(isGrouped)).toBe(false);
    await driver.click('.tools .check input');
    await makeRequests();
    await showAll(driver);
  });

  it('loads the page anew from the empty list', async () => {
    const began = (): Promise<number | null> =>
      driver.evaluate<number | null>(`typeof lab === 'undefined' ? null : performance.timeOrigin`);
    const before = await began();
    // Again, where something came in late.
    const clearOrReload = `(() => {
      const button = document.querySelector('.empty .button.strong');
      if (button === null) document.querySelector('[aria-label=Clear]').click();
      button?.click();
      return button !== null;
    })()`;
    await until(() => driver.inPanel<boolean>(clearOrReload), 'the button');
    // While it goes nothing can be asked.
    await until(async () => {
      const now = await began().catch(() => null);
      return now !== null && now !== before;
    }, 'the page anew');
    await makeRequests();
  });

  it.each(['preflight-all-wrong', 'pass-redirect', 'redirect-to-login', 'server-unreachable'])(
    'fits from 400 to 2000 pixels, and docked low, with %s explained',
    async (id) => {
      const picture = (width: number, height: number): Promise<void> =>
        driver.screenshot(join(PICTURES, `${id}-${engine}-${width}-${height}.png`), { width, height });
      await driver.evaluate(`lab.runAll(['${id}'])`);
      await picture(1200, 800);
      await showCase(driver, id);
      await showAll(driver);
      for (const [width, height] of [
        [400, 860],
        [550, 860],
        [2000, 900],
        [1200, 200],
        [550, 200],
        [400, 200],
      ] as const) {
        await picture(width, height);
        const { toolbar, pane } = await driver.inPanel<Record<'toolbar' | 'pane', number>>(`({
          toolbar: document.querySelector('.toolbar').offsetHeight,
          pane: document.querySelector('.explanation').offsetHeight,
        })`);
        expect([width, height, ...(await misfits(driver))]).toEqual([width, height]);
        expect(toolbar).toBeLessThan(60);
        expect(pane).toBeGreaterThan(60);
      }
    },
  );

  it('shows selection, signs and marks in high contrast, too', async () => {
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    await driver.inPanel(`document.querySelector('.chip.blocked').click()`);
    await driver.setHighContrast(true);
    const seen = await driver.inPanel<Readonly<Record<string, readonly [string, string]>>>(`(() => {
      const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
      const page = of('body', 'backgroundColor');
      return {
        selected: [of('.flow[aria-selected=true]', 'backgroundColor'), page],
        selectedText: [of('.flow[aria-selected=true]', 'backgroundColor'), of('.flow[aria-selected=true] .path', 'color')],
        selectedSign: [of('.flow[aria-selected=true] .disc', 'fill'), of('.flow[aria-selected=true] .glyph', 'stroke')],
        sign: [of('.explanation h1 .disc', 'fill'), page],
        signGlyph: [of('.explanation h1 .disc', 'fill'), of('.explanation h1 .glyph', 'stroke')],
        pressed: [of('.chip[aria-pressed=true]', 'backgroundColor'), of('.chip[aria-pressed=false]', 'backgroundColor')],
        tab: [of('.tabs [aria-selected=true]', 'borderBottomColor'), of('.tabs [aria-selected=false]', 'borderBottomColor')],
        passed: [of('.leg.passed .wire', 'borderTopColor'), page],
        broken: [of('.leg.broken .wire', 'borderTopColor'), page],
        lifeline: [of('.lifeline', 'backgroundColor'), page],
        mark: [of('mark.found', 'outlineStyle'), 'none'],
        guilty: [of('.guilty', 'outlineStyle'), 'none'],
        problem: [of('.problem', 'borderTopStyle'), 'none'],
        number: [of('.number', 'color'), of('.number', 'backgroundColor')],
      };
    })()`);
    await driver.inPanel(`document.querySelector('.chip.blocked').click()`);
    await showCase(driver, 'pass-preflighted');
    const tick = await driver.inPanel<readonly [string, string]>(`(() => {
      const row = document.querySelector('.flow[aria-selected=true]');
      return [getComputedStyle(row).backgroundColor, getComputedStyle(row.querySelector('.line')).stroke];
    })()`);
    await driver.screenshot(join(PICTURES, `${engine}-contrast.png`), { width: 1200, height: 800 });
    // Firefox has the colours of a selection from the system's theme, whatever contrast they have.
    const findings = engine === 'chromium' ? await axeFindings(driver) : [];
    await driver.setHighContrast(false);
    const unseen = Object.entries({ ...seen, tick }).filter(([, [one, other]]) => one === other);
    expect(unseen).toEqual([]);
    expect(findings).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no accessibility finding, %s, at both widths', async (theme) => {
    await driver.setTheme(theme);
    await makeRequests();
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    expect(await driver.inPanel<string>(`document.documentElement.dataset.theme`)).toBe(theme);
    for (const [state, reach] of STATES) {
      await reach(driver);
      expect([state, ...(await axeFindings(driver))]).toEqual([state]);
    }
    await makeRequests();
    await showCase(driver, 'preflight-all-wrong');
    await showAll(driver);
    for (const width of [550, 1200]) {
      await driver.screenshot(join(PICTURES, `${engine}-${theme}-${width}.png`), { width, height: 800 });
      expect(await axeFindings(driver)).toEqual([]);
    }
  });
});
