import { useSignal } from '@preact/signals';
import { curlOf, type Shell } from '../../src/curl/curl.ts';
import type { Examined } from '../../src/report/examine.ts';
import { reproductionsOf, type Reproduction } from '../../src/report/reproduce.ts';
import { visible } from '../../src/session/visible.ts';
import { chooseShell, shell as chosen, SHELLS } from '../shell.ts';
import { Copy } from './Copy.tsx';

/** The preflight and the request as commands, without secrets unless they are asked for. */
export function Reproduce({ examined }: { readonly examined: Examined }) {
  const secrets = useSignal(false);
  const [shell] = chosen.value;
  const found = reproductionsOf(examined, secrets.value);
  const hasSecrets = secrets.value || found.some(({ redacted }) => redacted.length > 0);
  return (
    <div class="reproduce">
      <div class="reproduce-how">
        <fieldset>
          <legend class="offscreen">For which shell</legend>
          {SHELLS.map(([one, name]) => (
            <label key={one} class="check">
              <input type="radio" name="shell" checked={one === shell} onChange={() => chooseShell(one)} />
              {name}
            </label>
          ))}
        </fieldset>
        {hasSecrets && (
          <label class="check">
            <input
              type="checkbox"
              checked={secrets.value}
              onChange={(event) => (secrets.value = event.currentTarget.checked)}
            />
            With secrets
          </label>
        )}
      </div>
      {found.map((one) => (
        <Command key={one.what} one={one} shell={shell} />
      ))}
      <p class="soft">
        curl shows the response headers but does not enforce CORS; only browsers do. Check that{' '}
        <code>Access-Control-Allow-Origin</code> is sent, once, with your page’s origin.
      </p>
    </div>
  );
}

function Command({ one, shell }: { readonly one: Reproduction; readonly shell: Shell }) {
  const { what, request, redacted, recorded, lacksBody, lacksCookie } = one;
  const command = curlOf(request, shell);
  const title = what === 'preflight' ? 'Preflight' : 'Request';
  if (command === null) return <p class="soft">{title}: this can’t be written as a command.</p>;
  return (
    <div class="change">
      <div class="change-head">
        <span class="to">
          <b>{title}</b>{' '}
          {!recorded && <span class="soft">as the browser would send it: none was recorded</span>}
        </span>
        <Copy wide text={command} what={what} />
      </div>
      <pre class="snippet" role="region" aria-label={`Command for the ${what}`} tabIndex={0}>
        <code>{command}</code>
      </pre>
      {(redacted.length > 0 || lacksBody || lacksCookie) && (
        <div class="snippet-notes">
          {redacted.length > 0 && <p>Removed: {redacted.map(visible).join(', ')}.</p>}
          {lacksCookie && (
            <p>
              It was sent with credentials, and no cookie was recorded. If there is one, add it with{' '}
              <code>-H &quot;Cookie: …&quot;</code>.
            </p>
          )}
          {lacksBody && (
            <p>
              The body was not recorded. Add it with <code>--data</code>.
            </p>
          )}
        </div>
      )}
    </div>
  );
}
