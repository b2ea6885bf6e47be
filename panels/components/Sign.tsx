import type { Kind } from '../../src/session/item.ts';

type Sign = Kind | 'passed' | 'broken' | 'never';

const WORDS: Readonly<Record<Kind, string>> = {
  blocked: 'Blocked',
  failed: 'Not CORS',
  unknown: 'Unknown',
  warning: 'Warning',
  allowed: 'Allowed',
  exempt: 'Exempt',
};

export function wordOf(kind: Kind): string {
  return WORDS[kind];
}

/** Shapes differ as well as colours: disc with cross, disc with mark, triangle, ring, tick, dash. */
const SHAPES: Readonly<Record<Sign, readonly [disc: string, glyph: string]>> = {
  blocked: ['M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z', 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6'],
  broken: ['M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z', 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6'],
  failed: ['M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z', 'M8 4v5M8 11v1.2'],
  warning: ['M8 1.2l7.4 13.3H.6z', 'M8 6v4M8 11.4v1.2'],
  unknown: [
    '',
    'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7zM6 6.3a2 2 0 1 1 2.9 1.8c-.7.4-.9.7-.9 1.4M8 11v1',
  ],
  allowed: ['', 'M2.5 8.5l3.8 3.8 7.2-8'],
  passed: ['', 'M2.5 8.5l3.8 3.8 7.2-8'],
  exempt: ['', 'M4 8h8'],
  never: ['', 'M4 8h8'],
};

/** A verdict as a picture. `label` is for those who don't see it; leave it out where a word stands beside. */
export function SignIcon({ sign, label }: { readonly sign: Sign; readonly label?: string }) {
  const [disc, glyph] = SHAPES[sign];
  const named =
    label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={`sign ${sign}`} viewBox="0 0 16 16" {...named}>
      {disc !== '' && <path class="disc" d={disc} />}
      <path class={disc === '' ? 'line' : 'glyph'} d={glyph} />
    </svg>
  );
}
