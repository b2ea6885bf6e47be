import type { ComponentChildren } from 'preact';
import type { Policy } from '../../src/recipes/policy.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { trustNote } from '../../src/report/policy.ts';
import { checkedText } from '../../src/report/servers.ts';
import { Copy } from './Copy.tsx';
import { Text } from './Text.tsx';

interface Props {
  readonly recipe: Recipe;
  readonly policy: Policy;
  readonly doubled: boolean;
}

/** The configuration as text: where it goes, what to look out for, who vouches for it. */
export function Snippet({ recipe, policy, doubled }: Props) {
  const { text, parts } = recipe.write(policy);
  const { file, checked, removeDuplicate, group } = recipe;
  // What avoids CORS opens nothing.
  const trust = group === 'development' ? null : trustNote(policy);
  return (
    <>
      {parts === undefined ? (
        <PartBox where={file} label="Configuration" text={text} />
      ) : (
        parts.map((part) => (
          <PartBox key={part.place} where={part.where} label={`Part for ${part.place}`} text={part.text}>
            {parts.length > 1 && <Copy wide text={part.text} what={`${part.place} part`} />}
          </PartBox>
        ))
      )}
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

function PartBox({
  where,
  label,
  text,
  children,
}: {
  readonly where: string;
  readonly label: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <>
      <div class="snippet-where">
        <span>
          <b>Where:</b> <Text text={`${where}.`} />
        </span>
        {children}
      </div>
      <pre class="snippet" role="region" aria-label={label} tabIndex={0}>
        <code>{text}</code>
      </pre>
    </>
  );
}
