import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExtension } from '../../../scripts/build.ts';

describe('the extension as built', () => {
  let directory: string;
  const files = new Map<string, string>();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whycors-extension-'));
    await buildExtension(directory);
    const panels = join(directory, 'panels');
    for (const file of await readdir(panels)) files.set(file, await readFile(join(panels, file), 'utf8'));
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** A page with all that it loads before it shows anything: styles, scripts, and what these import. */
  const withImports = (page: string): readonly string[] => {
    const found = [page];
    // The list grows while it is gone through.
    for (const file of found) {
      const named = files.get(file)?.matchAll(/(?:(?:src|href)=|from|import)"(?:\.\/)?([^"]+)"/g) ?? [];
      for (const [, name = ''] of named) if (files.has(name) && !found.includes(name)) found.push(name);
    }
    return found;
  };
  const inPanel = (): readonly string[] => [...files.keys()].filter((file) => !file.startsWith('devtools.'));

  // In thousands of bytes.
  it.each([
    ['the devtools page', () => withImports('devtools.html'), 25],
    ['the panel, when it opens', () => withImports('cors.html'), 75],
    ['the panel with all that it may show later, every recipe included', inPanel, 138],
  ])('%s is small enough, compressed', (_, list, limit) => {
    const sizes = list().map((file) => [file, gzipSync(files.get(file) ?? '', { level: 9 }).length] as const);
    expect(sizes.length).toBeGreaterThan(1);
    const sum = sizes.reduce((total, [, size]) => total + size, 0);
    expect(sum, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(limit * 1000);
  });

  it('opens with no recipe, and holds none of the rules’ examples', () => {
    const opening = withImports('cors.html').map((file) => files.get(file));
    expect(opening.join('\n')).not.toContain('nginx.conf');
    expect([...files.values()].join('\n')).toContain('nginx.conf');
    expect([...files.values()].join('\n')).not.toMatch(/(?:GET|PUT) \/\S* HTTP\/1\.1/);
  });
});
