import type { Group } from '../../src/session/rows.ts';
import type { Session } from '../../src/session/session.ts';

/** Below a list of which nothing is selected: how much of it comes down to how little. */
export function NothingSelected({ session }: { readonly session: Session }) {
  const hidden = session.hiddenFailures.value;
  const summary = summaryOf(session.groups.value);
  return (
    <div class="summary-line">
      <h1 class="offscreen">Requests</h1>
      {(summary !== null || hidden === 0) && <b>{summary ?? nothingFails(session.groups.value)}</b>}
      {hidden > 0 && (
        <span>
          {summary === null ? <b>{hiddenText(hidden)}</b> : hiddenText(hidden)}{' '}
          <button type="button" class="link" onClick={() => session.showAll()}>
            Show all
          </button>
        </span>
      )}
      <span class="soft">Select a request to see what the browser decided, and why.</span>
    </div>
  );
}

function hiddenText(count: number): string {
  return count === 1 ? 'The filter hides one failed request.' : `The filter hides ${count} failed requests.`;
}

function nothingFails(groups: readonly Group[]): string {
  return groups.some(({ fixedSince }) => fixedSince !== null)
    ? 'Every request that failed passes now.'
    : 'No request failed.';
}

/** "api.example.com: 14 failed requests, one cause"; null where nothing in the list still fails. */
function summaryOf(groups: readonly Group[]): string | null {
  const failing = groups.filter(({ kind, fixedSince }) => {
    return (kind === 'blocked' || kind === 'failed') && fixedSince === null;
  });
  const requests = failing.reduce((sum, { items }) => sum + items.length, 0);
  if (requests === 0) return null;
  const hosts = [...new Set(failing.map(({ host }) => host))];
  const causes = new Set(failing.map(({ cause }) => cause)).size;
  return [
    hosts.length === 1 ? `${hosts[0]}: ` : '',
    requests === 1 ? 'one failed request' : `${requests} failed requests`,
    hosts.length === 1 ? '' : ` to ${hosts.length} hosts`,
    causes === 1 ? ', one cause' : `, ${causes} causes`,
  ].join('');
}
