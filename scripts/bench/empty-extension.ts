import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A panel that shows nothing and listens to nothing: what there is without us. */
export async function emptyExtension(): Promise<string> {
  const directory = join('dist', 'bench', 'empty-extension');
  await mkdir(directory, { recursive: true });
  const files = {
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'Empty',
      version: '1',
      devtools_page: 'devtools.html',
    }),
    'devtools.html': '<script src="devtools.js"></script>',
    'devtools.js': 'chrome.devtools.panels.create("Empty", "", "panel.html");',
    'panel.html': '<!doctype html><p>Nothing.</p>',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
}
