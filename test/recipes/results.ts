/** What came of the runs: kept in results.json, shown in docs/recipes.md. */
import type { Recipe } from '../../src/recipes/recipe.ts';

/** In the order of the table's columns. */
export const checks = {
  put: 'A `PUT` with cookies and an `Authorization` header passes, from both origins',
  delete: 'So does a `DELETE`: what one request needs does not shut out the others',
  refused: 'A third origin can neither read nor `PUT`',
  unauthorized: 'The answer 401 can be read by the page',
  missing: 'The answer 404 can be read by the page',
  throws: 'The answer 500, of a handler that throws, can be read by the page',
  gateway: 'With the application down, the proxy’s own 502 or 503 can be read by the page',
  exposed: 'An exposed header can be read, also where the browser’s cache has the other origin’s answer',
  single: 'No header is sent twice, also where the application behind sends its own (seen on the socket)',
  vary: '`Vary: Origin` is on every answer that a cache may keep, also on those to other origins and to none, unless all are the same',
  preflight: 'The preflight is answered before any login, with exactly what was asked for',
  lookalikes: 'Look-alikes of the origins are refused: other port, scheme or ending, `null`',
  one: 'The same for one origin without cookies, which some recipes write differently',
  least: 'With next to nothing allowed, nothing more is allowed',
} as const;

export type CheckId = keyof typeof checks;

/** In a table's head. */
const heads: Record<CheckId, string> = {
  put: 'PUT',
  delete: 'DELETE',
  refused: 'third origin',
  unauthorized: '401',
  missing: '404',
  throws: '500',
  gateway: '502',
  exposed: 'exposed',
  single: 'single',
  vary: 'Vary',
  preflight: 'preflight',
  lookalikes: 'look-alikes',
  one: 'one origin',
  least: 'least',
};

export const checkIds = Object.keys(checks) as readonly CheckId[];

export interface Row {
  readonly id: string;
  readonly recipe: string;
  readonly name: string;
  /** As `nginx 1.22.1`; empty where it could not be had. */
  readonly versions: readonly string[];
  /** What it was before the recipe, in words. */
  readonly before: string;
  /** What the page could not do then. */
  readonly failedBefore: readonly CheckId[];
  /** Null where it passed, otherwise what was wrong. A check that does not apply is absent. */
  readonly outcomes: Readonly<Partial<Record<CheckId, string | null>>>;
  /** Why it did not run; null where it did. */
  readonly notRun: string | null;
}

export interface Results {
  readonly browser: string;
  readonly rows: readonly Row[];
}

export const passes = ({ notRun, outcomes }: Row): boolean =>
  notRun === null && Object.values(outcomes).every((outcome) => outcome === null);

/** Sentences about what a recipe says of itself and the runs do not bear out. */
export function unfounded({ id, checked }: Recipe, rows: readonly Row[]): readonly string[] {
  if (checked.by !== 'run') return [];
  const own = rows.filter(({ recipe }) => recipe === id);
  if (own.length === 0) return [`${id} says that it was run, but no server here runs it.`];
  const missing = own.filter(({ notRun }) => notRun !== null);
  if (missing.length > 0)
    return missing.map(({ name }) => `${id} says that it was run, but ${name} could not be had here.`);
  const versions = own.flatMap((row) => row.versions);
  const claimed = checked.versions.match(/\d+(?:\.\d+)+/g) ?? [];
  return [
    ...own
      .filter((row) => !passes(row))
      .map((row) => `${id} says that it was run, but ${row.name} did not pass.`),
    ...versions
      .filter(
        (version) => !claimed.some((said) => isShort(said, version)) || !names(checked.versions, version),
      )
      .map((version) => `${id} does not say that it was run on ${version}.`),
    ...claimed
      .filter((said) => !versions.some((version) => isShort(said, version)))
      .map((said) => `${id} says ${said}, which is not what ran.`),
  ];
}

const numberOf = (version: string): string => version.slice(version.lastIndexOf(' ') + 1);
const isShort = (said: string, version: string): boolean => `${numberOf(version)}.`.startsWith(`${said}.`);
const names = (text: string, version: string): boolean =>
  text.includes(version.slice(0, version.lastIndexOf(' ')));

const sentence = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

function mark(outcome: string | null | undefined): string {
  if (outcome === undefined) return '–';
  return outcome === null ? '✓' : '✗';
}

/** For a terminal. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['Server', 'Version', ...checkIds.map((id) => heads[id])],
    ...rows.map(({ name, versions, outcomes, notRun }) =>
      notRun === null
        ? [name, versions.join(', '), ...checkIds.map((id) => mark(outcomes[id]))]
        : [name, 'not run here', ...checkIds.map(() => '')],
    ),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const sourceText = ({ by, url }: Recipe['checked']): string =>
  by === 'documentation'
    ? `Not run here; from the vendor’s [documentation](${url})`
    : `Not run here; checked against its source code ([documentation](${url}))`;

/** The text of docs/recipes.md, not yet formatted. */
export function document({ browser, rows }: Results, recipes: readonly Recipe[]): string {
  const ran = rows.filter(({ notRun }) => notRun === null);
  const failed = ran.flatMap(({ name, outcomes }) =>
    Object.entries(outcomes)
      .filter(([, outcome]) => outcome !== null)
      .map(([check, outcome]) => `- ${name}, ${heads[check as CheckId]}: ${sentence(outcome ?? '')}`),
  );
  const isRun = (id: string): boolean => ran.some(({ recipe }) => recipe === id);
  const others = recipes.filter(({ id }) => !isRun(id));
  return [
    '# Recipes that were run',
    '',
    '<!-- Written by "npm run test:recipes". Do not edit. -->',
    '',
    `Each of these servers was started as people get it wrong, then with the text that whycors writes, unedited but for the place where it goes and for what the recipe itself asks to be replaced. The page was in ${browser}; the two origins listed and the third were different hosts.`,
    '',
    'What the columns mean:',
    '',
    ...checkIds.map((id) => `- **${heads[id]}**: ${checks[id]}.`),
    '',
    `| Server | Version | ${checkIds.map((id) => heads[id]).join(' | ')} |`,
    `| --- | --- | ${checkIds.map(() => ':-:').join(' | ')} |`,
    ...ran.map(
      ({ name, versions, outcomes }) =>
        `| ${name} | ${versions.join(', ')} | ${checkIds.map((id) => mark(outcomes[id])).join(' | ')} |`,
    ),
    '',
    '✓ held, ✗ did not, – does not apply to this server.',
    '',
    ...(failed.length > 0 ? ['What did not hold:', '', ...failed, ''] : []),
    '## As it was before',
    '',
    'Before its recipe was put in, each server ran with a usual mistake. The checks that failed then are those that notice it.',
    '',
    '| Server | Before | Did not hold |',
    '| --- | --- | --- |',
    ...ran.map(
      ({ name, before, failedBefore }) =>
        `| ${name} | ${sentence(before)} | ${failedBefore.map((id) => heads[id]).join(', ')} |`,
    ),
    '',
    '## Not tested by us',
    '',
    'whycors says so where it offers them.',
    '',
    '| Recipe | Where it is from | Of what |',
    '| --- | --- | --- |',
    ...others.map(
      ({ name, checked }) => `| ${name} | ${sourceText(checked)} | ${sentence(checked.versions)} |`,
    ),
    '',
  ].join('\n');
}
