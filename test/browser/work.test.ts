/** What people do with a request once it is explained: check, try again, share; and what they do with a file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, until, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { build, extensionDirectory } from '../../scripts/build.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';
import { capturedExchanges, examineCases } from '../../scripts/lab/observe.ts';
import { closeExplanation, dropFile, openTab, showAll, showCase } from '../../scripts/lab/panel.ts';
import { readHar } from '../../src/har/file.ts';
import { writeHar } from '../../src/har/write.ts';
import type { Report } from '../../src/report/report.ts';
import { axeFindings } from './axe.ts';

const TRIED = 'allow-origin-trailing-slash';
const UNSAFE = 'preflight-all-wrong';
const COOKIES = 'allow-origin-wildcard-with-credentials';
const IDS = [TRIED, UNSAFE, COOKIES, 'preflight-405-bare', 'pass-preflighted'];

describe.each<Engine>(['chromium', 'firefox'])('in %s', (engine) => {
  let lab: Lab;
  let driver: Driver;

  beforeAll(async () => {
    await Promise.all([build(), ensureBrowser(engine)]);
    lab = await startLab();
    driver = await launchBrowser(engine, { extension: extensionDirectory, hosts: LAB_HOSTS, headless: true });
    await driver.goto(lab.page);
    await driver.showPanel();
    await driver.evaluate(`lab.runAll(${JSON.stringify(IDS)})`);
    await examineCases(driver, IDS);
  });

  afterAll(async () => {
    await driver?.close();
    await lab?.close();
  });

  const text = (selector: string): Promise<string> =>
    driver.inPanel<string>(`document.querySelector('${selector}')?.textContent ?? ''`);
  const is = (selector: string): Promise<boolean> =>
    driver.inPanel<boolean>(`document.querySelector('${selector}') !== null`);
  const says = async (selector: string, words: string): Promise<string> =>
    until(async () => {
      const found = await text(selector);
      return found.includes(words) && found;
    }, `“${words}” in ${selector}`);
  const tryAgain = async (): Promise<void> => driver.click('.actions .try-again');

  /** Presses a button of the explanation that copies, and returns what the clipboard was given. */
  const copied = async (press: () => Promise<void>): Promise<string> => {
    await driver.inPanel(`(() => {
      window.copied = null;
      navigator.clipboard.writeText = (text) => {
        window.copied = text;
        return Promise.resolve();
      };
      return null;
    })()`);
    await press();
    return until(() => driver.inPanel<string | null>('window.copied'), 'the copy');
  };
  const choose = async (item: string): Promise<void> => {
    await driver.click('.menu > button');
    await until(() => is('[role=menu]'), 'the menu');
    await driver.inPanel(
      `[...document.querySelectorAll('[role=menuitem]')].find((one) => one.textContent.includes('${item}')).click()`,
    );
  };

  it('goes through the checklist', async () => {
    await showCase(driver, 'preflight-405-bare');
    await openTab(driver, 'checklist');
    const states = await driver.inPanel<Readonly<Record<string, string>>>(
      `Object.fromEntries([...document.querySelectorAll('.checklist > li')].map((item) => [item.querySelector('h3').firstChild.textContent, item.className]))`,
    );
    expect(states).toMatchObject({
      'Read the exact message': 'passed',
      'Look at the OPTIONS request (preflight)': 'failed',
      'Check whether the server failed first': 'not-applicable',
      'Call the final URL, not one that redirects': 'passed',
    });
    expect(await text('.checklist')).toContain('Status: 405');
    expect(await axeFindings(driver)).toEqual([]);
  });

  it('says that nothing has changed while the server is as it was', async () => {
    await showCase(driver, TRIED);
    await tryAgain();
    const strip = await says('.course-strip', 'Nothing changed');
    expect(strip).toContain(
      `still sends Access-Control-Allow-Origin: ${lab.withPorts('http://app.example.com:5173')}/`,
    );
    expect(strip).toContain('Did you restart the server? Is the response cached?');
    // It has none.
    expect(strip).not.toContain('preflight');
  });

  it('says since when it is fixed, and which header changed', async () => {
    lab.mend(TRIED);
    await tryAgain();
    await says('.course-strip.passed', 'Fixed since');
    const origin = lab.withPorts('http://app.example.com:5173');
    expect(await text('.course-strip .changes')).toContain(`Access-Control-Allow-Origin ${origin}/`);
    expect(await text('.explanation h1')).toContain('The page could read this response');
    expect(await text('.row.group .fixed')).toContain('fixed');

    await driver.click('.course-strip .link');
    await until(() => is('.attempts'), 'the attempts');
    const lines = await driver.inPanel<readonly string[]>(
      `[...document.querySelectorAll('.attempts .attempt')].map(({ textContent }) => textContent.replace(/[0-9:]{8}/, ''))`,
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('Allowed');
    expect(lines[1]).toMatch(/^Allowed origin ends with a slash\d times$/);
    expect(await axeFindings(driver)).toEqual([]);
  });

  it('asks before it repeats what may change something', async () => {
    await showCase(driver, UNSAFE);
    const before = (await capturedExchanges(driver)).length;
    await tryAgain();
    await says('.confirm', 'PUT may change something on the server. It is sent without a body');
    expect(await axeFindings(driver)).toEqual([]);
    await driver.press('Escape');
    await until(() => is('.try-again'), 'the button again');
    expect((await capturedExchanges(driver)).length).toBe(before);

    await tryAgain();
    await until(() => is('.confirm .strong'), 'the question');
    await driver.click('.confirm .strong');
    await says('#tab-attempts', '(2)');
    const exchanges = await capturedExchanges(driver);
    const asked = exchanges.filter(({ method, url }) => method === 'OPTIONS' && url.includes(UNSAFE));
    const names = asked.map(
      ({ requestHeaders }) => requestHeaders.find(([name]) => /request-headers/i.test(name))?.[1],
    );
    expect(new Set(names)).toEqual(new Set(['content-type,x-request-id']));
  });

  it('copies a flow as Markdown for the back end, without cookies', async () => {
    await showCase(driver, COOKIES);
    const markdown = await copied(() => driver.click('.actions .copy-markdown'));
    expect(markdown).toContain(': blocked by CORS');
    expect(markdown).toContain(
      `+ Access-Control-Allow-Origin: ${lab.withPorts('http://app.example.com:5173')}`,
    );
    expect(markdown).toContain('Redacted: `Cookie`.');
    expect(markdown).not.toContain('session=1');
    await says('.actions', 'Copied. Redacted: Cookie.');
    await showCase(driver, TRIED);
    expect(await text('.actions .passing')).toBe('');
  });

  it('says what it copied without moving what stands below', async () => {
    await showCase(driver, UNSAFE);
    const below = `document.querySelector('.explanation h1').getBoundingClientRect().top`;
    const before = await driver.inPanel<number>(below);
    await copied(() => driver.click('.actions .copy-curl'));
    await says('.actions .passing', 'Copied the preflight');
    expect(await driver.inPanel<number>(below)).toBe(before);
  });

  it('copies as curl what the browser refused: what it never sent, nobody sends by pasting', async () => {
    const copyCurl = () => copied(() => driver.click('.actions .copy-curl'));
    await showCase(driver, COOKIES);
    const request = await copyCurl();
    expect(request).toMatch(new RegExp(`^curl -i 'http://[^ ]*/case=${COOKIES}/`));
    expect(request).toContain(`-H 'Cookie: session=REDACTED'`);
    await says('.actions', 'Copied the request for sh, bash, zsh. Redacted: Cookie.');

    await showCase(driver, UNSAFE);
    const preflight = await copyCurl();
    expect(preflight).toMatch(new RegExp(`^curl -i -X OPTIONS 'http://[^ ]*/case=${UNSAFE}/`));
    expect(preflight).toContain(`-H 'Access-Control-Request-Method: PUT'`);
    expect(preflight).not.toContain('-X PUT');
    await says('.actions', 'Copied the preflight for sh, bash, zsh. Nothing had to be redacted.');

    await openTab(driver, 'reproduce');
    await until(() => is('.reproduce'), 'the commands');
    await driver.inPanel(`document.querySelectorAll('.reproduce [name=shell]')[1].click()`);
    expect(await copyCurl()).toMatch(/^curl\.exe -i -X OPTIONS /);
    await says('.actions', 'Copied the preflight for PowerShell.');
    await driver.inPanel(`document.querySelectorAll('.reproduce [name=shell]')[0].click()`);
    await openTab(driver, 'headers');
  });

  it('copies the list, as filtered, as Markdown and as JSON', async () => {
    await showAll(driver);
    const markdown = await copied(() => choose('as Markdown'));
    expect(markdown).toMatch(/^## \d+ requests: /);
    expect(markdown).toContain('### Allowed origin ends with a slash');
    await showCase(driver, UNSAFE);
    const report = JSON.parse(await copied(() => choose('as JSON'))) as Report & {
      readonly redacted: readonly string[];
    };
    expect([report.version, report.summary.flows]).toEqual([1, 2]);
    expect(report.flows[0]?.diagnoses[0]?.rule).toBe('allow-origin-trailing-slash');
    expect(report.redacted).toEqual([]);
  });

  it('saves the session as a HAR that holds the same, without cookies', async () => {
    await driver.inPanel(`(() => {
      window.saved = null;
      const create = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        void blob.text().then((text) => (window.saved = text));
        URL.createObjectURL = create;
        return 'about:blank#';
      };
      HTMLAnchorElement.prototype.click = () => undefined;
      return null;
    })()`);
    await choose('HAR file');
    const saved = await until(() => driver.inPanel<string | null>('window.saved'), 'the file');
    expect(saved).not.toContain('session=1');
    const { exchanges, rejected } = readHar(saved);
    expect(rejected).toEqual([]);
    const seen = await capturedExchanges(driver);
    expect(exchanges.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(
      seen.map(({ method, url }) => `${method} ${url}`).toSorted(),
    );
  });

  it('says so where the browser reports nothing of the new attempt', async () => {
    await showCase(driver, COOKIES);
    await driver.inPanel(`(() => {
      const { source } = window.whycors;
      window.realRepeat = source.repeat;
      source.repeat = async () => 'sent';
      return null;
    })()`);
    await tryAgain();
    await says('.actions', 'Sent. The new attempt is shown when it ends.');
    await says('.actions', 'the browser has not reported it within 10 seconds');
    await driver.inPanel(`(() => { window.whycors.source.repeat = window.realRepeat; return null; })()`);
  });

  it('does not repeat a request from another page than its own', async () => {
    await driver.goto(lab.page.replace('app.example.com', '127.0.0.1'));
    await showCase(driver, COOKIES);
    await tryAgain();
    await says('.actions', 'Not sent: a different page is open now.');
  });

  /** States that a large file and a bad one lead to, and the tab that has text fields; a file is open already. */
  const findingsWithFile = async (): Promise<readonly string[]> => {
    const findings: string[] = [];
    const look = async (): Promise<void> => void findings.push(...(await axeFindings(driver)));
    await openTab(driver, 'reproduce');
    await until(() => is('.reproduce'), 'the commands');
    await look();
    await dropFile(driver, 'notes.txt', 'Not a recording.');
    await says('.banner.bad', 'notes.txt can’t be opened');
    await look();
    await driver.click('.banner.bad .button');
    // A reader that never ends.
    await driver.inPanel(`(() => {
      window.RealWorker = Worker;
      window.Worker = class extends EventTarget { postMessage() {} terminate() {} };
      return null;
    })()`);
    await dropFile(driver, 'large.har', '{}');
    await until(() => is('.banner progress'), 'the progress');
    await look();
    await driver.click('.banner:has(progress) .button');
    await driver.inPanel(`(() => { window.Worker = RealWorker; return null; })()`);
    return findings;
  };

  describe('with a file', () => {
    const banner = (words: string): Promise<string> => says('.banner', words);

    it('shows its requests, and what it leaves out', async () => {
      const recording = (await capturedExchanges(driver))
        .filter(({ url, method }) => url.includes(UNSAFE) && method !== 'OPTIONS')
        .map((exchange) => ({ ...exchange, producer: 'other' as const }));
      await dropFile(driver, 'page.har', writeHar(recording, '1.50').replace('"Why CORS?"', '"Playwright"'));
      await banner('page.har: 2 requests, saved by Playwright.');
      expect(await text('.banner')).toContain('Playwright does not record preflights');
      expect(await is('.try-again')).toBe(false);
      expect(await is('[aria-label=Pause]')).toBe(false);
    });

    it('explains what it holds as if it had been seen', async () => {
      const recording = await capturedExchanges(driver);
      await dropFile(driver, 'all.har', writeHar(recording, '1'));
      await banner(`all.har: ${recording.length} requests, saved by Why CORS?.`);
      expect((await showCase(driver, UNSAFE)).headline).toContain('The server allows');
      for (const tab of ['headers', 'checklist', 'attempts', 'steps', 'names']) {
        await openTab(driver, tab);
        expect(await axeFindings(driver)).toEqual([]);
      }
      expect(await findingsWithFile()).toEqual([]);
      await closeExplanation(driver);
      expect(await axeFindings(driver)).toEqual([]);
    });

    it('says of something else why it can’t be opened, and keeps what is shown', async () => {
      await dropFile(driver, 'notes.txt', 'Not a recording.');
      await says('.banner.bad', 'notes.txt can’t be opened: it is not JSON');
      await says('.banner:not(.bad)', 'all.har:');
      await driver.click('.banner.bad .button');
    });

    it('says what it leaves out of more than it keeps in memory', async () => {
      await driver.inPanel(`(() => {
        const dataTransfer = new DataTransfer();
        const allows = {
          'Access-Control-Allow-Origin': 'https://app.example.com',
          'Access-Control-Allow-Credentials': 'true',
          Vary: 'Origin',
        };
        const list = (headers) => Object.entries(headers).map(([name, value]) => ({ name, value }));
        const entries = Array.from({ length: 20_500 }, (_, n) => ({
          startedDateTime: new Date(1e12 + n * 1000).toISOString(),
          time: 1,
          request: { method: 'GET', url: 'https://api.example.com/' + n, headers: list({ Origin: 'https://app.example.com' }) },
          response: { status: 200, headers: list(n === 0 ? {} : allows) },
        }));
        dataTransfer.items.add(new File([JSON.stringify({ log: { entries } })], 'long.har'));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        return null;
      })()`);
      await banner('long.har: 20500 requests.');
      const said = await says('.banner.dropped', 'requests that passed. whycors check on the command line');
      const [, left = ''] = /^To save memory, the list leaves out (2,[0-9]{3}) /.exec(said) ?? [said];
      await until(
        async () => (await text('.chip.allowed b')) === `${20_499 - Number(left.replace(',', ''))}`,
        'the rest in the list',
      );
      expect(await text('.chip.blocked b')).toBe('1');
      expect(await axeFindings(driver)).toEqual([]);
      await dropFile(driver, 'all.har', writeHar(await capturedExchanges(driver), '1'));
      await banner('all.har:');
    });

    it('can be cancelled while a large one is read', async () => {
      await driver.inPanel(`(() => {
        const dataTransfer = new DataTransfer();
        const entries = Array(400_000).fill('{"request":{"method":"GET","url":"https://api.example.com/orders","headers":[]}}');
        dataTransfer.items.add(new File(['{"log":{"entries":[', entries.join(','), ']}}'], 'large.har'));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        return null;
      })()`);
      await until(() => is('.banner progress'), 'the progress');
      await driver.click('.banner:has(progress) .button');
      await until(async () => !(await is('.banner progress')), 'the end');
      await says('.banner', 'all.har:');
    });

    it('gives way to the page again', async () => {
      await driver.click('.banner .button');
      await until(async () => !(await is('.banner')), 'the page');
      expect((await showCase(driver, COOKIES)).headline).toContain('*');
      expect(await is('.try-again')).toBe(true);
    });
  });

  it('lists the keys at ?', async () => {
    await driver.inPanel(`document.querySelector('.rows').focus()`);
    await driver.press('?');
    await says('dialog[open]', 'Go to the filter');
    expect(await axeFindings(driver)).toEqual([]);
    await driver.press('Escape');
    await until(async () => !(await is('dialog[open]')), 'the keys to close');
  });

  it('has no accessibility finding in the dark', async () => {
    const recording = await capturedExchanges(driver);
    await driver.setTheme('dark');
    await showAll(driver);
    await dropFile(driver, 'all.har', writeHar(recording, '1'));
    await says('.banner', 'all.har:');
    await showCase(driver, TRIED);
    for (const tab of ['headers', 'checklist', 'attempts', 'steps']) {
      await openTab(driver, tab);
      expect(await axeFindings(driver)).toEqual([]);
    }
    expect(await findingsWithFile()).toEqual([]);
  });
});
