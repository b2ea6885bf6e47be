import type { Repeat } from '../session/repeat.ts';

/**
 * An expression that makes a request in the page it is evaluated in, if that is still the page whose request it was.
 * All that comes from the wire is in it as JSON: data, never code.
 */
export function repeatExpression({ url, method, headers, credentials, origin }: Repeat): string {
  const options = JSON.stringify({ method, headers, credentials });
  return `(() => {
    if (location.origin !== ${JSON.stringify(origin)}) return 'elsewhere';
    fetch(${JSON.stringify(url)}, ${options}).catch(() => {});
    return 'sent';
  })()`;
}
