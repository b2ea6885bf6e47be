import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { recipes } from '../../../src/recipes/catalogue.ts';
import { document, passes, unfounded, type Results, type Row } from '../../recipes/results.ts';
import { servers } from '../../recipes/servers.ts';

const read = (name: string): Promise<string> =>
  readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');
const results = JSON.parse(await read('test/recipes/results.json')) as Results;
const { rows } = results;

describe('what was run', () => {
  it('is every server that there is a harness for', () => {
    expect(rows.map(({ id }) => id)).toEqual(servers.map(({ id }) => id));
    for (const { recipe } of servers) expect(recipes.map(({ id }) => id)).toContain(recipe);
  });

  it.each(recipes)('bears out what $id says of itself', (recipe) => {
    expect(unfounded(recipe, rows)).toEqual([]);
  });

  it('is said by the recipes that passed', () => {
    const silent = recipes.filter(({ id, checked }) => {
      const own = rows.filter((row) => row.recipe === id);
      return checked.by !== 'run' && own.length > 0 && own.every(passes);
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('failed before, in what the harness expects', () => {
    for (const { id, trap } of servers)
      expect(rows.find((row) => row.id === id)?.failedBefore).toContain(trap.breaks);
  });

  it('is what docs/recipes.md says', async () => {
    const options = { ...(await resolveConfig('docs/recipes.md')), filepath: 'docs/recipes.md' };
    expect(await read('docs/recipes.md')).toBe(await format(document(results, recipes), options));
  });
});

describe('unfounded', () => {
  const [express] = recipes;
  const row = rows.find(({ recipe }) => recipe === express?.id);
  if (!express || !row) throw new Error('Express comes first, and was run.');
  const claiming = (versions: string) => ({ ...express, checked: { ...express.checked, versions } });
  const ran: Row = { ...row, versions: ['Express 4.22.3', 'cors 2.8.6'] };

  it.each<[string, string, readonly Row[], readonly string[]]>([
    ['accepts the version that ran', 'Express 4.22, cors 2.8.6', [ran], []],
    [
      'refuses where nothing ran',
      'Express 4.22',
      [],
      ['express says that it was run, but no server here runs it.'],
    ],
    [
      'refuses where one did not pass',
      'Express 4.22, cors 2.8',
      [ran, { ...ran, outcomes: { put: 'From app it gave nothing.' } }],
      [`express says that it was run, but ${ran.name} did not pass.`],
    ],
    [
      'refuses where one could not be had',
      'Express 4.22, cors 2.8',
      [{ ...ran, notRun: 'npm failed' }],
      [`express says that it was run, but ${ran.name} could not be had here.`],
    ],
    [
      'refuses another version',
      'Express 4.2, cors 2.8',
      [ran],
      ['express does not say that it was run on Express 4.22.3.', 'express says 4.2, which is not what ran.'],
    ],
    [
      'refuses to leave a package out',
      'Express 4.22',
      [ran],
      ['express does not say that it was run on cors 2.8.6.'],
    ],
  ])('%s', (_, versions, found, complaints) => {
    expect(unfounded(claiming(versions), found)).toEqual(complaints);
  });

  it('asks nothing of a recipe that does not say so', () => {
    expect(unfounded({ ...express, checked: { ...express.checked, by: 'source' } }, [])).toEqual([]);
  });
});
