import type { Group } from '../../src/session/rows.ts';
import type { Session } from '../../src/session/session.ts';

/** Below a list of which nothing is selected: how much of it comes down to how little. */
export function NothingSelected({ session }: { readonly session: Session }) {
  return (
    <div class="summary-line">
      <h1 class="offscreen">Requests</h1>
      <b>{summaryOf(session.groups.value)}</b>
      <span class="soft">Select a request to see what the browser decided, and why.</span>
    </div>
  );
}

/** "api.example.com: 14 failed requests, one cause" */
function summaryOf(groups: readonly Group[]): string {
  const failing = groups.filter(({ kind, fixedSince }) => {
    return (kind === 'blocked' || kind === 'failed') && fixedSince === null;
  });
  const requests = failing.reduce((sum, { items }) => sum + items.length, 0);
  if (requests === 0) return 'No request failed.';
  const hosts = [...new Set(failing.map(({ host }) => host))];
  const causes = new Set(failing.map(({ cause }) => cause)).size;
  return [
    hosts.length === 1 ? `${hosts[0]}: ` : '',
    requests === 1 ? 'one failed request' : `${requests} failed requests`,
    hosts.length === 1 ? '' : ` to ${hosts.length} hosts`,
    causes === 1 ? ', one cause' : `, ${causes} causes`,
  ].join('');
}
