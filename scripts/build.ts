/** Builds the extension into dist/extension (one directory for every browser) and what npm gets into dist. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build as esbuild, type BuildOptions, type BuildResult } from 'esbuild';
import manifestJson from '../manifest.json';
import { argumentsOf } from './arguments.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const extensionDirectory = join(root, 'dist', 'extension');
const dist = join(root, 'dist');

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

/** The oldest ones that the manifest lets in. */
const browsers = [
  `chrome${manifestJson.minimum_chrome_version}`,
  `firefox${manifestJson.browser_specific_settings.gecko.strict_min_version}`,
];

export async function build(): Promise<void> {
  await Promise.all([buildExtension(), bundleNpm(dist)]);
}

export async function buildExtension(directory = extensionDirectory): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, 'panels'), { recursive: true });
  const [licenses] = await Promise.all([
    licensesOf(extensionBundles(directory)),
    cp(join(root, 'icons'), join(directory, 'icons'), {
      recursive: true,
      filter: (file) => !file.endsWith('.svg'),
    }),
    ...['cors.html', 'devtools.html', 'connection.html'].map((page) =>
      cp(join(root, 'panels', page), join(directory, 'panels', page)),
    ),
    writeManifest(directory),
  ]);
  await writeFile(join(directory, 'licenses.txt'), licenses);
}

function extensionBundles(directory: string): readonly Promise<BuildResult>[] {
  return [
    bundle({
      ...common,
      entryPoints: ['panels/cors.tsx', 'panels/cors.css'],
      outdir: join(directory, 'panels'),
      // What is shown on demand is a file of its own, so that the panel opens fast.
      splitting: true,
      // As if each part began by importing the panel, which is there before it: else all that some parts share with the
      // panel, and others do not, would be one more file, and the panel would open with thirty.
      inject: ['panels/cors.tsx'],
      chunkNames: 'part-[name]-[hash]',
      target: browsers,
    }),
    bundle({
      ...common,
      entryPoints: [{ in: 'src/devtools/devtools-page.ts', out: 'devtools' }, 'panels/har-worker.ts'],
      outdir: join(directory, 'panels'),
      target: browsers,
    }),
  ];
}

/** What npm gets: the command line, the library and its types, each without dependencies. */
export async function buildNpm(directory = dist): Promise<void> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const all = await mkdtemp(join(tmpdir(), 'whycors-types-'));
  const types = join(directory, 'types');
  try {
    await Promise.all([
      bundleNpm(directory),
      rm(types, { recursive: true, force: true }),
      promisify(execFile)(process.execPath, [
        tsc,
        '-p',
        join(root, 'src', 'tsconfig.types.json'),
        '--outDir',
        all,
      ]),
    ]);
    await copyTypes(all, types);
  } finally {
    await rm(all, { recursive: true, force: true });
  }
}

/** Only what the library's own types name: the compiler declares every module. */
async function copyTypes(from: string, to: string): Promise<void> {
  const files = ['index.d.ts'];
  // The list grows while it is gone through.
  for (const file of files) {
    const text = await readFile(join(from, file), 'utf8');
    const imports = [...text.matchAll(/(?<=from ')\.[^']+(?=\.ts')/g)].map(([path]) => path);
    for (const path of imports) {
      const next = join(dirname(file), `${path}.d.ts`);
      if (!files.includes(next)) files.push(next);
    }
    await mkdir(dirname(join(to, file)), { recursive: true });
    await writeFile(join(to, file), text.replaceAll(/(?<=from '\.[^']+)\.ts(?=')/g, '.js'));
  }
}

async function bundleNpm(directory: string): Promise<void> {
  const npm = { ...common, minify: false, target: 'node20' };
  await Promise.all([
    esbuild({
      ...npm,
      entryPoints: ['src/cli/main.ts'],
      outfile: join(directory, 'cli.mjs'),
      platform: 'node',
      banner: { js: '#!/usr/bin/env node' },
    }),
    esbuild({ ...npm, entryPoints: ['src/index.ts'], outfile: join(directory, 'index.mjs') }),
  ]);
}

const bundle = (options: BuildOptions): Promise<BuildResult> => esbuild({ ...options, metafile: true });

/** The licences of the packages that have gone into some bundles, which ask to be passed on. */
async function licensesOf(bundles: readonly Promise<BuildResult>[]): Promise<string> {
  const inputs = (await Promise.all(bundles)).flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const packages = new Set(
    inputs.flatMap((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const texts = await Promise.all(
    [...packages].toSorted().map(async (name) => {
      const files = await readdir(join(root, name));
      const file = files.find((each) => /^licen[cs]e/i.test(each));
      if (file === undefined) throw new Error(`${name} has no licence`);
      const { version } = await readJson(join(name, 'package.json'));
      const text = await readFile(join(root, name, file), 'utf8');
      return `${name.replace('node_modules/', '')} ${String(version)}\n\n${text.trim()}\n`;
    }),
  );
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, file), 'utf8')) as Record<string, unknown>;
}

async function writeManifest(directory: string): Promise<void> {
  const { version } = await readJson('package.json');
  const manifest = { ...manifestJson, version };
  await writeFile(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

const usage = `Usage: npm run build

Builds the extension for every browser into dist/extension, where it can be loaded unpacked, and the command line and the
library into dist. What npm gets beside them, the types, npm pack builds.
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  argumentsOf(usage, {});
  await build();
  console.log('The extension:     dist/extension');
  console.log('The command line:  dist/cli.mjs');
  console.log('The library:       dist/index.mjs');
}
