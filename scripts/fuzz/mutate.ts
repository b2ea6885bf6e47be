/** Damage to recordings: what a careless exporter, a cut-off download or an attacker would make of one. */
import { catalogue } from '../../src/diagnosis/catalogue.ts';
import { exampleOf, exchangesOfExample } from '../../src/diagnosis/example.ts';
import { writeHar } from '../../src/har/write.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import { recordingText } from '../bench/recording.ts';
import type { Random } from '../differential/random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Whole recordings to begin with: the rules' examples, as three browsers would have saved them, and the benchmark's. */
export function seedRecordings(): readonly string[] {
  const seeds = [recordingText(40)];
  for (const { id } of catalogue) {
    for (const producer of ['chromium', 'firefox', 'webkit', 'other'] as const) {
      const own = (exchange: Exchange): Exchange => ({ ...exchange, producer });
      seeds.push(writeHar(exchangesOfExample(exampleOf(id).broken, 'refused').map(own), '1'));
    }
  }
  return seeds;
}

/** A recording with some damage done to it, as text. Most of the time it is still JSON. */
export function mutated(seeds: readonly string[], random: Random): string {
  const har = JSON.parse(random.pick(seeds)) as Json;
  const entries = entriesOf(har);
  for (let left = random.below(3); left > 0; left--) {
    const more = entriesOf(JSON.parse(random.pick(seeds)) as Json);
    if (more.length > 0) entries.push(random.pick(more));
  }
  for (let left = 1 + random.below(12); left > 0; left--) damage(har, random);
  const text = JSON.stringify(har);
  if (!random.chance(0.03)) return text;
  const at = random.below(text.length);
  return random.chance(0.5) ? text.slice(0, at) : text.slice(0, at) + random.pick(WORDS) + text.slice(at + 1);
}

function entriesOf(har: Json): Json[] {
  const log = (har as { log?: { entries?: Json } } | null)?.log;
  return Array.isArray(log?.entries) ? log.entries : [];
}

const NAMES = [
  'Access-Control-Allow-Origin',
  'access-control-allow-credentials',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Methods',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Origin',
  'Location',
  'Vary',
  'Cookie',
  'Set-Cookie',
  'Authorization',
  'Content-Type',
  'Range',
  'Referer',
  'Sec-Fetch-Mode',
  'Host',
  'Server',
  '__proto__',
  'constructor',
];

const WORDS = [
  ...[
    '',
    ' ',
    '\0',
    '\n',
    '\r\n',
    '\t',
    '"',
    "'",
    '`',
    '\\',
    '\uD800',
    '\uDFFF',
    '\u202E',
    '😀',
    '\u00E9',
    '\uFEFF',
  ],
  ...[
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    'javascript:alert(1)',
    '%',
    '%zz',
    '%00',
  ],
  ...['*', 'null', 'true', 'TRUE', 'undefined', 'NaN', '-0', '1e999', '0x10', '99999999999999999999', '-1'],
  ...[
    'GET',
    'get',
    'OPTIONS',
    'PATCH',
    'patch',
    'CONNECT',
    'HEAD',
    'G E T',
    'net::ERR_FAILED',
    'net::ERR_ABORTED',
    'net::',
  ],
  ...[
    'http://',
    'https://',
    'http://[',
    'http://[::1]:99999/',
    'https://a@b:c@d/',
    'ws://a/',
    'data:,x',
    'blob:null/x',
  ],
  ...[
    'http://app.example.com:5173',
    'http://api.example.com:8000/orders',
    'https://xn--/',
    'file:///etc/passwd',
    '//x',
    '?',
  ],
  ...[
    '2026-01-05T09:00:00.000Z',
    '9999-99-99',
    '+275760-09-13T00:00:00.000Z',
    '-271821-04-20T00:00:00.000Z',
    '0',
    'yesterday',
  ],
  ...[
    'a,b',
    ', ,',
    'a;b=c',
    '; =',
    'Bearer x',
    'bytes=0-',
    'bytes=99999999999999999999999-1',
    'text/plain;',
    'a/b;c="',
  ],
];

const ODD: readonly Json[] = [
  ...[null, true, false, 0, -1, 1e308, -1e308, 5e-324, 1.5, 301, 302, 307, 204, 999, 1000, 2 ** 53],
  ...[[], {}, [[]], [null], { '': '' }, { name: 1, value: [] }],
];

/** A node of the recording with where it hangs, so that it can be replaced. */
interface Spot {
  readonly parent: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function spotsOf(root: Json): readonly Spot[] {
  const spots: Spot[] = [];
  const walk = (node: Json): void => {
    if (typeof node !== 'object' || node === null) return;
    const keys = Array.isArray(node) ? node.keys() : Object.keys(node);
    for (const key of keys) {
      spots.push({ parent: node, key });
      walk(childOf({ parent: node, key }));
    }
  };
  walk(root);
  return spots;
}

function childOf({ parent, key }: Spot): Json {
  return (parent as { [key: string]: Json })[key] ?? null;
}

function damage(har: Json, random: Random): void {
  const spots = spotsOf(har);
  const spot = spots.length === 0 ? null : random.pick(spots);
  if (spot === null) return;
  const put = (value: Json): void => void Object.assign(spot.parent, { [spot.key]: value });
  const child = childOf(spot);
  switch (random.below(9)) {
    case 0:
      return void (Array.isArray(spot.parent)
        ? spot.parent.splice(Number(spot.key), 1)
        : delete spot.parent[spot.key]);
    case 1:
      return put(structuredClone(random.pick(ODD)));
    case 2:
      return put(random.pick(WORDS));
    case 3:
      return put(structuredClone(childOf(random.pick(spots))));
    case 4:
      if (Array.isArray(child)) child.push(...structuredClone(child));
      return undefined;
    case 5:
      if (Array.isArray(child)) child.reverse();
      return undefined;
    case 6:
      return put(
        typeof child === 'string'
          ? withWord(child, random)
          : { ...(child as object), [random.pick(WORDS)]: 1 },
      );
    case 7: {
      const entries = entriesOf(har);
      if (entries.length > 0) addHeader(random.pick(entries), random);
      return undefined;
    }
    default:
      return redirect(entriesOf(har), random);
  }
}

function withWord(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const word = random.chance(0.02) ? random.pick(WORDS).repeat(3000) : random.pick(WORDS);
  return text.slice(0, at) + word + text.slice(at + random.below(4));
}

function addHeader(entry: Json, random: Random): void {
  const message = (entry as { [key: string]: Json } | null)?.[random.pick(['request', 'response'])];
  const headers = (message as { headers?: Json } | null | undefined)?.headers;
  if (!Array.isArray(headers)) return;
  const times = random.chance(0.05) ? 200 : 1;
  for (let left = times; left > 0; left--)
    headers.push({ name: random.pick(NAMES), value: random.pick(WORDS) });
}

/** Makes one entry lead to another, or to itself: chains, rings and forks. */
function redirect(entries: readonly Json[], random: Random): void {
  if (entries.length === 0) return;
  const [from, to] = [random.pick(entries), random.pick(entries)] as unknown as readonly {
    request?: { url?: Json };
    response?: { status?: Json; headers?: Json };
    startedDateTime?: Json;
  }[];
  const url = to?.request?.url;
  if (typeof url !== 'string' || !from?.response || !Array.isArray(from.response.headers)) return;
  from.response.status = random.pick([301, 302, 303, 307, 308]);
  from.response.headers.push({ name: 'Location', value: url });
  if (random.chance(0.5) && to?.startedDateTime !== undefined) from.startedDateTime = to.startedDateTime;
}
