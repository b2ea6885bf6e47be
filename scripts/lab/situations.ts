import { catalogue } from '../../src/diagnosis/catalogue.ts';
import type { Rule } from '../../src/diagnosis/rule.ts';
import { exampleOf, readExample, type ExampleMessage } from '../../src/diagnosis/example.ts';

/** A request that a page of the lab makes, how the servers answer it, and what the panel has to say. */
export interface Situation {
  readonly id: string;
  /** What it demonstrates, for the button's label. */
  readonly title: string;
  readonly verdict: 'allowed' | 'blocked' | 'failed';
  /** The rule that speaks first; null where nothing is wrong. Firefox tells less of a failed connection. */
  readonly rule: string | null;
  readonly ruleInFirefox?: string;
  /** Firefox says nothing of what a foreign frame could read, and then the credentials mode may stay open. */
  readonly verdictInFirefox?: 'unknown';
  /** Firefox 153 now and then does not list the request to which it refused to be led; without it the verdict is unknown. */
  readonly mayEndEarlyInFirefox?: true;
  /** Raw HTTP in the notation of the rules' examples: what goes over the wire. */
  readonly wire: readonly ExampleMessage[];
  readonly group: 'rules' | 'more' | 'passing';
}

const PAGE = 'http://app.example.com:5173';

/** What these servers can't do to a request by bytes alone is set up for real in the tests of causes. */
function isServable({ id, severity, explains }: Rule): boolean {
  const { broken } = exampleOf(id);
  const errors = broken.match(/net::\w*/g) ?? [];
  if (errors.some((error) => !/^net::ERR_(?:CONNECTION_REFUSED|EMPTY_RESPONSE)$/.test(error))) return false;
  if (explains.every((kind) => kind === 'unknown' || kind === 'no-cors')) return false;
  if (/^\s*\w+ https?:/m.test(broken) || severity === 'note') return false;
  return !['redirect-not-followed', 'bypass-extension', 'any-origin-with-credentials'].includes(id);
}

/** Every rule's broken example, by the rule's name. */
const fromRules = catalogue.filter(isServable).map(({ id, title, severity, explains }): Situation => ({
  id,
  title,
  verdict: verdictOf(severity, explains),
  rule: id,
  ...(id === 'server-unreachable' || id === 'connection-broken' ? { ruleInFirefox: 'no-answer' } : {}),
  ...(id === 'null-origin-allowed' && { verdictInFirefox: 'unknown' }),
  ...(id === 'redirect-with-url-credentials' && { mayEndEarlyInFirefox: true }),
  wire: readExample(exampleOf(id).broken),
  group: 'rules',
}));

function verdictOf(severity: Rule['severity'], explains: Rule['explains']): Situation['verdict'] {
  if (severity !== 'error') return 'allowed';
  return explains.some((kind) => kind === 'connection-refused' || kind === 'empty-response')
    ? 'failed'
    : 'blocked';
}

function situation(
  group: Situation['group'],
  id: string,
  title: string,
  rule: string | null,
  wire: string,
): Situation {
  return { group, id, title, rule, verdict: rule === null ? 'allowed' : 'blocked', wire: readExample(wire) };
}

const STATUSES = [
  [401, 'Unauthorized', 'preflight-unauthorized'],
  [403, 'Forbidden', 'preflight-forbidden'],
  [404, 'Not Found', 'preflight-not-found'],
  [405, 'Method Not Allowed', 'preflight-method-not-allowed'],
  [500, 'Internal Server Error', 'preflight-server-error'],
] as const;

const more: readonly Situation[] = [
  ...STATUSES.map(([status, reason, rule]) =>
    situation(
      'more',
      `preflight-${status}-bare`,
      `Preflight ${status}, and no CORS headers`,
      rule,
      `
      OPTIONS /orders/7 HTTP/1.1
      Origin: ${PAGE}
      Access-Control-Request-Method: PUT

      HTTP/1.1 ${status} ${reason}

      PUT /orders/7 HTTP/1.1`,
    ),
  ),
  situation(
    'more',
    'preflight-bare',
    'Preflight 204, and no CORS headers',
    'allow-origin-missing',
    `
      OPTIONS /orders/7 HTTP/1.1
      Origin: ${PAGE}
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content

      PUT /orders/7 HTTP/1.1`,
  ),
  situation(
    'more',
    'preflight-all-wrong',
    'Wrong origin, method and header at once',
    'allow-origin-trailing-slash',
    `
      OPTIONS /orders/7 HTTP/1.1
      Origin: ${PAGE}
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type,x-request-id

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: ${PAGE}/
      Access-Control-Allow-Methods: GET, POST
      Access-Control-Allow-Headers: authorization

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json
      X-Request-Id: 1`,
  ),
  situation(
    'more',
    'answer-bare-after-preflight',
    'Preflight fine, answer without the header',
    'allow-origin-missing',
    `
      OPTIONS /orders/7 HTTP/1.1
      Origin: ${PAGE}
      Access-Control-Request-Method: PUT

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: ${PAGE}
      Access-Control-Allow-Methods: PUT

      PUT /orders/7 HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 200 OK`,
  ),
  situation(
    'more',
    'answer-404-bare',
    'Answer 404 without the header',
    'error-response-without-allow-origin',
    `
      GET /orders/404 HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 404 Not Found`,
  ),
  situation(
    'more',
    'login-redirect-bare',
    'Redirect to a login, without the header',
    'redirect-to-login',
    `
      GET /account HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 302 Found
      Location: http://login.example.com:8001/login`,
  ),
  situation(
    'more',
    'proxy-repeats',
    'Express with cors behind a proxy that adds the same',
    'allow-origin-repeated',
    `
      GET /orders HTTP/1.1
      Host: api.example.com:8004
      Origin: ${PAGE}

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: ${PAGE}
      Access-Control-Allow-Origin: ${PAGE}`,
  ),
  situation(
    'more',
    'proxy-conflicts',
    'Express with cors behind a proxy that adds a star',
    'allow-origin-conflicting',
    `
      GET /orders HTTP/1.1
      Host: api.example.com:8005
      Origin: ${PAGE}

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: ${PAGE}
      Access-Control-Allow-Origin: *`,
  ),
];

const passing: readonly Situation[] = [
  situation(
    'passing',
    'pass-simple',
    'A simple request, any origin allowed',
    null,
    `
      GET /weather HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *`,
  ),
  situation(
    'passing',
    'pass-preflighted',
    'A request with a preflight',
    null,
    `
      OPTIONS /orders/7 HTTP/1.1
      Origin: ${PAGE}
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: content-type

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: ${PAGE}
      Access-Control-Allow-Methods: PUT
      Access-Control-Allow-Headers: content-type

      PUT /orders/7 HTTP/1.1
      Content-Type: application/json
      Origin: ${PAGE}

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: ${PAGE}`,
  ),
  situation(
    'passing',
    'pass-credentials',
    'A request with cookies',
    null,
    `
      GET /me HTTP/1.1
      Origin: ${PAGE}
      Cookie: session=1

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: ${PAGE}
      Access-Control-Allow-Credentials: true`,
  ),
  situation(
    'passing',
    'pass-redirect',
    'A redirect that keeps the headers',
    null,
    `
      GET /latest HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: ${PAGE}
      Location: http://api.example.com:8000/releases/3

      GET /releases/3 HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: ${PAGE}`,
  ),
  situation(
    'passing',
    'pass-error',
    'A 404 that your code may read',
    null,
    `
      GET /orders/404 HTTP/1.1
      Origin: ${PAGE}

      HTTP/1.1 404 Not Found
      Access-Control-Allow-Origin: ${PAGE}`,
  ),
];

export const situations: readonly Situation[] = [...fromRules, ...more, ...passing];

/** The rules' fixed examples, as situations that have to pass. */
export const fixedExamples: readonly Situation[] = catalogue.filter(isServable).map(({ id, title }) => ({
  id: `${id}.fixed`,
  title: `${title}, mended`,
  verdict: 'allowed',
  ...(id === 'allow-origin-localhost-alias' && { verdictInFirefox: 'unknown' }),
  rule: null,
  wire: readExample(exampleOf(id).fixed),
  group: 'rules',
}));

/** The verdict that an engine's recording allows. */
export function expectedVerdict(engine: 'chromium' | 'firefox', one: Situation): string {
  return (engine === 'firefox' && one.verdictInFirefox) || one.verdict;
}

/** The rule that speaks first, as far as an engine's recording tells. */
export function expectedRule(engine: 'chromium' | 'firefox', one: Situation): string | null {
  if (engine === 'firefox' && one.verdictInFirefox === 'unknown') return null;
  return (engine === 'firefox' && one.ruleInFirefox) || one.rule;
}
