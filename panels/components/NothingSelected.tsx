import { KINDS, type Kind } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { SignIcon } from './Sign.tsx';

const SAID: Readonly<Record<Kind, string>> = {
  blocked: 'blocked by CORS',
  failed: 'failed, not because of CORS',
  unknown: 'unknown (not enough was recorded)',
  warning: 'allowed, with a warning',
  allowed: 'allowed',
  exempt: 'where CORS does not apply',
};

/** Below a list of which nothing is chosen: what there is to be found in it. */
export function NothingSelected({ session }: { readonly session: Session }) {
  const counts = session.counts.value;
  return (
    <div class="summary-line">
      <h1 class="offscreen">Requests</h1>
      {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
        <span key={kind}>
          <SignIcon sign={kind} /> <b>{counts[kind]}</b> {SAID[kind]}
        </span>
      ))}
      <span class="soft">Select a request to see what the browser decided, and why.</span>
    </div>
  );
}
