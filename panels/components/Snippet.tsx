import type { Policy } from '../../src/recipes/policy.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { trustNote } from '../../src/report/policy.ts';
import { checkedText } from '../../src/report/servers.ts';
import { Text } from './Text.tsx';

interface Props {
  readonly recipe: Recipe;
  readonly policy: Policy;
  readonly doubled: boolean;
}

/** The configuration as text: where it goes, what to look out for, who vouches for it. */
export function Snippet({ recipe, policy, doubled }: Props) {
  const { file, checked, removeDuplicate, group } = recipe;
  // What avoids CORS opens nothing.
  const trust = group === 'development' ? null : trustNote(policy);
  return (
    <>
      <p class="snippet-where">
        <b>Where:</b> <Text text={`${file}.`} />
      </p>
      <pre class="snippet" role="region" aria-label="Configuration" tabIndex={0}>
        <code>{recipe.write(policy).text}</code>
      </pre>
      <div class="snippet-notes">
        <ul>
          {recipe.caveats(policy).map((caveat) => (
            <li key={caveat}>
              <Text text={caveat} />
            </li>
          ))}
        </ul>
        {trust !== null && <p>{trust}</p>}
        <p class={checked.by === 'run' ? 'verified' : 'soft'}>
          {checkedText(checked)}{' '}
          <a href={checked.url} target="_blank" rel="noreferrer">
            Documentation
          </a>
        </p>
        {!doubled && (
          <details>
            <summary>Two layers send these headers?</summary>
            <p>
              <Text text={removeDuplicate} />
            </p>
          </details>
        )}
      </div>
    </>
  );
}
