import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LISTENING = 'chrome.devtools.network.onRequestFinished.addListener(() => {});';

/**
 * A panel that shows nothing: what there is without us. It may listen to requests, and do nothing about them: what DevTools
 * themselves spend on any extension that hears of requests.
 */
export async function emptyExtension(listens = false): Promise<string> {
  const directory = join('dist', 'bench', listens ? 'listening-extension' : 'empty-extension');
  await mkdir(directory, { recursive: true });
  const files = {
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'Empty',
      version: '1',
      devtools_page: 'devtools.html',
    }),
    'devtools.html': '<script src="devtools.js"></script>',
    'devtools.js': `chrome.devtools.panels.create("Empty", "", "panel.html");${listens ? LISTENING : ''}`,
    'panel.html': '<!doctype html><p>Nothing.</p>',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
}
