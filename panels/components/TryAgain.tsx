import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Item } from '../../src/session/item.ts';
import { isSafe, repeatOf } from '../../src/session/repeat.ts';
import type { Session } from '../../src/session/session.ts';
import type { Repeated } from '../../src/session/source.ts';
import { visible } from '../../src/session/visible.ts';

/** How long the browser has to report a repeated request, in milliseconds: the capture's last look is over by then. */
const LONGEST_WAIT = 10_000;

/** `overdue`: it was sent long ago, and no attempt has come. Its arrival would have put this button's page away. */
type State = 'idle' | 'asking' | Repeated | 'overdue';

const SAID: Readonly<Record<State, string>> = {
  idle: '',
  asking: '',
  sent: 'Sent. The new attempt is shown when it ends.',
  overdue:
    'Sent, but the browser has not reported it within 10 seconds. Either the server has not responded yet, or the report was lost: try again.',
  elsewhere: 'Not sent: a different page is open now. Go back to the page that made the request.',
  failed: 'Not sent: the page could not be reached.',
};

interface Props {
  readonly item: Item;
  readonly session: Session;
  readonly onSend: () => void;
}

/** Lets the page repeat the request; asks first where that may change something on the server. */
export function TryAgain({ item, session, onSend }: Props) {
  const state = useSignal<State>('idle');
  const request = repeatOf(item.examined);
  const sent = state.value === 'sent';
  useEffect(() => {
    if (!sent) return;
    const timer = setTimeout(() => (state.value = 'overdue'), LONGEST_WAIT);
    return () => clearTimeout(timer);
  }, [sent, state]);
  if (!session.live || request === null) return null;
  const send = async (): Promise<void> => {
    onSend();
    state.value = 'idle';
    state.value = await session.repeat(item);
  };
  if (state.value === 'asking') {
    return <Confirm method={request.method} onYes={() => void send()} onNo={() => (state.value = 'idle')} />;
  }
  const { emptied } = request;
  return (
    <>
      <button
        type="button"
        class="button try-again"
        title="The page sends this request again, with the same headers and credentials, but without a body."
        onClick={() => (isSafe(request.method) ? void send() : (state.value = 'asking'))}
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3" />
        </svg>
        Try again
      </button>
      <span class="soft" role="status">
        {(sent || state.value === 'overdue') && session.paused.value
          ? 'Sent. Recording is paused: resume it to see the new attempt.'
          : SAID[state.value]}
        {sent &&
          emptied.length > 0 &&
          ` Sent empty, since their values were not recorded: ${emptied.map(visible).join(', ')}.`}
      </span>
    </>
  );
}

interface ConfirmProps {
  readonly method: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Confirm({ method, onYes, onNo }: ConfirmProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onNo();
  };
  return (
    <div class="confirm" role="group" aria-label="Try again" onKeyDown={onKeyDown}>
      <p>
        <code>{visible(method)}</code> may change something on the server. It is sent without a body, because
        bodies are not recorded.
      </p>
      <button ref={yes} type="button" class="button strong" onClick={onYes}>
        Send it
      </button>
      <button type="button" class="button" onClick={onNo}>
        Cancel
      </button>
    </div>
  );
}
