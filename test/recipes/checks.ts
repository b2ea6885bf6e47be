import type { Policy } from '../../src/recipes/policy.ts';
import type { PageRequest, Pages, Seen } from './pages.ts';
import type { CheckId } from './results.ts';
import type { Kind } from './server.ts';
import { ask, membersOf, valuesOf, type Asked, type Heard } from './wire.ts';

/** Sentences about what is wrong; none where all is well. */
type Complaints = readonly string[];

export interface Subject {
  readonly pages: Pages;
  readonly kind: Kind;
  readonly port: number;
  readonly hasOwnLogin: boolean;
}

const login = { Authorization: 'Bearer abc' };
const json = { 'Content-Type': 'application/json' };

export const policies = ({ app, admin }: Pick<Pages, 'app' | 'admin'>) => {
  const several: Policy = {
    origins: [app, admin],
    methods: ['GET', 'PUT', 'DELETE'],
    requestHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['X-Total-Count'],
    credentials: true,
    maxAge: 600,
  };
  const one: Policy = { ...several, origins: [app], credentials: false };
  const least: Policy = {
    origins: [app],
    methods: ['GET'],
    requestHeaders: [],
    exposedHeaders: [],
    credentials: false,
    maxAge: 0,
  };
  return { several, one, least };
};

const api = (port: number, path: string): string => `http://api.example.com:${port}${path}`;

const requests = (base: string, credentials: PageRequest['credentials']) => {
  const request = (method: string, path: string, headers: Readonly<Record<string, string>>): PageRequest => ({
    url: `${base}${path}`,
    method,
    headers,
    credentials,
  });
  return {
    put: request('PUT', '/api/orders', { ...login, ...json }),
    delete: request('DELETE', '/api/orders', login),
    get: request('GET', '/api/orders', {}),
    unauthorized: request('PUT', '/api/orders', json),
    missing: request('GET', '/api/missing', {}),
    throws: request('GET', '/api/fails', {}),
    gateway: request('GET', '/api/missing?down', {}),
  };
};

const said = (seen: Seen): string => ('error' in seen ? seen.error : `an answer with status ${seen.status}`);

/** What the pages at these addresses see. */
function looker(pages: Pages, from: readonly string[]) {
  const status = async (request: PageRequest, wanted: number | 'gateway'): Promise<Complaints> => {
    const complaints: string[] = [];
    for (const origin of from) {
      const seen = await pages.fetchFrom(origin, request);
      const isRight =
        'status' in seen && (wanted === 'gateway' ? seen.status >= 500 : seen.status === wanted);
      const isJson = wanted !== 200 || ('json' in seen && seen.json);
      if (!isRight || !isJson) complaints.push(`From ${new URL(origin).hostname} it gave ${said(seen)}.`);
    }
    return complaints;
  };
  const total = async (request: PageRequest): Promise<Complaints> => {
    const complaints: string[] = [];
    for (const origin of from) {
      const seen = await pages.fetchFrom(origin, request);
      if (!('total' in seen) || seen.total !== '2')
        complaints.push(`From ${new URL(origin).hostname} it was not to be seen in ${said(seen)}.`);
    }
    return complaints;
  };
  return { status, total };
}

async function refused(pages: Pages, origin: string, asked: readonly PageRequest[]): Promise<Complaints> {
  const complaints: string[] = [];
  for (const request of asked) {
    const seen = await pages.fetchFrom(origin, request);
    if (!('error' in seen))
      complaints.push(`From ${new URL(origin).hostname} a ${request.method} gave ${said(seen)}.`);
  }
  return complaints;
}

type Outcomes = Partial<Record<CheckId, string | null>>;

const outcome = (complaints: Complaints): string | null =>
  complaints.length === 0 ? null : [...new Set(complaints)].join(' ');

/** What a page can do: all that is asked of the server as it was before. */
export async function checkPages({ pages, kind, port }: Subject): Promise<Outcomes> {
  const isProxied = kind === 'development';
  const own = `http://localhost:${port}`;
  const asked = requests(isProxied ? '' : api(port, ''), 'include');
  const look = looker(pages, isProxied ? [own] : [pages.app, pages.admin]);
  return {
    put: outcome(await look.status(asked.put, 200)),
    delete: outcome(await look.status(asked.delete, 200)),
    ...(isProxied ? {} : { refused: outcome(await refused(pages, pages.evil, [asked.put, asked.get])) }),
    unauthorized: outcome(await look.status(asked.unauthorized, 401)),
    missing: outcome(await look.status(asked.missing, 404)),
    throws: outcome(await look.status(asked.throws, 500)),
    exposed: outcome(await look.total(asked.get)),
  };
}

/** Where the page does not use the development server's proxy, it meets the other server's refusal. */
export async function checkPagesWithoutProxy({ pages, port }: Subject, backend: number): Promise<Outcomes> {
  const look = looker(pages, [`http://localhost:${port}`]);
  return { put: outcome(await look.status(requests(api(backend, ''), 'include').put, 200)) };
}

/** When the application behind is down. */
export async function checkGateway({ pages, kind, port }: Subject, policy: Policy): Promise<Outcomes> {
  const isProxied = kind === 'development';
  const asked = requests(isProxied ? '' : api(port, ''), policy.credentials ? 'include' : 'same-origin');
  const look = looker(pages, isProxied ? [`http://localhost:${port}`] : policy.origins);
  const readable = await look.status(asked.gateway, 'gateway');
  if (isProxied) return { gateway: outcome(readable) };
  const path = '/api/missing?raw';
  const heard = await ask(port, { method: 'GET', path, headers: { Origin: pages.app } });
  return { gateway: outcome([...readable, ...doubled(heard)]) };
}

const preflightOf = (origin: string, method: string, headers: string, path = '/api/orders'): Asked => ({
  method: 'OPTIONS',
  path,
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': method,
    // As browsers do: in lower case, sorted.
    ...(headers === '' ? {} : { 'Access-Control-Request-Headers': headers }),
  },
});

function doubled(heard: Heard): Complaints {
  const names = heard.headers.map(([name]) => name).filter((name) => name.startsWith('access-control-'));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const origins = valuesOf(heard, 'access-control-allow-origin');
  return [
    ...twice.map((name) => `${name} came twice: ${valuesOf(heard, name).join(' and ')}.`),
    ...origins.filter((value) => value.includes(',')).map((value) => `The origin sent was ${value}.`),
  ];
}

/** The Fetch standard's check of an origin, with the bytes that came. */
function originComplaints(heard: Heard, origin: string, { credentials }: Policy): Complaints {
  const sent = valuesOf(heard, 'access-control-allow-origin').join(', ') || 'none';
  const withCookies = valuesOf(heard, 'access-control-allow-credentials').join(', ');
  return [
    ...(sent === origin ? [] : [`To ${origin} the origin sent was ${sent}, with status ${heard.status}.`]),
    ...(withCookies === (credentials ? 'true' : '') ? [] : [`For credentials it sent "${withCookies}".`]),
  ];
}

/** Whether a browser would take this for a permission to read. */
const opens = (heard: Heard, origin: string): boolean =>
  valuesOf(heard, 'access-control-allow-origin').some((value) => value === origin || value === '*');

const isListed = (heard: Heard, name: string, member: string): boolean =>
  membersOf(heard, name).some((value) => value === member.toLowerCase() || value === '*');

const normal = (origin: string): readonly Asked[] => [
  preflightOf(origin, 'PUT', 'authorization,content-type'),
  { method: 'GET', path: '/api/orders', headers: { Origin: origin } },
  { method: 'PUT', path: '/api/orders', headers: { Origin: origin, ...login } },
  { method: 'PUT', path: '/api/orders', headers: { Origin: origin } },
  { method: 'GET', path: '/api/missing', headers: { Origin: origin } },
  { method: 'GET', path: '/api/fails', headers: { Origin: origin } },
];

async function checkSingle({ pages, port }: Subject, policy: Policy): Promise<Complaints> {
  const complaints: string[] = [];
  for (const origin of policy.origins) {
    for (const asked of normal(origin)) {
      const heard = await ask(port, asked);
      const what = `${asked.method} ${asked.path}:`;
      complaints.push(
        ...[...doubled(heard), ...originComplaints(heard, origin, policy)].map((text) => `${what} ${text}`),
      );
    }
  }
  for (const asked of normal(pages.evil)) {
    const heard = await ask(port, asked);
    if (opens(heard, pages.evil) || doubled(heard).length > 0)
      complaints.push(
        `${asked.method} ${asked.path} from another origin: it was let in, or a header came twice.`,
      );
  }
  return complaints;
}

/**
 * Whoever asks, the answer is the same, or says that it is not. A cache keeps no 500 unasked, nor what says that it is
 * not to be stored.
 */
async function checkVary({ pages, kind, port }: Subject): Promise<Complaints> {
  const complaints: string[] = [];
  for (const path of ['/api/orders', '/api/missing']) {
    const allowed = new Set<string>();
    const bare: string[] = [];
    for (const origin of [pages.app, pages.admin, pages.evil, null]) {
      const headers: Readonly<Record<string, string>> = origin === null ? {} : { Origin: origin };
      const heard = await ask(port, { method: 'GET', path, headers });
      if (kind === 'proxy' && !membersOf(heard, 'vary').includes('accept-language'))
        complaints.push(`GET ${path} lost what the application says of its own answers: Accept-Language.`);
      allowed.add(valuesOf(heard, 'access-control-allow-origin').join(', '));
      if (
        membersOf(heard, 'vary').includes('origin') ||
        membersOf(heard, 'cache-control').includes('no-store')
      )
        continue;
      bare.push(
        `GET ${path} with ${origin ?? 'no origin'} varied by "${membersOf(heard, 'vary').join(', ')}".`,
      );
    }
    if (allowed.size > 1) complaints.push(...bare);
  }
  return complaints;
}

async function checkPreflight({ pages, port, hasOwnLogin }: Subject, policy: Policy): Promise<Complaints> {
  const complaints: string[] = [];
  for (const origin of policy.origins) {
    const heard = await ask(port, preflightOf(origin, 'PUT', 'authorization,content-type'));
    if (heard.status < 200 || heard.status > 299) complaints.push(`Its status was ${heard.status}.`);
    complaints.push(...originComplaints(heard, origin, policy));
    for (const method of ['PUT', 'DELETE'])
      if (!isListed(heard, 'access-control-allow-methods', method)) {
        // Some name only the method that was asked for.
        const other = await ask(port, preflightOf(origin, method, ''));
        if (!isListed(other, 'access-control-allow-methods', method))
          complaints.push(`It did not allow ${method}.`);
      }
    for (const name of policy.requestHeaders)
      if (!isListed(heard, 'access-control-allow-headers', name))
        complaints.push(`It did not allow ${name}.`);
    const age = valuesOf(heard, 'access-control-max-age').join(', ');
    if (age !== `${policy.maxAge}`) complaints.push(`Its maximum age was "${age}".`);
    const patch = await ask(port, preflightOf(origin, 'PATCH', 'x-other'));
    if (
      isListed(patch, 'access-control-allow-methods', 'PATCH') ||
      isListed(patch, 'access-control-allow-headers', 'x-other')
    )
      complaints.push('It allowed PATCH or X-Other, which nobody listed.');
  }
  if (!hasOwnLogin) return complaints;
  const path = '/api/private';
  const heard = await ask(port, preflightOf(pages.app, 'PUT', 'authorization', path));
  if (heard.status > 299 || !opens(heard, pages.app))
    complaints.push(`Where the server itself wants a login, the preflight had status ${heard.status}.`);
  const refusal = await ask(port, { method: 'GET', path, headers: { Origin: pages.app } });
  if (refusal.status !== 401 || !opens(refusal, pages.app) || doubled(refusal).length > 0)
    complaints.push(`The server’s own 401 could not be read: its status was ${refusal.status}.`);
  return complaints;
}

async function checkLookalikes({ pages, port }: Subject): Promise<Complaints> {
  const { hostname, port: own } = new URL(pages.app);
  const origins = [
    `http://${hostname}.evil.example.net:${own}`,
    `http://evil${hostname}:${own}`,
    `http://${hostname.replace('.', 'x')}:${own}`,
    `http://${hostname}:${own}0`,
    `http://${hostname}`,
    `https://${hostname}:${own}`,
    `http://example.com:${own}`,
    'null',
  ];
  const complaints: string[] = [];
  for (const origin of origins) {
    const asked: readonly Asked[] = [
      preflightOf(origin, 'PUT', 'authorization,content-type'),
      { method: 'GET', path: '/api/orders', headers: { Origin: origin, Cookie: 'session=1' } },
    ];
    for (const each of asked)
      if (opens(await ask(port, each), origin)) complaints.push(`${origin} was let in.`);
  }
  return complaints;
}

/** With the policy for two origins and cookies. */
export async function checkSeveral(subject: Subject, policy: Policy): Promise<Outcomes> {
  const seen = await checkPages(subject);
  if (subject.kind === 'development') return seen;
  return {
    ...seen,
    single: outcome(await checkSingle(subject, policy)),
    vary: outcome(await checkVary(subject)),
    preflight: outcome(await checkPreflight(subject, policy)),
    lookalikes: outcome(await checkLookalikes(subject)),
  };
}

/** With the policy for one origin without cookies. */
export async function checkOne(subject: Subject, policy: Policy): Promise<Complaints> {
  const { pages, port } = subject;
  const asked = requests(api(port, ''), 'same-origin');
  const look = looker(pages, policy.origins);
  return [
    ...(await look.status(asked.put, 200)),
    ...(await look.status(asked.delete, 200)),
    ...(await look.status(asked.unauthorized, 401)),
    ...(await look.status(asked.missing, 404)),
    ...(await look.status(asked.throws, 500)),
    ...(await look.total(asked.get)),
    ...(await refused(pages, pages.admin, [asked.put, asked.get])),
    ...(await checkSingle(subject, policy)),
    ...(await checkVary(subject)),
    ...(await checkPreflight(subject, policy)),
    ...(await checkLookalikes(subject)),
  ];
}

/** With the policy that allows a plain GET. */
export async function checkLeast(subject: Subject, { origins }: Policy): Promise<Complaints> {
  const { pages, port } = subject;
  const asked = requests(api(port, ''), 'same-origin');
  const withLogin: PageRequest = { ...asked.get, headers: login };
  const { delete: remove, put, get } = asked;
  return [
    ...(await looker(pages, origins).status(get, 200)),
    ...(await refused(pages, pages.app, [put, remove, withLogin, asked.unauthorized])),
    ...(await refused(pages, pages.admin, [get])),
    ...(await checkLookalikes(subject)),
  ];
}
