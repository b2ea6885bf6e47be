import { lastHop } from '../../src/cors/flow.ts';
import type { Item } from '../../src/session/item.ts';
import type { Group, Row } from '../../src/session/rows.ts';
import { visible } from '../../src/session/visible.ts';
import { clock } from '../clock.ts';
import { SignIcon, wordOf } from './Sign.tsx';

interface Props {
  readonly row: Row;
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
}

export function rowId({ key }: Row): string {
  return `row-${key.replaceAll(/[^\w]/g, (char) => `_${char.charCodeAt(0)}`)}`;
}

export function ListRow({ row, top, active, selected, onChoose, onToggle }: Props) {
  const common = {
    id: rowId(row),
    style: { top: `${top}px` },
    role: 'treeitem' as const,
    'aria-selected': selected,
  };
  const classes = (kind: string, past: boolean): string =>
    `row ${kind}${active ? ' active' : ''}${past ? ' past' : ''}`;
  switch (row.kind) {
    case 'group':
      return (
        <div
          {...common}
          class={classes('group', row.group.past)}
          aria-level={1}
          title={`${visible(row.group.cause)}\n${visible(row.group.host)}${row.group.fixedSince === null ? '' : '\nFixed: the latest attempts pass'}`}
          aria-expanded={row.open}
          onClick={() => {
            onChoose();
            onToggle();
          }}
        >
          <GroupCells group={row.group} open={row.open} />
        </div>
      );
    case 'flow':
      return (
        <div
          {...common}
          class={classes('flow', row.past)}
          aria-level={row.under === null ? 1 : 2}
          title={`${visible(row.item.method)} ${visible(row.item.host + row.item.path)}\n${visible(row.item.cause)}, ${clock(row.item.startedAt)}`}
          onClick={onChoose}
        >
          <FlowCells item={row.item} />
        </div>
      );
    case 'navigation':
      return (
        <div
          {...common}
          class="row navigation"
          aria-level={1}
          aria-disabled="true"
          title={visible(row.navigation.url)}
        >
          <span>Page loaded {clock(row.navigation.at)}</span>
        </div>
      );
  }
}

function GroupCells({ group, open }: { readonly group: Group; readonly open: boolean }) {
  const fixed = group.fixedSince !== null;
  return (
    <>
      <svg class={`twist ${open ? 'open' : ''}`} viewBox="0 0 16 16" aria-hidden="true">
        <path d="M6 4l4 4-4 4" />
      </svg>
      <SignIcon
        sign={fixed ? 'allowed' : group.kind}
        label={fixed ? `${wordOf(group.kind)} before` : wordOf(group.kind)}
      />
      <b class="cause">{visible(group.cause)}</b>
      <span class="where">
        {visible(group.host)}
        {group.past && !fixed && <span class="since">before the reload</span>}
      </span>
      {fixed && (
        <span class="fixed">
          fixed<span class="when"> since {clock(group.fixedSince ?? 0)}</span>
        </span>
      )}
      <span class="count">
        {group.items.length}
        <span class="offscreen"> {group.items.length === 1 ? 'request' : 'requests'}</span>
      </span>
    </>
  );
}

function FlowCells({ item }: { readonly item: Item }) {
  return (
    <>
      <SignIcon sign={item.kind} label={wordOf(item.kind)} />
      <span class="method">
        {visible(item.method)}
        {item.preflighted && <span class="soft"> + preflight</span>}
      </span>
      <Path path={item.path} />
      <span class="host">{visible(item.host)}</span>
      <span class="cause">{visible(item.cause)}</span>
      <Status item={item} />
      <span class="time">{clock(item.startedAt)}</span>
    </>
  );
}

/** Cut before its last segment where it is too long: many addresses begin alike. */
function Path({ path }: { readonly path: string }) {
  const end = path.replace(/[?#].*/s, '').lastIndexOf('/');
  return (
    <span class="path">
      <span class="head">{visible(path.slice(0, Math.max(0, end)))}</span>
      <span class="tail">{visible(path.slice(Math.max(0, end)))}</span>
    </span>
  );
}

/** The statuses in order; where it ended at a preflight that one's, and as in the Network panel where none came. */
function Status({ item: { statuses, kind, examined } }: { readonly item: Item }) {
  // Firefox may lose the status of a response, and then says 0.
  const texts = statuses.map(
    (status) => `${status || (status === 0 || kind === 'unknown' ? '?' : '(failed)')}`,
  );
  const isRefused = kind === 'blocked' && statuses.at(-1) === null && Boolean(statuses.at(-2));
  const atPreflight = isRefused && lastHop(examined.flow).preflight !== null;
  if (atPreflight) texts.pop();
  // Of a preflight and its request that both failed, one is enough.
  else if (!statuses.some(Boolean)) texts.splice(1);
  const before = texts.length > 3 ? [texts[0], '…'] : texts.slice(0, -1);
  return (
    <span class="status">
      {before.map((text) => `${text} → `)}
      {atPreflight && <span class="soft">preflight </span>}
      {texts.at(-1)}
    </span>
  );
}

export function Columns() {
  return (
    <div class="row columns" aria-hidden="true">
      <span />
      <span>Method</span>
      <span>Path</span>
      <span class="host">Host</span>
      <span class="cause">Cause</span>
      <span class="status">Status</span>
      <span class="time">Time</span>
    </div>
  );
}
