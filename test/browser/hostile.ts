/** Text that wants to be more than text, and a look for what it did. */
import { until, type Driver } from '../../scripts/browsers/driver.ts';

/** Each in its own way would show that it was taken for markup or code. */
export const HOSTILE = [
  `<x-hostile><img src="x:" onerror="window.hostile=1"></x-hostile>`,
  `"><script>window.hostile=1</script><x-hostile a="`,
  `'-window.hostile=1-' onmouseover='window.hostile=1'`,
  'javascript:window.hostile=1',
  '{{constructor.constructor("window.hostile=1")()}} ${window.hostile=1}',
  '`</code></pre><x-hostile>`',
  '\u202Edrawkcab\u2066 \u061C\u200B\uFEFF\u2028 \u0000\u001B[31m',
  'W'.repeat(5000),
] as const;

/** A word that stands in each value, so that it is found again. */
export const WORD = 'x-hostile';

/**
 * An expression for the document of the panel: what hostile text did there that text does not do. Of an element that scrolls by
 * itself what is inside may be wider.
 */
const HARM = `(() => {
  const harm = [];
  if ('hostile' in window) harm.push('something was executed');
  for (const element of document.querySelectorAll('x-hostile, img, iframe, object, embed, body script, [onerror], [onmouseover]'))
    harm.push('an element: ' + element.outerHTML.slice(0, 100));
  for (const link of document.querySelectorAll('[href], [src]'))
    if (/^\\s*javascript:/i.test(link.getAttribute('href') ?? link.getAttribute('src'))) harm.push('a link: ' + link.outerHTML.slice(0, 100));
  const unseen = /[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2069\\uFEFF]/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const texts = node.nodeType === 3 ? [node.data] : node.nodeType === 1 ? [...node.attributes].map(({ value }) => value) : [];
    for (const text of texts) if (unseen.test(text)) harm.push('a character that is not seen: ' + JSON.stringify(text.slice(0, 100)));
  }
  // Inside of what scrolls or cuts off by itself all is well.
  const isKept = (element) => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
      if (!outer.matches('.explanation, .rows') && getComputedStyle(outer).overflowX !== 'visible') return true;
    return false;
  };
  for (const element of document.body.querySelectorAll('*')) {
    const { left, right, width, height } = element.getBoundingClientRect();
    if (width > 1 && height > 1 && (left < -1 || right > innerWidth + 1) && !isKept(element))
      harm.push('beyond the window: ' + element.tagName + '.' + element.className + ' ' + Math.round(left) + ' to ' + Math.round(right) + ' of ' + innerWidth + ': ' + element.textContent.slice(0, 40));
  }
  if (document.body.textContent.trim() === '') harm.push('nothing is shown');
  return harm;
})()`;

/** Opens each request in the list and each of its tabs, and gathers what the text did there. By keys: the list has only the rows in sight. */
export async function walk(
  driver: Pick<Driver, 'inPanel'>,
): Promise<{ readonly harm: readonly string[]; readonly text: string; readonly requests: number }> {
  await until(() => driver.inPanel<boolean>(`document.querySelector('.row.flow') !== null`), 'the list');
  return driver.inPanel(`(async () => {
    const harm = [];
    let text = document.body.textContent;
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const rows = document.querySelector('.rows');
    const press = (key) => rows.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const seen = new Set();
    for (let key = 'Home'; ; key = 'ArrowDown') {
      press(key);
      await painted();
      const row = rows.querySelector('.row.active');
      if (seen.has(row.id)) break;
      seen.add(row.id);
      if (!row.matches('.flow')) continue;
      const at = row.title.slice(0, 40);
      for (const { id } of document.querySelectorAll('[role=tab]')) {
        document.getElementById(id)?.click();
        await painted();
        for (const button of document.querySelectorAll('.explanation [aria-expanded=false]')) button.click();
        await painted();
        text += document.querySelector('.explanation').textContent;
        for (const what of ${HARM}) if (!harm.some((known) => known.endsWith(what))) harm.push(at + ' ' + id + ': ' + what);
      }
    }
    const requests = [...seen].filter((id) => id.startsWith('row-flow')).length;
    return { harm: [...new Set(harm)].slice(0, 20), text, requests };
  })()`);
}

/** A recording with such text in every field that holds any, among entries that are none, and one that is as it should be. */
export function hostileRecording(): string {
  const entries = HOSTILE.flatMap((text, at) => {
    const rows = [
      { name: 'Access-Control-Allow-Origin', value: text, comment: text },
      { name: 'Access-Control-Allow-Headers', value: text },
      { name: 'Server', value: text },
      { name: 'Location', value: text },
      { name: text, value: text },
      { name: 'X-Hostile', value: text },
    ];
    const url = `https://api.example/${encodeURI(text.slice(0, 3000)).replaceAll('?', '%3F')}?${text}`;
    return ['GET', text, 'PUT'].map((method, nth) => ({
      startedDateTime: nth === 2 ? text : new Date(1_764_000_000_000 + at * 1000 + nth).toISOString(),
      time: 5,
      pageref: text,
      comment: text,
      connection: text,
      serverIPAddress: text,
      _resourceType: text,
      _initiator: {
        type: text,
        url: text,
        lineNumber: 1,
        stack: { callFrames: [{ url: text, functionName: text }] },
      },
      request: {
        method,
        url,
        httpVersion: text,
        comment: text,
        headers: [{ name: 'Origin', value: nth === 1 ? text : 'https://app.example' }, ...rows],
        queryString: rows,
        cookies: rows,
        postData: { mimeType: text, text },
      },
      response: {
        status: nth === 1 ? text : 200,
        statusText: text,
        httpVersion: text,
        comment: text,
        headers: rows,
        cookies: rows,
        content: { mimeType: text, text },
        redirectURL: text,
        _error: nth === 2 ? text : 'net::ERR_FAILED',
      },
    }));
  });
  const good = {
    startedDateTime: '2026-11-24T10:00:00.000Z',
    time: 5,
    request: {
      method: 'GET',
      url: 'https://good.example/orders',
      headers: [{ name: 'Origin', value: 'https://app.example' }],
    },
    response: {
      status: 200,
      headers: [{ name: 'Access-Control-Allow-Origin', value: 'https://app.example/' }],
      _error: 'net::ERR_FAILED',
    },
  };
  const broken = [null, 7, 'x', [], {}, { request: null }, { request: { method: 1, url: 2 } }];
  const [text] = HOSTILE;
  return JSON.stringify({
    log: {
      version: text,
      comment: text,
      creator: { name: text, version: text, comment: text },
      browser: { name: 'Chrome', version: text },
      pages: HOSTILE.map((one) => ({ id: one, title: one, comment: one, startedDateTime: one })),
      entries: [...broken, ...entries, ...broken, good],
    },
  });
}

/** How many entries of it can be read, and how many can't. */
export const READ = HOSTILE.length * 3 + 1;
export const UNREAD = 14;
