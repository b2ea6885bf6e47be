/** Each secret in each place of a recording: none comes out, in whatever form a recording leaves the panel or the command line. */
import { describe, expect, it } from 'vitest';
import { recordingText } from '../../../scripts/bench/recording.ts';
import { run } from '../../../src/cli/run.ts';
import { curlOf } from '../../../src/curl/curl.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exampleOf, exchangesOfExample } from '../../../src/diagnosis/example.ts';
import { readHar } from '../../../src/har/file.ts';
import type { HeaderList } from '../../../src/http/header-list.ts';
import { writeHar } from '../../../src/har/write.ts';
import express from '../../../src/recipes/servers/express.ts';
import { checkPolicy } from '../../../src/recipes/policy.ts';
import { examineAll } from '../../../src/report/examine.ts';
import { markdownOf } from '../../../src/report/markdown.ts';
import { policyNeeded } from '../../../src/report/policy.ts';
import { exchangesOfAll } from '../../../src/report/recording.ts';
import { reportOf } from '../../../src/report/report.ts';
import { reproductionsOf } from '../../../src/report/reproduce.ts';
import { redactExchange } from '../../../src/report/redact.ts';
import { share } from '../../../src/report/share.ts';
import { PAGE } from '../builders.ts';

let made = 0;
/** What occurs nowhere else. */
const mark = (): string => `Zq${`${made++}`.padStart(4, '0')}xK9vT2mB4nR8wL1cHs7`;
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

interface Secret {
  readonly what: string;
  /** The parts that must not come out. */
  readonly parts: readonly string[];
  /** As a header of its own. */
  readonly header?: readonly [name: string, value: string];
  /** In an address, to which a host belongs before it. */
  readonly address?: string;
  /** Recognisable wherever it stands. */
  readonly text?: string;
}

const inHeader = (name: string, write = (value: string) => value): Secret => {
  const value = mark();
  const text = write(value);
  return { what: `${name}: ${text}`, parts: [value], header: [name, text] };
};
const inParameter = (name: string): Secret => {
  const value = mark();
  return {
    what: `?${name}=`,
    parts: [value],
    address: `//api.example/orders?page=1&${name}=${value}&size=2`,
  };
};
const inAddress = (write: (value: string) => string): Secret => {
  const value = mark();
  return { what: write('…'), parts: [value], address: write(value) };
};
const anywhere = (what: string, write: (value: string) => string, value = mark()): Secret => {
  return { what, parts: [value], text: write(value) };
};
const jwt = (header: string): Secret => {
  const [payload, signature] = [base64url(`{"sub":"${mark()}"}`), mark()];
  return {
    what: `JWT beginning with ${JSON.stringify(header)}`,
    parts: [payload, signature],
    text: `${base64url(header)}.${payload}.${signature}`,
  };
};

const SCHEMES = [
  ...['Basic', 'Bearer', 'DPoP', 'Negotiate', 'NTLM', 'Token', 'ApiKey', 'HOBA', 'PrivateToken', 'Weird'],
  ...['bearer', 'BASIC', 'SharedKeyLite account:'],
];
const SCHEMES_WITH_PARAMETERS = [
  ['Digest', (value: string) => `username="me", realm="api", nonce="a", response="${value}"`],
  [
    'AWS4-HMAC-SHA256',
    (value: string) => `Credential=AKID/2026/s3/aws4_request, SignedHeaders=host, Signature=${value}`,
  ],
  ['OAuth', (value: string) => `oauth_consumer_key="k", oauth_signature="${value}"`],
  ['Hawk', (value: string) => `id="a", ts="1", mac="${value}"`],
  ['SharedAccessSignature', (value: string) => `sr=a&sig=${value}&se=1`],
  ['Signature', (value: string) => `keyId="a",signature="${value}"`],
] as const;
const HEADERS = [
  ...['X-Api-Key', 'Api-Key', 'apikey', 'X-Auth-Token', 'X-Access-Token', 'X-Refresh-Token', 'X-CSRF-Token'],
  ...['X-XSRF-TOKEN', 'X-Session-Id', 'X-Amz-Security-Token', 'X-Goog-Api-Key', 'X-Vault-Token'],
  ...['X-Shopify-Access-Token', 'Ocp-Apim-Subscription-Key', 'x-functions-key', 'Private-Token', 'Job-Token'],
  ...['CF-Access-Client-Secret', 'CF-Access-Jwt-Assertion', 'X-Amzn-Oidc-Data', 'X-Ms-Client-Principal'],
  ...['X-Hasura-Admin-Secret', 'DD-API-KEY', 'DD-APPLICATION-KEY', 'X-Auth-Key', 'X-Hub-Signature-256'],
  ...['Stripe-Signature', 'Signature', 'DPoP', 'X-WSSE', 'X-GitHub-OTP', 'X-Forwarded-Access-Token'],
  ...['X-Client-Secret', 'X-Password', 'X-Forwarded-Client-Cert', 'Authentication-Info', 'Set-Cookie2'],
];
const PARAMETERS = [
  ...['token', 'access_token', 'refresh_token', 'id_token', 'id_token_hint', 'authToken', 'auth', 'api_key'],
  ...['apikey', 'api-key', 'key', 'subscription-key', 'appid', 'client_secret', 'client_assertion', 'secret'],
  ...[
    'password',
    'user[password]',
    'pwd',
    'passcode',
    'otp',
    'code',
    'code_verifier',
    'device_code',
    'state.jwt',
  ],
  ...['X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Security-Token', 'X-Goog-Signature', 'Signature', 'sig'],
  ...['AWSAccessKeyId', 'hdnts', 'SAMLResponse', 'ticket', 'session_id', 'PHPSESSID', 'sid', 'connect.sid'],
  ...['oauth_token', 'oauth_verifier', 'oauth_signature', 'csrf', 'authenticity_token', '_csrf', '%74oken'],
];

const SECRETS: readonly Secret[] = [
  ...['Cookie', 'Cookie2'].map((name) => inHeader(name, (value) => `theme=dark; session=${value}; a=b`)),
  inHeader('Cookie'),
  inHeader('Set-Cookie', (value) => `__Host-id=${value}; Path=/; Secure; HttpOnly; SameSite=None`),
  inHeader('Set-Cookie', (value) => `a=b; ${value}`),
  ...['Authorization', 'Proxy-Authorization'].flatMap((name) => [
    ...SCHEMES.map((scheme) => inHeader(name, (value) => `${scheme} ${value}`)),
    ...SCHEMES_WITH_PARAMETERS.map(([scheme, write]) =>
      inHeader(name, (value) => `${scheme} ${write(value)}`),
    ),
    inHeader(name),
  ]),
  ...['WWW-Authenticate', 'Proxy-Authenticate'].flatMap((name) =>
    ['Negotiate', 'NTLM'].map((scheme) => inHeader(name, (value) => `${scheme} ${value}`)),
  ),
  inHeader('Sec-WebSocket-Protocol', (value) => `v1.k8s, base64url.bearer.authorization.k8s.io.${value}`),
  ...HEADERS.map((name) => inHeader(name)),
  ...PARAMETERS.map(inParameter),
  inAddress((value) => `//${value}:x@api.example/orders`),
  inAddress((value) => `//me:${value}@api.example/orders`),
  inAddress((value) => `//${value}@api.example/orders`),
  inAddress((value) => `//me:p@${value}@api.example/orders`),
  inAddress((value) => `//api.example/orders#access_token=${value}&token_type=bearer`),
  inAddress((value) => `//api.example/#/callback?code=${value}`),
  inAddress((value) => `//api.example/orders;jsessionid=${value}/7?page=1`),
  inAddress((value) => `//api.example/orders?a=1;token=${value};b=2`),
  inAddress((value) => `//api.example/orders?next=https://app.example/?token=${value}`),
  inAddress((value) => `//api.example/orders?next=${encodeURIComponent(`https://me:${value}@app.example/`)}`),
  inAddress((value) => `//api.example/?next=${encodeURIComponent(`https://app.example/?token=${value}`)}`),
  inAddress(
    (value) =>
      `//api.example/?a=${encodeURIComponent(`https://b.example/?b=${encodeURIComponent(`https://c.example/?sig=${value}`)}`)}`,
  ),
  inAddress((value) => `//api.example/?variables=${encodeURIComponent(`{"id":1,"token":"${value}"}`)}`),
  inAddress((value) => `//api.example/?variables={%22password%22:%22${value}%22}`),
  ...['{"alg":"HS256","typ":"JWT"}', '{ "alg": "RS256" }', '{\n  "alg": "ES256"}'].map(jwt),
  anywhere('Bearer within a text', (value) => `Bearer ${value}`),
  anywhere('AWS signature within a text', (value) => `AWS4-HMAC-SHA256 Credential=A/b, Signature=${value}`),
  anywhere('AWS key', (value) => value, 'AKIAZQ7XK9VT2MB4NR8W'),
  anywhere('Google key', (value) => `AIza${value}aaaaaaaa`),
  anywhere('GitHub token', (value) => `ghp_${value}`),
  anywhere('GitHub token of the newer kind', (value) => `github_pat_${value}`),
  anywhere('GitLab token', (value) => `glpat-${value}`),
  anywhere('Slack token', (value) => `xoxb-${value}`),
  anywhere('Stripe key', (value) => `sk_live_${value}`),
  anywhere('OpenAI key', (value) => `sk-proj-${value}`),
  anywhere('npm token', (value) => `npm_${value}aaaaaa`),
  anywhere('Vault token', (value) => `hvs.${value}`),
];

interface Message {
  headers: { name: string; value: string }[];
  [field: string]: unknown;
}
interface Entry {
  request: Message & { method: string; url: string };
  response: Message & { status: number; statusText: string; _error: string | null };
  [field: string]: unknown;
}

const rowsOf = (headers: Readonly<Record<string, string>>): Message['headers'] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

function entry(
  at: number,
  method: string,
  url: string,
  request: Readonly<Record<string, string>>,
  status: number,
  answer: Readonly<Record<string, string>>,
  error: string | null,
): Entry {
  return {
    pageref: 'page_1',
    startedDateTime: new Date(1_764_000_000_000 + at).toISOString(),
    time: 1000 - (at % 1000),
    request: { method, url, headers: rowsOf({ Host: 'api.example', Origin: PAGE, ...request }) },
    response: { status, statusText: 'OK', headers: rowsOf(answer), _error: error },
    _resourceType: 'fetch',
  };
}

const ALLOWED = { 'Access-Control-Allow-Origin': PAGE };
const REFUSED = 'net::ERR_FAILED';
const ASKS = { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-any' };

/** What can become of a request, each told in another way. */
const FATES: readonly ((url: string, at: number) => readonly Entry[])[] = [
  (url, at) => [
    entry(at, 'GET', url, {}, 500, { 'Access-Control-Allow-Origin': `${PAGE}/`, Server: 'nginx' }, REFUSED),
  ],
  (url, at) => [
    entry(at, 'PUT', url, { 'X-Any': '1' }, 0, {}, REFUSED),
    entry(at + 1, 'OPTIONS', url, ASKS, 403, ALLOWED, null),
  ],
  (url, at) => [
    entry(at, 'GET', url, {}, 302, { ...ALLOWED, Location: 'https://login.example/' }, null),
    entry(at + 1, 'GET', 'https://login.example/', { Origin: 'null' }, 200, {}, REFUSED),
  ],
  (url, at) => [entry(at, 'GET', url, {}, 0, {}, 'net::ERR_CONNECTION_REFUSED')],
  (url, at) => [entry(at, 'GET', url, {}, 200, ALLOWED, null)],
];

/** Puts a secret into the entries of one request. */
type Put = (entries: readonly Entry[], secret: Secret) => void;

const ADDRESS_HEADERS = [
  ...['Referer', 'Location', 'Content-Location', 'SourceMap', 'X-Original-URL', 'X-Rewrite-URL'],
];
const TEXT_HEADERS = ['X-Debug', 'Server', 'WWW-Authenticate'];

/** The ways in which a secret can stand in a text, whoever wrote it. */
function textsOf({ header, address, text }: Secret): readonly string[] {
  if (text !== undefined)
    return [text, `a ${text}`, `"${text}"`, `a=${text}`, `(${text})`, `{"a":"${text}"}`];
  if (address !== undefined)
    return [`https:${address}`, `see https:${address} for more`, `{"url":"https:${address}"}`];
  return header === undefined ? [] : [];
}

const addressesOf = ({ address, text }: Secret): readonly string[] => {
  if (address !== undefined) return [`https:${address}`, address, address.replace(/^\/\/[^/]*/, '')];
  return text === undefined
    ? []
    : [`/orders/${text}`, `/orders?a=${encodeURIComponent(text)}`, `https://api.example/orders#${text}`];
};

const headersWith = (side: 'request' | 'response'): Put => {
  return (entries, secret) => {
    for (const one of entries) {
      const { headers } = one[side];
      if (secret.header) headers.push({ name: secret.header[0], value: secret.header[1] });
      for (const value of addressesOf(secret)) {
        // A redirect keeps its own target: what leads somewhere else has no follower.
        const isRedirect = headers.some(({ name }) => name === 'Location');
        for (const name of ADDRESS_HEADERS)
          if (name !== 'Location' || !isRedirect) headers.push({ name, value });
        headers.push({ name: 'Link', value: `<${value}>; rel=next, <https://a.example/>; rel="preload"` });
        headers.push({ name: 'Refresh', value: `5; url=${value}` });
      }
      for (const value of textsOf(secret))
        for (const name of TEXT_HEADERS) {
          // A challenge names schemes: what follows one there is no secret.
          if (name === 'WWW-Authenticate' && /Bearer|AWS4/.test(value)) continue;
          headers.push({ name, value });
        }
    }
  };
};

const PLACES: readonly (readonly [what: string, put: Put])[] = [
  ['the headers of requests', headersWith('request')],
  ['the headers of responses', headersWith('response')],
  [
    'the address',
    (entries, secret) => {
      const [value] = addressesOf(secret);
      if (value === undefined) return;
      const base = entries[0]?.request.url ?? '';
      const { href } = new URL(value, base);
      // Beside what keeps requests apart.
      const own = href.replace(/^(https:\/\/[^/]*)\//, `$1${new URL(base).pathname}/`);
      const query = href.slice(href.indexOf('?') + 1);
      for (const one of entries) {
        if (one.request.url !== base) continue;
        one.request.url = own;
        one.request['queryString'] = query.split('&').map((pair) => {
          const [name = '', text = ''] = pair.split('=');
          return { name, value: text };
        });
      }
    },
  ],
  [
    'the target of a redirect',
    (entries, secret) => {
      const [redirect, next] = entries;
      const target = addressesOf(secret)[0];
      if (redirect === undefined || target === undefined) return;
      const { href } = new URL(target, redirect.request.url);
      redirect.response.status = 307;
      redirect.response['redirectURL'] = href;
      redirect.response.headers = redirect.response.headers.filter(({ name }) => name !== 'Location');
      redirect.response.headers.push({ name: 'Location', value: href });
      if (next !== undefined) next.request.url = href;
    },
  ],
  ...(
    [
      'Access-Control-Allow-Origin',
      'Access-Control-Allow-Headers',
      'Access-Control-Allow-Methods',
      'Access-Control-Expose-Headers',
      'Access-Control-Allow-Credentials',
      'Access-Control-Max-Age',
    ] as const
  ).map((name): readonly [string, Put] => [
    name,
    (entries, secret) => {
      for (const { response } of entries) {
        response.headers = response.headers.filter((row) => row.name !== name);
        for (const value of textsOf(secret).slice(0, 1)) response.headers.push({ name, value });
      }
    },
  ]),
  ...(['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'] as const).map(
    (name): readonly [string, Put] => [
      name,
      (entries, secret) => {
        for (const { request } of entries) {
          request.headers = request.headers.filter((row) => row.name !== name);
          for (const value of textsOf(secret).slice(0, 1)) request.headers.push({ name, value });
        }
      },
    ],
  ),
  [
    'the status text and the error',
    (entries, secret) => {
      for (const { response } of entries) {
        const [text = null] = textsOf(secret);
        response.statusText = text ?? 'OK';
        if (response._error !== null && text !== null) response._error = text;
      }
    },
  ],
  [
    'what is not read: comments, cookies, bodies, initiators, pages, other fields',
    (entries, secret) => {
      const text = secret.text ?? secret.address ?? secret.header?.[1] ?? '';
      const rows = [{ name: 'session', value: text, path: text, domain: text, comment: text }];
      for (const one of entries) {
        Object.assign(one, {
          comment: text,
          connection: text,
          serverIPAddress: text,
          cache: { beforeRequest: { eTag: text } },
          _initiator: { type: 'script', url: `https:${secret.address ?? '//a.example/'}`, lineNumber: 1 },
          _priority: text,
        });
        Object.assign(one.request, { cookies: rows, comment: text, postData: { text, params: rows } });
        Object.assign(one.response, { cookies: rows, comment: text, content: { text, comment: text } });
      }
    },
  ],
];

function recordingWith(put: Put, secrets: readonly Secret[]): string {
  const pages: object[] = [];
  const entries = secrets.flatMap((secret, of) =>
    // A header of its own is the same in all of them.
    FATES.slice(0, secret.header === undefined ? FATES.length : 2).flatMap((fate, which) => {
      const at = (of * FATES.length + which) * 1000;
      const own = fate(`https://api.example/${of}-${which}`, at);
      put(own, secret);
      const id = `page_${at}`;
      const title = `https:${secret.address ?? `//app.example/${secret.text ?? secret.header?.[1] ?? ''}`}`;
      pages.push({ id, title, comment: title });
      return own.map((one) => ({ ...one, pageref: id }));
    }),
  );
  const creator = { name: 'WebInspector', version: '1', comment: SECRETS[0]?.parts[0] };
  return JSON.stringify({ log: { version: '1.2', creator, pages, entries, comment: SECRETS[0]?.parts[0] } });
}

/** Everything that a recording is written as, by the name of the form. */
async function exportsOf(har: string): Promise<ReadonlyMap<string, string>> {
  const forms = new Map<string, string>();
  for (const format of ['text', 'json', 'markdown', 'sarif', 'github']) {
    let written = '';
    const tell = (text: string): void => void (written += text);
    await run(['check', '-', '--format', format], {
      ...{ out: tell, err: tell, read: () => Promise.resolve(har), hasInput: true },
      paint: (_, text) => text,
    });
    forms.set(`check --format ${format}`, written);
  }
  const examined = examineAll(readHar(har).exchanges);
  const shared = share(examined);
  forms.set('the list as Markdown', markdownOf(shared));
  forms.set('the list as JSON', JSON.stringify({ ...reportOf(shared.flows), redacted: shared.redacted }));
  forms.set('a saved HAR', writeHar(exchangesOfAll(shared.flows), '1'));
  const each = { markdown: '', json: '', recipe: '', sh: '', powershell: '', cmd: '' };
  for (const one of examined) {
    const own = share([one], []);
    each.markdown += markdownOf(own);
    each.json += JSON.stringify({ ...reportOf(own.flows), redacted: own.redacted });
    const { policy } = policyNeeded(one);
    if (policy !== null && checkPolicy(policy).length === 0)
      each.recipe += JSON.stringify(express.write(policy));
    for (const { request } of reproductionsOf(one))
      for (const shell of ['sh', 'powershell', 'cmd'] as const) each[shell] += `${curlOf(request, shell)}\n`;
  }
  for (const [form, text] of Object.entries(each)) forms.set(`one request as ${form}`, text);
  return forms;
}

describe(`none of ${SECRETS.length} secrets comes out of`, () => {
  it('a hundred and more of them', () => expect(SECRETS.length).toBeGreaterThan(100));

  it.each(PLACES)('%s', async (place, put) => {
    // What is a secret by its header's name alone has no other place.
    const secrets = SECRETS.filter(({ header }) => header === undefined || /headers of|not read/.test(place));
    const har = recordingWith(put, secrets);
    const missing = secrets.filter(({ parts }) => parts.some((part) => !har.includes(part)));
    expect(missing.map(({ what }) => what)).toEqual([]);
    for (const [form, text] of await exportsOf(har)) {
      if (!form.endsWith('recipe')) expect(text.length, form).toBeGreaterThan(200);
      const found = secrets.flatMap(({ what, parts }) =>
        parts.flatMap((part) => {
          const at = text.indexOf(part);
          return at === -1 ? [] : [`${form}: ${what}: ${text.slice(Math.max(0, at - 100), at + 40)}`];
        }),
      );
      expect(found).toEqual([]);
    }
  });
});

describe('what is no secret stays, and so does what is said of it:', () => {
  /** Of which only the names stay. */
  const KEPT = /^(?:cookie|set-cookie|authorization|proxy-authorization|x-api-key|.*token.*|.*session.*)$/i;

  const USER = /\/\/[^/]*@/;

  it.each([
    ...catalogue.flatMap(({ id }) => [
      [`${id}, broken`, () => exchangesOfExample(exampleOf(id).broken, 'refused')] as const,
      [`${id}, fixed`, () => exchangesOfExample(exampleOf(id).fixed, 'read')] as const,
    ]),
    ['a recording of a page', () => readHar(recordingText(400)).exchanges] as const,
  ])('%s', (_, read) => {
    const exchanges = read();
    for (const exchange of exchanges) {
      const { exchange: safe } = redactExchange(exchange);
      const kept = (headers: HeaderList = []) =>
        headers
          .filter(([name]) => !KEPT.test(name))
          .map(([name, value]) => [name, value.replace(USER, '//')]);
      expect(kept(safe.requestHeaders)).toEqual(kept(exchange.requestHeaders));
      expect(kept(safe.response?.headers)).toEqual(kept(exchange.response?.headers));
      expect(safe.method).toBe(exchange.method);
      expect(new URL(safe.url).origin).toBe(new URL(exchange.url).origin);
      expect([safe.netError, safe.response?.statusText]).toEqual([
        exchange.netError,
        exchange.response?.statusText,
      ]);
    }
    const before = examineAll(exchanges);
    const after = share(before).flows;
    const told = ({ verdict, failure, diagnoses }: (typeof before)[number]) => [
      verdict.outcome,
      failure,
      diagnoses.map(({ rule }) => rule),
    ];
    expect(after.map(told)).toEqual(before.map(told));
  });
});
