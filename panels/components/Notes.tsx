import type { Engine } from '../../src/cors/types.ts';
import type { Examined } from '../../src/report/examine.ts';
import { concludedText, MISSING } from '../../src/report/missing.ts';
import { Text } from './Text.tsx';

/** What the recording does not say, what was concluded instead, and where browsers differ. */
export function Notes({ examined: { verdict } }: { readonly examined: Examined }) {
  const { missing, inferences, engines } = verdict;
  const results = Object.entries(engines) as [Engine, string][];
  const differ = new Set(results.map(([, result]) => result)).size > 1;
  if (missing.length === 0 && inferences.length === 0 && !differ) return null;
  return (
    <ul class="notes">
      {missing.map((one) => (
        <li key={one} class="gap-note">
          <p>
            <Text text={MISSING[one].what} />
          </p>
          <p class="todo">
            <Text text={MISSING[one].todo} />
          </p>
        </li>
      ))}
      {inferences.map((inference) => (
        <li key={inference.what}>
          <Text text={concludedText(inference)} />
        </li>
      ))}
      {differ && (
        <li>
          <strong>Browsers differ:</strong>{' '}
          {results.map(([engine, result]) => `${ENGINES[engine]} ${RESULTS[result] ?? result}`).join('; ')}.
        </li>
      )}
    </ul>
  );
}

const ENGINES: Readonly<Record<Engine, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
};
const RESULTS: Readonly<Record<string, string>> = {
  allowed: 'allows it',
  blocked: 'blocks it',
  unknown: 'is unknown',
};
