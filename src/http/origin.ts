/**
 * The origin of a URL, serialised: `scheme://host[:port]`, or `null` for an opaque one.
 * Null (the value) where the text is no URL.
 *
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function originOf(url: string): string | null {
  if (beginsWith(url, latest)) return latest.origin;
  if (beginsWith(url, former)) return former.origin;
  const slash = url.indexOf('/', SHORTEST);
  const start = slash === -1 ? url : url.slice(0, slash);
  const origin = known.get(start);
  if (origin !== undefined) return note(start, origin);
  if (!PLAIN.test(start)) return parseOrigin(url);
  // Nothing behind the host can change such a URL's origin, or make it invalid.
  if (known.size >= MOST_KNOWN) known.clear();
  const parsed = parseOrigin(start);
  known.set(start, parsed);
  return note(start, parsed);
}

/** The last two: one page and one server are what is mostly asked for, and to see that takes less than to look them up. */
let latest: Start = { start: ' /', origin: null };
let former = latest;

interface Start {
  readonly start: string;
  readonly origin: string | null;
}

function note(start: string, origin: string | null): string | null {
  former = latest;
  latest = { start, origin };
  return origin;
}

function beginsWith(url: string, { start }: Start): boolean {
  return url.charCodeAt(start.length) === SLASH && url.startsWith(start);
}

const SLASH = 0x2f;
const SHORTEST = 'http://a'.length;
/** Scheme, host and port as they usually are: what else a URL may begin with, the parser has to see. */
const PLAIN = /^https?:\/\/[a-z\d.:-]{1,300}$/i;
const known = new Map<string, string | null>();
const MOST_KNOWN = 1000;

function parseOrigin(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Whether a URL's scheme is one to which CORS can apply. */
export function isHttpScheme(url: string): boolean {
  return /^https?:/i.test(url);
}

/** The parts of an origin that a person compares. Null where the text is no absolute http(s) URL. */
export interface OriginParts {
  readonly scheme: string;
  readonly host: string;
  /** As written, empty for the scheme's default. */
  readonly port: string;
}

export function originParts(text: string): OriginParts | null {
  if (!URL.canParse(text) || !isHttpScheme(text)) return null;
  const { protocol, hostname, port } = new URL(text);
  return { scheme: protocol.slice(0, -1), host: hostname, port };
}
