/**
 * The characters that have no meaning between quotes in any syntax that a recipe is written in: JavaScript, Python,
 * Ruby, PHP, Java, C#, Go, Rust, JSON, YAML, XML, shells, and the languages of nginx, Apache, Caddy, HAProxy, lighttpd,
 * Varnish and Velocity. A policy that was checked has no others; whatever else gets here is refused, never escaped, so
 * that there is no escaping to get wrong.
 */
const plain = /^[A-Za-z0-9_.,:/[\] -]*$/;

/** A value without quotes, for a place where its syntax wants none. */
export function bare(value: string): string {
  if (!plain.test(value)) throw new RangeError(`not a value that can be quoted: ${JSON.stringify(value)}`);
  return value;
}

export const single = (value: string): string => `'${bare(value)}'`;
export const double = (value: string): string => `"${bare(value)}"`;

export const singles = (values: readonly string[]): string => values.map(single).join(', ');
export const doubles = (values: readonly string[]): string => values.map(double).join(', ');

/** Several names as one header value. */
export const joined = (values: readonly string[], separator = ', '): string =>
  values.map(bare).join(separator);

export const regex = (value: string): string => bare(value).replace(/[.[\]]/g, '\\$&');

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A snippet from its lines; what does not apply is false. */
export const lines = (...parts: readonly (string | false)[]): string =>
  parts.filter((part) => part !== false).join('\n');

export const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
