import type { Recipe } from '../../src/recipes/recipe.ts';
import { Text } from './Text.tsx';

interface Props {
  readonly doubled: readonly string[];
  readonly recipe: Recipe | undefined;
  readonly marked: readonly Recipe[];
}

/** Two layers send a header: which lines to take out of which. */
export function Doubled({ doubled, recipe, marked }: Props) {
  const layers = [...new Set([...(recipe === undefined ? [] : [recipe]), ...marked])];
  return (
    <div class="doubled">
      <p>
        <b>Which one keeps CORS?</b> Two layers send{' '}
        {doubled.map((name, i) => (
          <>
            {i > 0 && ' and '}
            <code>{name}</code>
          </>
        ))}
        , and only one may. Take it out of the other:
      </p>
      <ul>
        {layers.map(({ id, name, removeDuplicate }) => (
          <li key={id}>
            <b>{name}:</b> <Text text={removeDuplicate} />
          </li>
        ))}
      </ul>
      <p>The configuration below is for the one that keeps it.</p>
    </div>
  );
}
