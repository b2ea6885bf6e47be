import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { useSaid } from './said.ts';
import { ShareFlow } from './ShareFlow.tsx';
import { TryAgain } from './TryAgain.tsx';

/** What can be done with one flow. */
export function Actions({ item, session }: { readonly item: Item; readonly session: Session }) {
  const [said, say] = useSaid();
  return (
    <div class="actions">
      <TryAgain item={item} session={session} onSend={() => say('')} />
      <ShareFlow item={item} session={session} said={said} say={say} />
    </div>
  );
}
