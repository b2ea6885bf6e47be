/** Makes the server's side of a situation: answers that are right, right but for one thing, or wild. */
import type { Random } from './random.ts';
import type { Answer, Headers } from './situation.ts';

export interface Need {
  readonly method: string;
  readonly credentials: boolean;
  readonly origin: string;
}

/** The standard's correct answers. */
export function goodAnswer(random: Random, { credentials, origin }: Need, status: number): Answer {
  const value = credentials ? origin : random.pick(['*', origin]);
  return {
    status,
    headers: [[ALLOW_ORIGIN, value], ...(credentials ? [[ALLOW_CREDENTIALS, 'true'] as const] : [])],
  };
}

export function goodPreflight(random: Random, need: Need): Answer {
  const good = goodAnswer(random, need, random.pick([200, 204]));
  if (good === 'close') return good;
  const wildcard = !need.credentials && random.chance(0.3);
  return {
    ...good,
    headers: [
      ...good.headers,
      [ALLOW_METHODS, wildcard ? '*' : '{method}'],
      [ALLOW_HEADERS, wildcard ? '*, authorization' : '{headers}'],
      ...(random.chance(0.3) ? [[MAX_AGE, random.pick(MAX_AGES)] as const] : []),
    ],
  };
}

/** Breaks one thing in an answer; some of the changes break nothing, which the engines have to agree on as well. */
export function mutate(random: Random, answer: Answer, isPreflight: boolean): Answer {
  if (answer === 'close') return answer;
  const { status, headers } = answer;
  const values = (name: string): readonly string[] =>
    headers.filter(([own]) => own === name).map(([, value]) => value);
  const change = (name: string, value: string | null): Answer => ({
    status,
    headers: withHeader(headers, name, value),
  });
  const twice = (name: string, more: string): Answer => ({
    status,
    headers: [...headers, [nameCase(random, name), more]],
  });
  const renamed = (name: string): Answer => ({
    status,
    headers: headers.map(([own, value]) => [own === name ? nameCase(random, own) : own, value]),
  });
  const onAnswer: readonly (() => Answer)[] = [
    () => change(ALLOW_ORIGIN, null),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(ORIGINS)),
    () => change(ALLOW_ORIGIN, random.pick(['*', '{origin}', '{echo}'])),
    () => twice(ALLOW_ORIGIN, random.pick([...values(ALLOW_ORIGIN), '*', 'https://other.example', ''])),
    () => renamed(ALLOW_ORIGIN),
    () => change(ALLOW_CREDENTIALS, null),
    () => change(ALLOW_CREDENTIALS, random.pick(NOT_TRUE)),
    () => twice(ALLOW_CREDENTIALS, random.pick(['true', 'false'])),
    () => ({ status: random.pick(isPreflight ? PREFLIGHT_STATUSES : STATUSES), headers }),
    () => ({ status: random.pick(isPreflight ? PREFLIGHT_STATUSES : STATUSES), headers: [] }),
    () => 'close' as const,
    () => twice(EXPOSE, random.pick(['*', 'x-a', 'x a', ''])),
  ];
  const onPreflight: readonly (() => Answer)[] = [
    () => change(ALLOW_METHODS, null),
    () => change(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => change(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => twice(ALLOW_METHODS, random.pick(METHOD_LISTS)),
    () => change(ALLOW_HEADERS, null),
    () => change(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => change(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => twice(ALLOW_HEADERS, random.pick(HEADER_LISTS)),
    () => renamed(ALLOW_METHODS),
    () => renamed(ALLOW_HEADERS),
    () => change(MAX_AGE, random.pick(MAX_AGES)),
  ];
  return random.pick(isPreflight ? [...onAnswer, ...onPreflight, ...onPreflight] : onAnswer)();
}

function withHeader(headers: Headers, name: string, value: string | null): Headers {
  const rest = headers.filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  return value === null ? rest : [...rest, [name, value]];
}

/** Headers of any kind together, mostly plausible. */
export function wildAnswer(random: Random, isPreflight: boolean): Answer {
  if (random.chance(0.03)) return 'close';
  const headers: (readonly [string, string])[] = [];
  const add = (name: string, probability: number, values: readonly string[]): void => {
    if (random.chance(probability)) headers.push([nameCase(random, name), random.pick(values)]);
  };
  const good = ['*', '{origin}', '{echo}'];
  add(ALLOW_ORIGIN, 0.9, random.chance(0.75) ? good : ORIGINS);
  add(ALLOW_ORIGIN, 0.05, [...good, ...ORIGINS]);
  add(ALLOW_CREDENTIALS, 0.6, random.chance(0.8) ? ['true'] : NOT_TRUE);
  if (isPreflight) {
    add(ALLOW_METHODS, 0.85, random.chance(0.6) ? ['{method}', '*'] : METHOD_LISTS);
    add(ALLOW_METHODS, 0.05, METHOD_LISTS);
    add(ALLOW_HEADERS, 0.85, random.chance(0.6) ? ['{headers}', '*'] : HEADER_LISTS);
    add(ALLOW_HEADERS, 0.05, HEADER_LISTS);
    add(MAX_AGE, 0.3, MAX_AGES);
  }
  add(EXPOSE, 0.1, ['*', 'x-a']);
  add('Vary', 0.2, ['Origin']);
  const usual = isPreflight ? [200, 204] : [200];
  return {
    status: random.pick(random.chance(0.8) ? usual : isPreflight ? PREFLIGHT_STATUSES : STATUSES),
    headers,
  };
}

function nameCase(random: Random, name: string): string {
  return random.pick([name, name, name, name.toLowerCase(), name.toUpperCase(), name.replace('A', 'a')]);
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
const ALLOW_METHODS = 'Access-Control-Allow-Methods';
const ALLOW_HEADERS = 'Access-Control-Allow-Headers';
const MAX_AGE = 'Access-Control-Max-Age';
const EXPOSE = 'Access-Control-Expose-Headers';

const ORIGINS = [
  '{origin}/',
  '{origin}/path',
  '{origin} ',
  ' {origin}',
  '{scheme}://{host}',
  '{scheme}://{host}:1{port}',
  '{scheme}://{host}:0{port}',
  '{scheme}://{host}:{port}0',
  '{scheme}://{host}:80',
  '{scheme}://{host}:443',
  'http://{host}:{port}',
  'https://{host}:{port}',
  '{SCHEME}://{host}:{port}',
  '{scheme}://{HOST}:{port}',
  '{host}:{port}',
  '{host}',
  '//{host}:{port}',
  '{scheme}://www.{host}:{port}',
  '{scheme}://*.{host}:{port}',
  'https://*.example.com',
  '*.example.com',
  'https://*',
  'http://*',
  'http://',
  'http:',
  'localhost:3000',
  'http://localhost:3000',
  'http://127.0.0.1:{port}',
  'https://other.example',
  '{origin}, https://other.example',
  'https://other.example, {origin}',
  '{origin},{origin}',
  '{origin} https://other.example',
  '{origin};',
  '{origin},',
  '"{origin}"',
  "'{origin}'",
  '<{origin}>',
  'null',
  'NULL',
  'Null',
  '"null"',
  'undefined',
  'true',
  'all',
  'any',
  '',
  '**',
  '*, *',
  '*,{origin}',
  '"*"',
  "'*'",
  '[object Object]',
  '${ORIGIN}',
  '/.*/',
  '^https?://.*$',
  'file://',
  'data:,x',
  'ftp://{host}',
  'http://user@{host}:{port}',
  'http://[::1]:{port}',
  'http://{host}:99999',
  'http://exa mple.com',
  'http://%zz',
  'localhost',
  'a:b',
  'a',
  '1',
  '*\t',
  '\t{origin}',
  '{origin}\u00a0',
  '\u00e9',
] as const;

const NOT_TRUE = [
  'True',
  'TRUE',
  '1',
  'yes',
  'false',
  '',
  'true,true',
  'true, true',
  '"true"',
  'true;',
  ' true',
  'true ',
  'tru',
  '*',
] as const;

const METHOD_LISTS = [
  '',
  '*',
  'GET',
  'GET, POST',
  'GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD',
  'get, post, put, delete, patch',
  '*, {method}',
  '{method},*',
  '{method}',
  '{METHOD}',
  '{Method}',
  '{method}, ',
  ',,{method},,',
  ', ,\t{method}\t, ',
  '{method}x',
  '"{method}"',
  '{method}; GET',
  'GET {method}',
  '{method}/GET',
  'all',
  'ANY',
  '*;',
  '**',
  '[{method}]',
  '{method}|GET',
  'GET|{method}',
  '{method}, {x}',
  'PUT',
  'PATCH',
  'DELETE',
  '\u00e9',
] as const;

const HEADER_LISTS = [
  '',
  '*',
  '{headers}',
  '{HEADERS}',
  '{headers}, ',
  ',,{headers},,',
  ' , {headers}',
  '{headers}, *',
  '*, {headers}',
  '*, Authorization',
  'authorization, {headers}',
  '{headers}; x-a',
  '{headers}:',
  '"{headers}"',
  'x foo, {headers}',
  '{headers},x foo',
  'content-type',
  'Content-Type, X-A, X-B, Authorization, X-Requested-With',
  'x-a',
  'X-A,X-B',
  'x_a',
  'x-*',
  'all',
  '[*]',
  '{headers}{',
  'authorization',
  'X-A\tX-B',
  '\u00e9',
] as const;

const MAX_AGES = [
  '0',
  '1',
  '5',
  '60',
  '600',
  '7200',
  '86400',
  '99999999999999999999',
  '-1',
  '+60',
  '1.5',
  'abc',
  '',
  '60, 60',
  ' 60',
  '60;',
  '0x10',
] as const;

const STATUSES = [
  200, 200, 200, 201, 202, 203, 206, 299, 400, 401, 403, 404, 405, 410, 413, 418, 429, 500, 501, 502, 503,
  504,
];
const PREFLIGHT_STATUSES = [
  200, 204, 200, 204, 201, 202, 206, 299, 205, 300, 304, 400, 401, 403, 404, 405, 415, 500, 502, 503, 301,
  302, 303, 307, 308,
];
