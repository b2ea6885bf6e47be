import type { FailureOf } from '../cors/types.ts';
import type { OriginParts } from '../http/origin.ts';
import { originParts } from '../http/origin.ts';
import { code, type Finding } from './rule.ts';

type Mismatch = FailureOf<'allow-origin-mismatch'>;

/** What all rules about a wrong Access-Control-Allow-Origin have in common. */
export function mismatchFinding(
  { origin, value, lines }: Mismatch,
  text: { readonly headline?: string; readonly explanation: string; readonly fix?: string },
): Finding {
  return {
    headline: text.headline ?? `The server allows ${code(value)}. Your page is ${code(origin)}.`,
    explanation: text.explanation,
    fix: text.fix ?? `Send \`Access-Control-Allow-Origin: ${origin}\`.`,
    evidence: [
      ...lines.map(
        (line) => ({ in: 'response', header: 'Access-Control-Allow-Origin', value: line }) as const,
      ),
      { in: 'request', header: 'Origin', value: origin },
    ],
    compare: {
      needed: { label: 'page', value: origin },
      found: value.includes(',') ? { label: 'allowed', value, lines } : { label: 'allowed', value },
    },
  };
}

/** Both origins taken apart, where the allowed value is one URL and the request's origin is not opaque. */
export function bothOrigins({ origin, value }: Mismatch): {
  readonly page: OriginParts;
  readonly allowed: OriginParts;
} | null {
  const page = originParts(origin);
  const allowed = originParts(value);
  return page === null || allowed === null ? null : { page, allowed };
}
