import type { Examined } from '../../src/report/examine.ts';
import { openToday, sourcesOf } from '../../src/report/policy.ts';
import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import { useFound } from './found.ts';

interface Props {
  readonly examined: Examined;
  readonly session: Session;
}

/** Why each part of the policy is in it. */
export function Sources(props: Props) {
  const sources = useFound(sourcesOf, props);
  const loaded = props.session.navigations.value.at(-1)?.at ?? 0;
  return (
    <ul class="sources" aria-label="Where it comes from">
      {sources.map(({ request, isOwn, startedAt, values }, at) => (
        <li key={at}>
          {request === null ? 'Allowed today' : <code>{visible(request)}</code>}
          {isOwn && ', this request'}
          {!isOwn && request !== null && startedAt < loaded && ', before the page was loaded anew'}:{' '}
          {values.map(visible).join(', ')}
        </li>
      ))}
    </ul>
  );
}

/** A list of origins closes what is open to everyone. */
export function OpenToday(props: Props) {
  const [first, ...more] = useFound(openToday, props);
  if (first === undefined) return null;
  const others = more.length > 0;
  return (
    <p class="open-today">
      <code>{visible(first)}</code>
      {others ? ` and ${more.length} more allow` : ' allows'} every origin (<code>*</code>) today. This
      configuration would close {others ? 'them' : 'it'} to other pages: on your server, put it on the paths
      that need it, and not on {others ? 'these' : 'this one'}.
    </p>
  );
}
