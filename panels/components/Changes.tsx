import type { Change } from '../../src/session/attempts.ts';
import { Value } from './Text.tsx';

const MOST = 12;

/** What was another one before, a line each. */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul class="changes">
      {changes.slice(0, MOST).map((change, i) => (
        <li key={i}>
          <span class="soft">{PLACES[change.on][change.in]}</span>{' '}
          {change.header === ':sent' ? <Sent change={change} /> : <Changed change={change} />}
        </li>
      ))}
      {changes.length > MOST && <li class="soft">and {changes.length - MOST} more</li>}
    </ul>
  );
}

const PLACES = {
  preflight: { request: 'Preflight', response: 'Preflight response' },
  request: { request: 'Request', response: 'Response' },
} as const;

function Sent({ change: { after } }: { readonly change: Change }) {
  return (
    <>{after === null ? 'was not sent: not needed, or an earlier one was cached.' : 'was sent this time.'}</>
  );
}

function Changed({ change: { header, before, after } }: { readonly change: Change }) {
  return (
    <>
      <Value value={header === ':status' ? 'Status' : header} />{' '}
      <span class="now">{before === null ? <i>absent</i> : <Value value={before} />}</span>{' '}
      <span class="soft">
        <span aria-hidden="true">→</span>
        <span class="offscreen">became</span>
      </span>{' '}
      <span class="needed">{after === null ? <i>absent</i> : <Value value={after} />}</span>
    </>
  );
}
