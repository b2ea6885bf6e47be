import type { Examined } from '../../src/report/examine.ts';
import { visible } from '../../src/session/visible.ts';
import { wayOf, type Leg, type LegState } from '../../src/session/way.ts';
import { SignIcon } from './Sign.tsx';
import { Text } from './Text.tsx';

const SPOKEN: Readonly<Record<LegState, string>> = {
  passed: '',
  broken: 'Failed here: ',
  never: 'Not reached: ',
  unknown: 'Unknown: ',
};

/** The way of the request between page and servers, broken where it broke. */
export function WayPicture({ examined }: { readonly examined: Examined }) {
  const { page, servers, legs, end } = wayOf(examined);
  return (
    <div class="way" style={{ '--lanes': servers.length }}>
      <div class="lanes">
        <span class="lane">
          <small>page</small> {page === null ? 'not recorded' : visible(page)}
        </span>
        {servers.map((server) => (
          <span key={server} class="lane server">
            <small>server</small> {visible(server)}
          </span>
        ))}
      </div>
      <div class="sea">
        {['page', ...servers].map((server, i) => (
          <span key={server} class={`lifeline ${i === 0 ? 'page' : ''}`} style={{ '--at': i }} />
        ))}
        <ol aria-label="Path of the request">
          {legs.map((leg, i) => (
            <LegLine key={i} leg={leg} />
          ))}
          <li class={`end ${end.state}`}>
            <SignIcon
              sign={end.state === 'passed' ? 'passed' : end.state === 'unknown' ? 'unknown' : 'never'}
            />
            {end.text}
          </li>
        </ol>
      </div>
    </div>
  );
}

function LegLine({ leg }: { readonly leg: Leg }) {
  const { server, direction, state, label, note } = leg;
  return (
    <li class={`leg ${direction} ${state}`} style={{ '--to': server + 1 }}>
      <span class="offscreen">
        {SPOKEN[state]}
        {direction === 'out' ? 'page to server: ' : 'server to page: '}
      </span>
      <span class="wire" aria-hidden="true" />
      <span class="said">
        {state === 'broken' && <SignIcon sign="broken" />}
        {state === 'unknown' && <SignIcon sign="unknown" />}
        <b>{visible(label)}</b> {note !== '' && <Text text={note} />}
      </span>
    </li>
  );
}
