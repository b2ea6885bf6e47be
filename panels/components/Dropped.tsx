import type { Session } from '../../src/session/session.ts';
import { droppedText } from '../../src/session/words.ts';
import { Text } from './Text.tsx';

/** That the list is not whole. */
export function Dropped({ session }: { readonly session: Session }) {
  const text = droppedText(session.dropped.value, session.live);
  if (text === null) return null;
  return (
    <div class="banner dropped" role="status">
      <p>
        <Text text={text} />
      </p>
    </div>
  );
}
