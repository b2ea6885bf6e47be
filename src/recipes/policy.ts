/** What the user wants in the end, whatever server has to do it. */
export interface Policy {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  /** In seconds. */
  readonly maxAge: number;
}

/** No browser keeps a preflight longer: Firefox stops at a day, Chromium at two hours. */
const longestMaxAge = 86_400;

/**
 * No separator of any snippet's syntax can be in a host of this shape. The underscore is in because people do name
 * their development hosts so, and browsers do load them.
 */
const originShape = /^https?:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/;
const headerShape = /^[A-Za-z0-9_-]{1,100}$/;
const methodShape = /^[A-Z0-9-]{1,40}$/;

/** The sentences are the answer to "why is there no snippet?"; none means that every recipe can be written. */
export function checkPolicy(policy: Policy): readonly string[] {
  const { origins, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  return [
    ...(origins.length === 0 ? ['List at least one origin that may read the responses.'] : []),
    ...origins.map(originProblem),
    ...(methods.length === 0 ? ['List at least one method.'] : []),
    ...methods.map(methodProblem),
    ...requestHeaders.map(headerProblem),
    ...exposedHeaders.map((name) => headerProblem(name) ?? exposedHeaderProblem(name)),
    ...[origins, methods, requestHeaders, exposedHeaders].flatMap(repeated),
    Number.isInteger(maxAge) && maxAge >= 0 && maxAge <= longestMaxAge
      ? undefined
      : `The maximum age is ${maxAge}, but has to be a whole number of seconds from 0 to ${longestMaxAge}.`,
  ].filter((problem) => problem !== undefined);
}

/** One origin and no cookies: the answer is the same for everybody, so the server need not look who asks. */
export const isStatic = (policy: Policy): boolean => policy.origins.length === 1 && !policy.credentials;

/**
 * For servers that take an empty list to mean "every header". `Accept` needs no permission, so listing it gives none.
 */
export const requestHeadersOrAccept = ({ requestHeaders }: Policy): readonly string[] =>
  requestHeaders.length > 0 ? requestHeaders : ['Accept'];

export const isAddress = (origin: string): boolean => origin.includes('[');

function originProblem(origin: string): string | undefined {
  const value = shown(origin);
  if (origin === '*') return '"*" is not an origin: list the origins that may read the responses.';
  if (origin === 'null')
    return '"null" is the origin of every sandboxed frame and local file, so allowing it allows everybody.';
  if (origin !== origin.toLowerCase())
    return `${value} has capitals, but the browser sends origins in lower case and servers compare them exactly.`;
  if (!/^https?:\/\//.test(origin))
    return `${value} does not begin with http:// or https://, as an origin has to.`;
  if (/^https?:\/\/[^/?#]+[/?#]/.test(origin))
    return `${value} goes on after the host: an origin has no path and no slash at its end.`;
  if (!originShape.test(origin))
    return `${value} has characters that do not belong in an origin, so it is not written into a configuration.`;
  if (!URL.canParse(origin)) return `${value} is not a valid origin: no browser would send it.`;
  const sent = new URL(origin).origin;
  return sent === origin ? undefined : `${value} is not how the browser writes it: it sends ${shown(sent)}.`;
}

function methodProblem(method: string): string | undefined {
  const value = shown(method);
  if (method === '*') return '"*" means nothing in a request with credentials: list the methods.';
  if (/^[a-z]+$/i.test(method) && method !== method.toUpperCase())
    return `${value} is not ${method.toUpperCase()}: method names are case-sensitive. Write it in capitals, in the page too.`;
  if (!methodShape.test(method))
    return `${value} has characters that do not belong in a method, so it is not written into a configuration.`;
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method))
    return `${value} is a method that browsers refuse to send.`;
  return undefined;
}

function headerProblem(name: string): string | undefined {
  const value = shown(name);
  if (name === '*')
    return '"*" never covers Authorization, and means nothing with credentials: list the headers.';
  return headerShape.test(name)
    ? undefined
    : `${value} has characters that do not belong in a header's name, so it is not written into a configuration.`;
}

const exposedHeaderProblem = (name: string): string | undefined =>
  /^set-cookie2?$/i.test(name) ? `${shown(name)} can never be read by a script, exposed or not.` : undefined;

/** nginx and IIS refuse to start when a list says the same thing twice. */
function repeated(values: readonly string[]): readonly string[] {
  const lower = values.map((value) => value.toLowerCase());
  return values
    .filter((_, index) => lower.indexOf(lower[index] ?? '') !== index)
    .map((value) => `${shown(value)} is listed twice.`);
}

/** A hostile value in a sentence: escaped, so that a terminal or a reader is not fooled, and cut. */
function shown(value: string): string {
  const cut = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return JSON.stringify(cut).replace(
    /[^\x20-\x7e…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
