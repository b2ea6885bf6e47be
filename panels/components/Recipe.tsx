import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Answerer } from '../../src/diagnosis/answerers.ts';
import { recipeFor, recipes } from '../../src/recipes/catalogue.ts';
import { checkPolicy, type Policy } from '../../src/recipes/policy.ts';
import { answererText, groupRecipes, likeliestOf } from '../../src/report/servers.ts';
import { visible } from '../../src/session/visible.ts';
import { remember } from '../settings.ts';
import { Copy } from './Copy.tsx';
import { Doubled } from './Doubled.tsx';
import { PolicyForm } from './PolicyForm.tsx';
import { Snippet } from './Snippet.tsx';

interface Props {
  /** What the requests need; the user may change it. */
  readonly policy: Policy;
  /** The server's origin; null where no request tells. */
  readonly api: string | null;
  readonly answerers: readonly Answerer[];
  /** Headers that two layers send. */
  readonly doubled: readonly string[];
  /** Where the policy's parts come from; made only where it is shown. */
  readonly sources?: ComponentChildren;
  /** Whether the policy is open to be changed from the start. */
  readonly open?: boolean;
}

/** What the user chose for a server, until the panel is closed; and what was chosen last, for the next unknown one. */
const choices = signal<ReadonlyMap<string, string>>(new Map());
const lastChoice = signal('');
remember('server', lastChoice);

const groups = groupRecipes(recipes);

/** Where to look, for those who do not know what their server is. */
function Unknown() {
  return (
    <p class="unwritten">
      Not sure? Search the server’s code, and the configuration of any proxy, gateway or CDN in front of it,
      for <code>Access-Control-Allow-Origin</code> or <code>cors</code>: that is the place to change. If
      others run the server, send them what “Copy as Markdown” copies; the headers needed are the same for
      every server.
    </p>
  );
}

/** A policy as one server's configuration, with a picker for the server. */
export function Recipe({ policy, api, answerers, doubled, sources, open = false }: Props) {
  const edited = useSignal<Policy | null>(null);
  const likeliest = likeliestOf(answerers);
  const key = api ?? '';
  const id = choices.value.get(key) ?? likeliest?.recipe ?? lastChoice.value;
  const recipe = recipeFor(id);
  const wanted = edited.value ?? policy;
  const problems = checkPolicy(wanted);
  const snippet = recipe === undefined || problems.length > 0 ? null : recipe.write(wanted);
  const who = answerers.find((answerer) => answerer.recipe === id);
  const marked = [...new Set(answerers.map((answerer) => answerer.recipe))]
    .map((one) => (one === null ? undefined : recipeFor(one)))
    .filter((one) => one !== undefined);
  const onPick = (event: { readonly currentTarget: HTMLSelectElement }): void => {
    const { value } = event.currentTarget;
    choices.value = new Map(choices.value).set(key, value);
    lastChoice.value = value;
  };
  return (
    <>
      {doubled.length > 0 && <Doubled doubled={doubled} recipe={recipe} marked={marked} />}
      <PolicyForm
        policy={wanted}
        problems={problems}
        changed={edited.value !== null}
        open={open}
        sources={sources}
        onChange={(next) => (edited.value = next)}
      />
      <div class="change">
        <div class="change-head">
          <span class="to picker">
            <select aria-label="Server" value={recipe === undefined ? '' : id} onChange={onPick}>
              {recipe === undefined && (
                <option value="" disabled>
                  Choose your server
                </option>
              )}
              {marked.length > 0 && (
                <optgroup label="Recognized in the response">
                  {marked.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </optgroup>
              )}
              {groups.map((group) => (
                <optgroup key={group.title} label={group.title}>
                  {group.recipes
                    .filter((one) => !marked.includes(one))
                    .map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
            <span class="soft">
              {who !== undefined && (
                <>
                  {answererText(who)} (<code>{visible(who.because)}</code>)
                </>
              )}
              {api !== null &&
                answerers.length === 0 &&
                `The response does not show which server this is${recipe === undefined ? ': choose yours' : ''}.`}
            </span>
          </span>
          {snippet !== null && (snippet.parts?.length ?? 1) === 1 && (
            <Copy wide text={snippet.text} what="configuration" />
          )}
        </div>
        {recipe === undefined && <Unknown />}
        {recipe !== undefined &&
          (problems.length === 0 ? (
            <Snippet recipe={recipe} policy={wanted} doubled={doubled.length > 0} />
          ) : (
            <p class="unwritten">Fix the problem above to get the configuration.</p>
          ))}
      </div>
    </>
  );
}
