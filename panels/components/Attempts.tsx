import type { Attempt, Attempts as Story } from '../../src/session/attempts.ts';
import { tellCourse } from '../../src/session/course.ts';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import { clock } from '../clock.ts';
import { Changes } from './Changes.tsx';
import { SignIcon, wordOf } from './Sign.tsx';
import { Text } from './Text.tsx';

/** More than anyone reads; a page that polls makes thousands. */
const MOST = 50;

interface Props {
  readonly attempts: Story;
  readonly item: Item;
  readonly session: Session;
}

/** Every attempt at the same thing, the newest first, with what changed from one to the next. */
export function Attempts({ attempts, item, session }: Props) {
  const { sign, text, todo } = tellCourse(attempts, clock);
  const shown = attempts.attempts.slice(0, MOST);
  return (
    <>
      <p class={`course ${sign}`}>
        <SignIcon sign={sign} /> <Text text={text} />
      </p>
      {todo !== null && (
        <p class="todo">
          <Text text={todo} />
        </p>
      )}
      <ol class="attempts">
        {shown.map((attempt, i) => (
          <Line
            key={attempt.item.id}
            attempt={attempt}
            current={i === holderOf(shown, item)}
            session={session}
          />
        ))}
      </ol>
      {attempts.attempts.length > MOST && <p class="soft">Older attempts are not shown.</p>}
      <p class="soft">
        Attempts have the same method, URL (without its query) and page.
        {attempts.attempts.some(({ count }) => count > 1) && ' Identical attempts in a row share one line.'}
      </p>
    </>
  );
}

/** The place of the line that stands for an item: it names the newest of its attempts. */
function holderOf(attempts: readonly Attempt[], { startedAt }: Item): number {
  return attempts.findIndex(({ from }) => from <= startedAt);
}

function Line({
  attempt,
  current,
  session,
}: {
  readonly attempt: Attempt;
  readonly current: boolean;
  readonly session: Session;
}) {
  const { item, count, changes } = attempt;
  return (
    <li>
      <button
        type="button"
        class="attempt"
        aria-current={current ? 'true' : undefined}
        onClick={() => session.select(item)}
      >
        <SignIcon sign={item.kind} label={wordOf(item.kind)} />
        <span class="time">{clock(item.startedAt)}</span>
        <span class="cause">{visible(item.cause)}</span>
        {count > 1 && <span class="count">{count} times</span>}
      </button>
      {changes.length > 0 && <Changes changes={changes} />}
    </li>
  );
}
