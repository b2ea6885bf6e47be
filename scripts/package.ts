/**
 * `npm run package`: what the stores take, in dist/packages. One zip for Chrome and Edge, one xpi for Firefox, and the source
 * that addons.mozilla.org asks for beside bundled code. The same sources give the same bytes on every machine.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zipSync, type Zippable } from 'fflate';
import { argumentsOf } from './arguments.ts';
import { build, extensionDirectory } from './build.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const packagesDirectory = join(root, 'dist', 'packages');

/** Zip has no time zone and nothing older. */
const NO_TIME = new Date(1980, 0, 1);

/** Builds anew and writes the three archives. Resolves with their paths. */
export async function packageAll(): Promise<{
  readonly chrome: string;
  readonly firefox: string;
  readonly source: string;
}> {
  await build();
  const { version } = JSON.parse(await readFile(join(extensionDirectory, 'manifest.json'), 'utf8')) as {
    readonly version: string;
  };
  await rm(packagesDirectory, { recursive: true, force: true });
  await mkdir(packagesDirectory, { recursive: true });
  const named = (what: string): string => join(packagesDirectory, `whycors-${version}-${what}`);
  const extension = await zip(extensionDirectory, await filesIn(extensionDirectory));
  const source = await zip(root, await sources());
  const files = {
    chrome: named('chrome-edge.zip'),
    firefox: named('firefox.xpi'),
    source: named('source.zip'),
  };
  await Promise.all([
    writeFile(files.chrome, extension),
    writeFile(files.firefox, extension),
    writeFile(files.source, source),
  ]);
  return files;
}

async function zip(directory: string, files: readonly string[]): Promise<Uint8Array> {
  const entries: Zippable = {};
  for (const file of files.toSorted()) {
    entries[file] = await readFile(join(directory, file));
  }
  return zipSync(entries, { level: 9, mtime: NO_TIME });
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll(sep, '/'),
    );
}

/** What a checkout holds, without what it does not track. */
async function sources(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: root });
  return stdout.split('\0').filter((file) => file !== '');
}

const usage = `Usage: npm run package

Builds anew and writes what the stores take into dist/packages: a zip for Chrome and Edge, an xpi for Firefox, and the source.
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  argumentsOf(usage, {});
  for (const file of Object.values(await packageAll())) {
    const { length } = await readFile(file);
    console.log(`${(length / 1024).toFixed(1).padStart(8)} kB  ${file.slice(root.length + 1)}`);
  }
}
