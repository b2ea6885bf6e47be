/**
 * The origin of a URL, serialised: `scheme://host[:port]`, or `null` for an opaque one.
 * Null (the value) where the text is no URL.
 *
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function originOf(url: string): string | null {
  const known = origins.get(url);
  if (known !== undefined) return known;
  const origin = URL.canParse(url) ? new URL(url).origin : null;
  if (origins.size >= MOST_KNOWN) origins.clear();
  origins.set(url, origin);
  return origin;
}

/** Every look at a flow asks for the same few origins again, and to parse a URL takes longer than the rest of the look. */
const origins = new Map<string, string | null>();
const MOST_KNOWN = 500;

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
