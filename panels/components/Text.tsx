import { piecesOf, visible } from '../../src/session/visible.ts';

/** The engine's text: what stands between backticks is code, and nothing else is markup. */
export function Text({ text }: { readonly text: string }) {
  return (
    <>{piecesOf(text).map(({ text: part, code }) => (code ? <code>{visible(part)}</code> : visible(part)))}</>
  );
}

/** A value from the wire. */
export function Value({ value }: { readonly value: string }) {
  return <code>{value === '' ? <i>(empty)</i> : visible(value)}</code>;
}
