import { lastHop } from '../../src/cors/flow.ts';
import { credentialsNote } from '../../src/diagnosis/remedy.ts';
import type { Examined } from '../../src/report/examine.ts';
import { changesOf, type AnswerChange } from '../../src/session/change.ts';
import { visible } from '../../src/session/visible.ts';
import { Copy } from './Copy.tsx';
import { SignIcon } from './Sign.tsx';
import { Text } from './Text.tsx';

/** The remedy as a difference: what the answers hold now, and what they have to hold. */
export function Fix({ examined }: { readonly examined: Examined }) {
  const changes = changesOf(examined);
  const { remedy } = examined;
  if (remedy === null || changes.length === 0) return null;
  const notes = [credentialsNote(remedy), remedy.advice].filter((text) => text !== null);
  return (
    <section aria-labelledby="fix">
      <h2 id="fix">
        The fix <span class="soft">on the server: headers sent now, and headers needed</span>
      </h2>
      {changes.map((change, at) => (
        <ChangeBox key={at} change={change} />
      ))}
      {remedy.verified && (
        <p class="verified">
          <SignIcon sign="allowed" />
          {checkedOf(examined)}
        </p>
      )}
      {notes.map((text) => (
        <p class="soft" key={text}>
          <Text text={text} />
        </p>
      ))}
    </section>
  );
}

function checkedOf({ flow }: Examined): string {
  const status = lastHop(flow).actual?.response?.status ?? 0;
  const where = 'in Chrome, Firefox and Safari’s engine';
  return status >= 400
    ? `Checked: with these headers your page can read the ${status} ${where}. The ${status} itself has to be solved first.`
    : `Checked: with these headers the request passes ${where}.`;
}

function ChangeBox({ change }: { readonly change: AnswerChange }) {
  const { to, method, path, status, neededStatus, lines, text } = change;
  return (
    <div class="change">
      <div class="change-head">
        <span class="to">
          <b>{TITLES[to]}</b>{' '}
          <code>
            {visible(method)} {visible(path)}
          </code>
          {status === null && <span class="soft"> not seen, has to contain</span>}
        </span>
        {lines.some(({ sign }) => sign === '+') && (
          <Copy wide text={text} what={text.includes('\n') ? 'headers' : 'header'} />
        )}
      </div>
      <div class="diff">
        {neededStatus !== null && (
          <>
            {status !== null && <DiffLine sign="-" text={`${status}`} name="Status" />}
            <DiffLine sign="+" text={`${neededStatus}`} name="Status" />
          </>
        )}
        {lines.map(({ sign, name, value }, i) => (
          <DiffLine key={i} sign={sign} name={name} text={visible(value)} />
        ))}
      </div>
    </div>
  );
}

const TITLES = { preflight: 'Preflight response', redirect: 'Redirect', response: 'Response' } as const;
const SPOKEN = { '-': 'Remove: ', '+': 'Send: ', ' ': 'Keep: ' } as const;
const SORT = { '-': 'now', '+': 'needed', ' ': 'same' } as const;

function DiffLine({
  sign,
  name,
  text,
}: {
  readonly sign: '-' | '+' | ' ';
  readonly name: string;
  readonly text: string;
}) {
  return (
    <div class={`diff-line ${SORT[sign]}`}>
      <span class="offscreen">{SPOKEN[sign]}</span>
      <span class="sign-column" aria-hidden="true">
        {sign === '-' ? '−' : sign}
      </span>
      <code>
        {visible(name)}: {text}
      </code>
    </div>
  );
}
