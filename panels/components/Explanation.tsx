import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { Actions } from './Actions.tsx';
import { Compare } from './Compare.tsx';
import { Configuration } from './Configuration.tsx';
import { Course } from './Course.tsx';
import { Fix } from './Fix.tsx';
import { focusList } from './focus.ts';
import { Headline } from './Headline.tsx';
import { Notes } from './Notes.tsx';
import { PreflightReasons } from './PreflightReasons.tsx';
import { Problems } from './Problems.tsx';
import { Tabs } from './Tabs.tsx';
import { WayPicture } from './WayPicture.tsx';
import { builderOpen } from '../view.ts';

/** Where the reader was when the builder took this one's place. */
let covered: { readonly id: number; readonly top: number } | null = null;

/** Everything there is to say about one flow, the whole story in its first line. */
export function Explanation({ item, session }: { readonly item: Item; readonly session: Session }) {
  const { examined } = item;
  const pane = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = pane.current;
    if (element !== null && covered?.id === item.id) element.scrollTop = covered.top;
    covered = null;
    return () => {
      if (builderOpen.peek() && element !== null) covered = { id: item.id, top: element.scrollTop };
    };
  }, [item.id]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    // Chromium's DevTools listen at the document, and show or hide their drawer.
    event.stopPropagation();
    focusList();
  };
  return (
    <section ref={pane} class="explanation" aria-label="Explanation" onKeyDown={onKeyDown}>
      <div class="bar">
        <button
          type="button"
          class="tool close"
          title="Close"
          aria-label="Close"
          onClick={() => {
            session.select(null);
            focusList();
          }}
        >
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
        <Actions item={item} session={session} />
      </div>
      <FromBefore session={session} />
      <Headline item={item} jumps={session.jumps} />
      <Course item={item} session={session} />
      {examined.lead?.compare && <Compare comparison={examined.lead.compare} />}
      <WayPicture examined={examined} />
      <Notes examined={examined} />
      <Problems examined={examined} />
      <Fix examined={examined} />
      <Configuration examined={examined} session={session} />
      <PreflightReasons examined={examined} />
      <Tabs item={item} session={session} />
    </section>
  );
}

/** That the page was loaded anew meanwhile, and what it failed at since. */
function FromBefore({ session }: { readonly session: Session }) {
  const newer = session.newerFailure.value;
  return newer === null ? null : (
    <p class="from-before soft" role="status">
      This is from before the page was loaded again.{' '}
      <button type="button" class="link" onClick={() => session.select(newer)}>
        Show the newest failure
      </button>
    </p>
  );
}
