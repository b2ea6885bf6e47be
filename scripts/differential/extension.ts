/** Builds the extension with its own capture and an empty panel, which has no part in what is compared. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export async function buildCapture(directory: string): Promise<void> {
  const panels = path.join(directory, 'panels');
  await mkdir(panels, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(root, 'manifest.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { icons: _icons, ...rest } = manifest;
  await Promise.all([
    build({
      absWorkingDir: root,
      bundle: true,
      format: 'esm',
      logLevel: 'warning',
      entryPoints: { devtools: 'src/devtools/devtools-page.ts' },
      outdir: panels,
      target: ['chrome116', 'firefox140'],
    }),
    ...['devtools.html', 'connection.html'].map((file) =>
      cp(path.join(root, 'panels', file), path.join(panels, file)),
    ),
    writeFile(path.join(panels, 'cors.html'), '<!doctype html><title>Empty</title>'),
    writeFile(path.join(directory, 'manifest.json'), JSON.stringify(rest)),
  ]);
}
