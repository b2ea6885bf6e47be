import { tellCourse } from '../../src/session/course.ts';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { clock } from '../clock.ts';
import { Changes } from './Changes.tsx';
import { SignIcon } from './Sign.tsx';
import { showTab } from './Tabs.tsx';
import { Text } from './Text.tsx';

/** What became of the attempts before and after this one: fixed since, as before, or broken. */
export function Course({ item, session }: { readonly item: Item; readonly session: Session }) {
  const attempts = session.attempts.value;
  if (attempts === null || attempts.course === 'single' || attempts.course === 'passing') return null;
  const { sign, text, todo } = tellCourse(attempts, clock);
  const newest = attempts.attempts[0]?.item;
  // Of an old attempt that others were like there is nothing to say; it would only push down its explanation.
  if (attempts.course === 'unchanged' && newest?.id !== item.id) return null;
  return (
    <div class={`course-strip ${sign}`} role="status">
      <p>
        <SignIcon sign={sign} /> <Text text={text} /> {todo !== null && <Text text={todo} />}
      </p>
      {attempts.course !== 'unchanged' && <Changes changes={attempts.changes} />}
      <p class="links">
        {newest !== undefined && newest.id !== item.id && newest !== session.newerFailure.value && (
          <button type="button" class="link" onClick={() => session.select(newest)}>
            Show the latest attempt
          </button>
        )}
        <button type="button" class="link" onClick={() => showTab('attempts')}>
          All {attempts.total} attempts
        </button>
      </p>
    </div>
  );
}
