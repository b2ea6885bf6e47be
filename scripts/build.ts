/** Builds the extension into dist/extension (one directory for every browser) and the command line into dist/cli.mjs. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, type BuildOptions } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const extensionDirectory = join(root, 'dist', 'extension');
export const cliFile = join(root, 'dist', 'cli.mjs');

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** The oldest ones in manifest.json. */
const browsers = ['chrome123', 'firefox140'];

export async function build(): Promise<void> {
  await rm(extensionDirectory, { recursive: true, force: true });
  await mkdir(join(extensionDirectory, 'panels'), { recursive: true });
  await Promise.all([
    bundle({
      ...common,
      entryPoints: ['panels/cors.tsx', 'panels/cors.css'],
      outdir: join(extensionDirectory, 'panels'),
      // What is shown on demand is a file of its own, so that the panel opens fast.
      splitting: true,
      chunkNames: 'part-[name]-[hash]',
      target: browsers,
    }),
    bundle({
      ...common,
      entryPoints: [{ in: 'src/devtools/devtools-page.ts', out: 'devtools' }, 'panels/har-worker.ts'],
      outdir: join(extensionDirectory, 'panels'),
      target: browsers,
    }),
    bundle({
      ...common,
      entryPoints: ['src/cli/main.ts'],
      outfile: cliFile,
      platform: 'node',
      target: 'node20',
      minify: false,
      banner: { js: '#!/usr/bin/env node' },
    }),
    cp(join(root, 'icons'), join(extensionDirectory, 'icons'), {
      recursive: true,
      filter: (file) => !file.endsWith('.svg'),
    }),
    ...['cors.html', 'devtools.html'].map((page) =>
      cp(join(root, 'panels', page), join(extensionDirectory, 'panels', page)),
    ),
    writeManifest(),
  ]);
}

async function writeManifest(): Promise<void> {
  const read = async (file: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(root, file), 'utf8')) as Record<string, unknown>;
  const { version } = await read('package.json');
  const manifest = { ...(await read('manifest.json')), version };
  await writeFile(join(extensionDirectory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
