/** Brings the servers onto this machine: from Debian, or from npm into a folder outside of the repository. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './processes.ts';

/** Not below a `node_modules`, whose files Next.js and Vite take for finished packages. */
const cache = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'whycors',
  'recipes',
);

const apt = { DEBIAN_FRONTEND: 'noninteractive' };

/** Those that are missing, in one go; an error where Debian has not all of them. */
export async function installFromDebian(packages: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const name of packages) if ((await statusOf(name)) !== 'installed') missing.push(name);
  if (missing.length === 0) return;
  process.stderr.write(`Installing ${missing.join(', ')} with apt-get.\n`);
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  const cwd = '/';
  await run({ command: 'apt-get', args: [...wait, 'update'], cwd, env: apt });
  const install = [...wait, 'install', '-y', '--no-install-recommends', ...missing];
  await run({ command: 'apt-get', args: install, cwd, env: apt }, 600_000);
}

async function statusOf(name: string): Promise<string> {
  const args = ['-W', '-f=${db:Status-Status}', name];
  return run({ command: 'dpkg-query', args, cwd: '/' }).catch(() => 'unknown');
}

/** Without the epoch, and without what Debian adds. */
export async function debianVersion(name: string): Promise<string> {
  const version = await run({ command: 'dpkg-query', args: ['-W', '-f=${Version}', name], cwd: '/' });
  return version.replace(/^\d+:/, '').replace(/[-+~].*$/, '');
}

/** The folder in whose `node_modules` the packages are, in the versions of package.json beside this file. */
export async function installFromNpm(id: string, names: readonly string[]): Promise<string> {
  const folder = path.join(cache, id);
  await mkdir(folder, { recursive: true });
  if (names.length === 0) return folder;
  const pinned = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const dependencies = Object.fromEntries(
    names.map((name) => {
      const version = pinned.dependencies[name];
      if (version === undefined) throw new Error(`test/recipes/package.json does not say which ${name}.`);
      return [name, version];
    }),
  );
  const wanted = JSON.stringify({ private: true, dependencies }, null, 2);
  const stamp = path.join(folder, 'installed.json');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return folder;
  process.stderr.write(`Installing ${names.join(', ')} with npm.\n`);
  await writeFile(path.join(folder, 'package.json'), wanted);
  const args = ['install', '--no-audit', '--no-fund'];
  await run({ command: 'npm', args, cwd: folder });
  await writeFile(stamp, wanted);
  return folder;
}

export async function npmVersion(folder: string, name: string): Promise<string> {
  const text = await readFile(path.join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
