/**
 * Runs every server that this machine can have: as people get it wrong, then with our recipe, in a real browser.
 * Names of servers as arguments run those only. Writes results.json and docs/recipes.md.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { argumentsOf } from '../../scripts/arguments.ts';
import { recipeFor, recipes } from '../../src/recipes/catalogue.ts';
import type { Policy } from '../../src/recipes/policy.ts';
import { startBackend } from './backend.ts';
import {
  checkGateway,
  checkLeast,
  checkOne,
  checkPages,
  checkPagesWithoutProxy,
  checkSeveral,
  policies,
} from './checks.ts';
import type { Subject } from './checks.ts';
import { installFromDebian, installFromNpm } from './install.ts';
import { openPages, type Pages } from './pages.ts';
import { freePort, run, start } from './processes.ts';
import {
  checkIds,
  document,
  passes,
  table,
  unfounded,
  type CheckId,
  type Results,
  type Row,
} from './results.ts';
import { written, type Place, type Server } from './server.ts';
import { servers } from './servers.ts';

const resultsFile = new URL('results.json', import.meta.url);
const documentFile = new URL('../../docs/recipes.md', import.meta.url);

const folders = new Set<string>();
const remove = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  folders.delete(folder);
};
process.on('exit', () => {
  for (const folder of folders) remove(folder);
});

function temporaryFolder(within: string): string {
  const folder = mkdtempSync(path.join(within, 'run-'));
  // Apache's workers are nobody in particular.
  chmodSync(folder, 0o755);
  folders.add(folder);
  return folder;
}

/** Starts a server, with a recipe or without, and does something with it. */
async function withServer<T>(
  server: Server,
  packages: string,
  pages: Pages,
  policy: Policy | null,
  use: (subject: Subject, place: Place, closeBackend: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder(server.npm === undefined ? tmpdir() : packages);
  const [port, backend] = [await freePort(), await freePort()];
  const place: Place = {
    port,
    backend,
    folder,
    packages,
    write: (name, text) => written(folder, name, text),
    run: (command, args, env = {}) => run({ command, args, cwd: folder, env }),
  };
  const application =
    server.kind === 'application' ? null : await startBackend(backend, server.kind === 'proxy');
  try {
    const recipe = policy === null ? null : (recipeFor(server.recipe)?.write(policy).text ?? null);
    const started = await start(await server.prepare(place, recipe), port);
    try {
      const { kind, hasOwnLogin = false } = server;
      return await use({ pages, kind, port, hasOwnLogin }, place, async () => application?.close());
    } finally {
      await started.stop();
    }
  } finally {
    await application?.close();
    remove(folder);
  }
}

type Outcomes = Partial<Record<CheckId, string | null>>;
const failing = (outcomes: Outcomes): readonly CheckId[] =>
  checkIds.filter((id) => typeof outcomes[id] === 'string');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function runServer(server: Server, pages: Pages): Promise<Row> {
  const { id, recipe, name, trap } = server;
  const row = { id, recipe, name, versions: [], before: trap.words, failedBefore: [], outcomes: {} };
  let packages: string;
  let versions: readonly string[];
  try {
    await installFromDebian(server.debian ?? []);
    packages = await installFromNpm(id, server.npm ?? []);
    versions = await server.versions(packages);
  } catch (error) {
    return { ...row, notRun: messageOf(error) };
  }
  const { several, one, least } = policies(pages);
  const stage = async <T>(policy: Policy | null, use: Parameters<typeof withServer<T>>[4]): Promise<T> =>
    withServer(server, packages, pages, policy, use);

  const isDevelopment = server.kind === 'development';
  const before = await stage(null, async (subject, { backend }) =>
    isDevelopment ? checkPagesWithoutProxy(subject, backend) : checkPages(subject),
  );
  const failedBefore = failing(before);
  if (!failedBefore.includes(trap.breaks))
    throw new Error(
      `${id}: "${trap.words}" was to break ${trap.breaks}, but broke [${failedBefore.join(', ')}].`,
    );

  const outcomes: Outcomes = {};
  const attempt = async (ids: readonly CheckId[], check: () => Promise<Outcomes>): Promise<void> => {
    try {
      Object.assign(outcomes, await check());
    } catch (error) {
      for (const each of ids) outcomes[each] = messageOf(error);
    }
  };
  const joined = (complaints: readonly string[]): string | null => [...new Set(complaints)].join(' ') || null;
  await attempt(['put'], () =>
    stage(several, async (subject, _, closeBackend) => {
      const seen = await checkSeveral(subject, several);
      if (server.kind === 'application') return seen;
      await closeBackend();
      return { ...seen, ...(await checkGateway(subject, several)) };
    }),
  );
  if (!isDevelopment) {
    await attempt(['one'], () =>
      stage(one, async (subject, _, closeBackend) => {
        const complaints = [...(await checkOne(subject, one))];
        if (server.kind === 'proxy') {
          await closeBackend();
          complaints.push((await checkGateway(subject, one)).gateway ?? '');
        }
        return { one: joined(complaints.filter((complaint) => complaint !== '')) };
      }),
    );
    await attempt(['least'], () =>
      stage(least, async (subject) => ({ least: joined(await checkLeast(subject, least)) })),
    );
  }
  return { ...row, versions, failedBefore, outcomes, notRun: null };
}

function print(row: Row, seconds: number): void {
  const { name, versions, failedBefore, outcomes, notRun } = row;
  if (notRun !== null) {
    process.stdout.write(`not run here: ${name}: ${notRun}\n`);
    return;
  }
  const verdict = passes(row) ? 'ok' : 'FAILED';
  const what = `${versions.join(', ')}; before: ${failedBefore.join(' ')}`;
  process.stdout.write(`${verdict.padEnd(7)} ${name} (${what}) ${seconds.toFixed(1)} s\n`);
  for (const id of failing(outcomes)) process.stdout.write(`    ${id}: ${outcomes[id]}\n`);
}

async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(resultsFile, 'utf8').catch(() => '{"browser":"","rows":[]}')) as Results;
}

async function writeFormatted(file: URL, text: string): Promise<void> {
  const filepath = file.pathname;
  await mkdir(path.dirname(filepath), { recursive: true });
  await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}

async function main(wanted: readonly string[]): Promise<number> {
  const chosen = servers.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const folder = temporaryFolder(tmpdir());
  const pages = await openPages(folder);
  const rows: Row[] = [];
  let broken = 0;
  try {
    for (const server of chosen) {
      const began = performance.now();
      try {
        const row = await runServer(server, pages);
        rows.push(row);
        print(row, (performance.now() - began) / 1000);
      } catch (error) {
        // The harness itself is wrong, which no table should show.
        broken += 1;
        process.stdout.write(`BROKEN  ${server.id}: ${messageOf(error)}\n`);
      }
    }
  } finally {
    await pages.close();
    remove(folder);
  }
  const earlier = (await readResults()).rows;
  const latest = servers.flatMap(({ id }) => [...rows, ...earlier].find((row) => row.id === id) ?? []);
  process.stdout.write(
    `\n${table(latest.filter(({ id }) => chosen.some((server) => server.id === id)))}\n\n`,
  );
  // Where a server cannot be had, what was found elsewhere still holds.
  const kept = latest.map((row) =>
    row.notRun === null ? row : (earlier.find(({ id, notRun }) => id === row.id && notRun === null) ?? row),
  );
  const results: Results = { browser: pages.browser, rows: kept };
  await writeFormatted(resultsFile, JSON.stringify(results));
  await writeFormatted(documentFile, document(results, recipes));

  const complaints = recipes
    .filter(({ id }) => wanted.length === 0 || chosen.some(({ recipe }) => recipe === id))
    .flatMap((recipe) => unfounded(recipe, latest));
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  const failed = rows.filter((row) => row.notRun === null && !passes(row)).length;
  const notRun = rows.filter((row) => row.notRun !== null).length;
  process.stdout.write(
    `${rows.length - failed - notRun} passed, ${failed + broken} failed, ${notRun} skipped\n`,
  );
  return failed + broken + complaints.length === 0 ? 0 : 1;
}

const USAGE = `Usage: npm run test:recipes [-- SERVER…]

Starts each server with our configuration, and asks it from pages in Chromium; installs what is missing. Takes many minutes.
Writes test/recipes/results.json and docs/recipes.md.

  SERVER  only these, of ${servers.map(({ id }) => id).join(', ')}
`;
const { positionals } = argumentsOf(USAGE, {}, (word) => servers.some(({ id }) => id === word));
process.exitCode = await main(positionals);
