import { getHeader, type HeaderList } from '../http/header-list.ts';

type Line = readonly [name: string, value: string];

/** The header that shows that an answer came out of a cache; null where nothing does. */
export function cacheHit(headers: HeaderList): Line | null {
  for (const name of [
    'X-Cache',
    'CF-Cache-Status',
    'X-Cache-Status',
    'X-Nginx-Cache',
    'Cache-Status',
    'X-Proxy-Cache',
  ]) {
    const value = getHeader(headers, name);
    if (value !== null && /\bhit\b/i.test(value)) return [name, value];
  }
  const age = getHeader(headers, 'Age');
  return age !== null && Number(age) > 0 ? ['Age', age] : null;
}

/** The header that shows that a cache may keep an answer, or that one was asked. */
export function cacheSign(headers: HeaderList): Line | null {
  const hit = cacheHit(headers);
  if (hit !== null) return hit;
  const control = getHeader(headers, 'Cache-Control');
  if (control !== null && /\bpublic\b|\bs-maxage=[1-9]/i.test(control)) return ['Cache-Control', control];
  for (const name of ['X-Cache', 'CF-Cache-Status', 'X-Cache-Status']) {
    const value = getHeader(headers, name);
    if (value !== null && !/bypass|dynamic/i.test(value)) return [name, value];
  }
  return null;
}
