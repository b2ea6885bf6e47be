import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../../src/session/rows.ts';
import type { Session } from '../../src/session/session.ts';
import { focusExplanation } from './focus.ts';
import { Columns, ListRow, rowId } from './ListRow.tsx';
import { NothingShown } from './Empty.tsx';
import { NothingSelected } from './NothingSelected.tsx';

/** Height of a row in pixels, as in the styles. */
const HEIGHT = 22;
/** Rows kept ready above and below what is seen. */
const MARGIN = 12;

export function FlowList({ session }: { readonly session: Session }) {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 600 });
  /** Whether the newest row is in sight and has to stay so. */
  const follows = useRef(true);
  const cursor = useSignal<string | null>(null);

  const reveal = (index: number): void => {
    const element = scroller.current;
    if (element === null || index < 0) return;
    const top = index * HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    const hidden = top + HEIGHT - element.clientHeight;
    if (hidden > element.scrollTop) element.scrollTop = hidden;
  };

  const rows = session.rows.value;
  const grouped = session.grouped.value;
  const selectedKey = session.selected.value === null ? null : `flow ${session.selected.value.id}`;
  const cursorKey = cursor.value;
  const atCursor = cursorKey === null ? -1 : rows.findIndex(({ key }) => key === cursorKey);
  const at = atCursor >= 0 ? atCursor : rows.findIndex(({ key }) => key === selectedKey);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && follows.current && !grouped) element.scrollTop = element.scrollHeight;
  }, [rows, grouped]);
  // The selected row comes into sight when it is another one, and when the filter lets others in. It does not while the user
  // scrolls, or while a running page adds rows.
  const { text, kinds } = session;
  const selectedAt = rows.findIndex(({ key }) => key === selectedKey);
  useLayoutEffect(() => reveal(selectedAt), [selectedKey, grouped, text.value, kinds.value]);
  // In a list that gets smaller what was in sight stays so: the selected row, else the newest one.
  const { height } = view.value;
  const heightBefore = useRef(height);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const top = selectedAt * HEIGHT - element.scrollTop;
    const wasInSight = selectedAt >= 0 && top + HEIGHT > 0 && top < heightBefore.current;
    heightBefore.current = height;
    if (wasInSight) reveal(selectedAt);
    else if (follows.current && !grouped) element.scrollTop = element.scrollHeight;
  }, [height]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      view.value = { top: element.scrollTop, height: element.clientHeight };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    follows.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 4;
    view.value = { top: element.scrollTop, height: element.clientHeight };
  };

  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    choose(row);
    reveal(index);
  };
  const choose = (row: Row): void => {
    cursor.value = row.key;
    if (row.kind === 'flow') session.select(row.item);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    const page = Math.max(1, Math.floor(view.value.height / HEIGHT) - 1);
    const next = (step: number): number => stepFrom(rows, at, step);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(next(1)),
      ArrowUp: () => go(at < 0 ? next(1) : next(-1)),
      PageDown: () => go(next(page)),
      PageUp: () => go(next(-page)),
      Home: () => go(stepFrom(rows, -1, 1)),
      End: () => go(stepFrom(rows, rows.length, -1)),
      Escape: () => {
        cursor.value = null;
        session.select(null);
      },
      Enter: () => (row?.kind === 'group' ? session.toggleGroup(row.group.key) : focusExplanation()),
      ArrowRight: () =>
        row?.kind === 'group' ? session.toggleGroup(row.group.key, true) : focusExplanation(),
      ArrowLeft: () => {
        if (row?.kind === 'group') session.toggleGroup(row.group.key, false);
        if (row?.kind === 'flow' && row.under !== null) go(rows.findIndex(({ key }) => key === row.under));
      },
    };
    const action = actions[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    // With nothing to close here the key is for DevTools.
    if (event.key === 'Escape' && selectedKey === null) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const first = Math.max(0, Math.floor(view.value.top / HEIGHT) - MARGIN);
  const end = Math.min(rows.length, Math.ceil((view.value.top + view.value.height) / HEIGHT) + MARGIN);
  const active = rows[at];
  const hosts = new Set(session.groups.value.map(({ host }) => host)).size;
  return (
    <section class={`list ${hosts > 1 ? 'several-hosts' : ''}`} aria-label="Requests">
      {!grouped && <Columns />}
      <div
        ref={scroller}
        class={`rows ${grouped ? 'grouped' : 'flat'}`}
        role="tree"
        tabIndex={0}
        aria-label="Requests"
        {...(active !== undefined && at >= first && at < end && { 'aria-activedescendant': rowId(active) })}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div class="canvas" style={{ height: `${rows.length * HEIGHT}px` }}>
          {rows.slice(first, end).map((row, i) => (
            <ListRow
              key={row.key}
              row={row}
              top={(first + i) * HEIGHT}
              active={first + i === at}
              selected={row.key === selectedKey}
              onChoose={() => choose(row)}
              onToggle={() => row.kind === 'group' && session.toggleGroup(row.group.key)}
            />
          ))}
        </div>
      </div>
      {rows.length === 0 && <NothingShown session={session} />}
      {selectedKey === null && <NothingSelected session={session} />}
    </section>
  );
}

/** The row so many steps away, or the last one there is; dividers are stepped over. */
function stepFrom(rows: readonly Row[], at: number, step: number): number {
  const direction = Math.sign(step);
  let found = at;
  let left = Math.abs(step);
  for (let i = at + direction; i >= 0 && i < rows.length && left > 0; i += direction) {
    if (rows[i]?.kind === 'navigation') continue;
    found = i;
    left--;
  }
  return found;
}
