import { parseArgs } from 'node:util';
import { recipeFor, recipes } from '../recipes/catalogue.ts';
import { checkPolicy, type Policy } from '../recipes/policy.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { trustNote } from '../report/policy.ts';
import { checkedText, groupRecipes } from '../report/servers.ts';
import { nearest, parsed, UsageError, type Command } from './terminal.ts';

const usage = `Usage: whycors recipe --server NAME --origin ORIGIN [options]
       whycors recipe --list

Writes the CORS configuration for a server. The configuration goes to the standard output; where it belongs and what
to look out for goes to the standard error.

  --server NAME      one of those that --list shows
  --origin ORIGIN    who may read the responses; several with commas, or the option several times;
                     what proxies in development needs none
  --methods LIST     with commas, such as GET,PUT; GET,HEAD,POST unless given
  --headers LIST     request headers that the page sets, with commas
  --expose LIST      headers of the response that the page reads, with commas
  --credentials      cookies, or a login of the browser’s, go along
  --max-age SECONDS  how long browsers keep the permission, 600 unless given
  --list             the servers

Exit status: 0 it was written, 2 a server or a value can’t be used.
`;

/** What avoids CORS allows no origin. */
const UNUSED = 'http://localhost';

const options = {
  server: { type: 'string' },
  origin: { type: 'string', multiple: true },
  methods: { type: 'string', multiple: true },
  headers: { type: 'string', multiple: true },
  expose: { type: 'string', multiple: true },
  credentials: { type: 'boolean' },
  'max-age': { type: 'string' },
  list: { type: 'boolean' },
} as const;

export const recipe: Command = {
  summary: 'writes the CORS configuration for a server',
  usage,
  run: (args, { out, err }) => {
    const { values } = parsed(() => parseArgs({ args: [...args], options }), 'recipe', options);
    if (values.list === true) {
      out(listText());
      return 0;
    }
    if (values.server === undefined)
      throw new UsageError('recipe wants a server: whycors recipe --server NAME; --list shows them');
    const chosen = recipeFor(values.server) ?? unknownServer(values.server);
    const maxAge = values['max-age'] ?? '600';
    if (!/^\d{1,9}$/.test(maxAge))
      throw new UsageError(`--max-age is a whole number of seconds, not ${JSON.stringify(maxAge)}`);
    const policy: Policy = {
      origins: listOf('--origin', values.origin ?? (chosen.group === 'development' ? [UNUSED] : [])),
      methods: listOf('--methods', values.methods ?? ['GET,HEAD,POST']),
      requestHeaders: listOf('--headers', values.headers ?? []),
      exposedHeaders: listOf('--expose', values.expose ?? []),
      credentials: values.credentials === true,
      maxAge: Number(maxAge),
    };
    if (policy.origins.length === 0)
      throw new UsageError('recipe wants an origin: --origin https://app.example.com');
    const problems = checkPolicy(policy);
    if (problems.length > 0) throw new UsageError(problems.join(' '));

    out(`${chosen.write(policy).text}\n`);
    err(notesText(chosen, policy));
    return 0;
  },
};

const WHAT = {
  '--origin': 'origin',
  '--methods': 'method',
  '--headers': 'header’s name',
  '--expose': 'header’s name',
} as const;

function listOf(option: keyof typeof WHAT, given: readonly string[]): readonly string[] {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim());
  const wrong = names.find((name) => /\s/.test(name));
  if (wrong !== undefined)
    throw new UsageError(
      `${option} ${JSON.stringify(wrong)} is no ${WHAT[option]}; put commas between several`,
    );
  return [...new Set(names.filter((name) => name !== ''))];
}

function unknownServer(name: string): never {
  const whole = name.toLowerCase();
  const words = whole.split(/[^a-z0-9]+/).filter((word) => word.length > 3);
  const near = [whole, ...words].map(holding).find((ids) => ids.length > 0);
  const ids =
    near ??
    nearest(
      name,
      recipes.map(({ id }) => id),
    );
  const hint = ids.length > 0 ? `did you mean ${ids.join(' or ')}?` : '--list shows them';
  throw new UsageError(`there is no server ${JSON.stringify(name)}; ${hint}`);
}

function holding(part: string): readonly string[] {
  return recipes
    .filter(
      ({ id, name, group }) =>
        part.length > 1 && (id.includes(part) || name.toLowerCase().includes(part) || group === part),
    )
    .map(({ id }) => id);
}

function notesText({ file, checked, caveats, removeDuplicate, group }: Recipe, policy: Policy): string {
  // What avoids CORS opens nothing.
  const trust = group === 'development' ? null : trustNote(policy);
  const notes = [
    `Where: ${file}.`,
    `${checkedText(checked)} ${checked.url}`,
    ...caveats(policy).map((caveat) => `- ${caveat}`),
    `Two layers send these headers? ${removeDuplicate}`,
    ...(trust === null ? [] : [trust]),
  ];
  return `\n${notes.join('\n')}\n`;
}

function listText(): string {
  const longest = Math.max(...recipes.map(({ id }) => id.length));
  return groupRecipes(recipes)
    .map(({ title, recipes: group }) => {
      const lines = group.map(
        ({ id, name, checked }) =>
          `  ${id.padEnd(longest)}  ${name}${checked.by === 'run' ? '' : ', not tested by us'}`,
      );
      return `${[title, ...lines].join('\n')}\n`;
    })
    .join('\n');
}
