import type { RefObject } from 'preact';
import { KINDS, type Kind } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { BuilderTool } from './BuilderTool.tsx';
import { FileTools } from './FileTools.tsx';
import { focusList } from './focus.ts';
import { HelpTool } from './HelpTool.tsx';
import { SignIcon } from './Sign.tsx';

interface Props {
  readonly session: Session;
  readonly filter: RefObject<HTMLInputElement | null>;
}

export function Toolbar({ session, filter }: Props) {
  const { grouped, preserve } = session;
  return (
    <header class="toolbar">
      <div class="tools">
        {session.live && <Recording session={session} />}
        <label class="check" title="Group requests by cause and host">
          <input
            type="checkbox"
            checked={grouped.value}
            onChange={(event) => (grouped.value = event.currentTarget.checked)}
          />
          Group
        </label>
        {session.live && (
          <label class="check" title="Keep requests when the page reloads or navigates">
            <input
              type="checkbox"
              checked={preserve.value}
              onChange={(event) => (preserve.value = event.currentTarget.checked)}
            />
            Preserve log
          </label>
        )}
        <span class="rule" />
        <BuilderTool />
        <FileTools session={session} />
        <HelpTool />
      </div>
      <div class="finder">
        <Filter session={session} filter={filter} />
        <Chips session={session} />
      </div>
    </header>
  );
}

/** What only a running page needs. */
function Recording({ session }: { readonly session: Session }) {
  const { paused, waiting } = session;
  return (
    <>
      <button type="button" class="tool" title="Clear" aria-label="Clear" onClick={() => session.clear()}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 3.8l8.4 8.4" />
        </svg>
      </button>
      <button
        type="button"
        class="tool"
        aria-pressed={paused.value}
        title={paused.value ? 'Resume recording' : 'Pause recording'}
        aria-label="Pause"
        onClick={() => session.pause(!paused.value)}
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d={paused.value ? 'M5 3l8 5-8 5z' : 'M5.5 3v10M10.5 3v10'} />
        </svg>
      </button>
      {paused.value && <span class="paused">Paused, {waiting.value} new</span>}
      <span class="rule" />
    </>
  );
}

function Filter({ session: { text }, filter }: Props) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      focusList();
    }
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (text.value === '') focusList();
    text.value = '';
  };
  return (
    <input
      ref={filter}
      class="filter"
      type="search"
      placeholder="Filter: host, path, method, cause, header"
      aria-label="Filter"
      title="Shows requests that contain every word; -word excludes. Press / to jump here."
      spellcheck={false}
      value={text.value}
      onInput={(event) => (text.value = event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

const CHIPS: Readonly<Record<Kind, readonly [word: string, title: string]>> = {
  blocked: ['blocked', 'Blocked by CORS'],
  failed: ['not CORS', 'Failed for a reason other than CORS'],
  unknown: ['unknown', 'Not enough was recorded to say'],
  warning: ['warnings', 'Allowed, but with something to fix'],
  allowed: ['allowed', 'The page could read the response'],
  exempt: [
    'exempt',
    'CORS does not apply: to the page’s own origin, or made without CORS, as images, scripts and navigations are. Shown only if pressed.',
  ],
};

function Chips({ session }: { readonly session: Session }) {
  const { kinds, counts, fixed } = session;
  const present = KINDS.filter((kind) => {
    return counts.value[kind] > 0 || kinds.value.has(kind) || kind === 'blocked' || kind === 'allowed';
  });
  return (
    <div class="chips" role="group" aria-label="Outcomes">
      {present.map((kind) => {
        const [[words, title], count, mended] = [CHIPS[kind], counts.value[kind], fixed.value[kind]];
        const word = count === 1 && kind === 'warning' ? 'warning' : words;
        return (
          <button
            key={kind}
            type="button"
            class={`chip ${kind}`}
            aria-pressed={kinds.value.has(kind)}
            title={mended === 0 ? title : `${title}; ${mended} of them fixed since`}
            aria-label={mended === 0 ? `${count} ${word}` : `${count} ${word} (${mended} fixed)`}
            onClick={() => session.toggleKind(kind)}
          >
            <SignIcon sign={kind} />
            <b>{count}</b> <span class="chip-label">{word}</span>
            {mended > 0 && <span class="chip-fixed">({mended} fixed)</span>}
          </button>
        );
      })}
    </div>
  );
}
