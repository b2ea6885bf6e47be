import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANCHORS } from './anchors.ts';

const root = path.join(import.meta.dirname, '../../../src');
const files = ['http', 'cors', 'har', 'pairing'].flatMap((folder) =>
  readdirSync(path.join(root, folder)).map((file) => path.join(folder, file)),
);

describe('the anchors of the Fetch standard', () => {
  it.each(files)('in %s are all in the standard', (file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    const named = [...source.matchAll(/fetch\.spec\.whatwg\.org\/#([\w-]+)|\bspec: '([\w-]+)'/g)];
    for (const [, link, step] of named) expect(ANCHORS).toContain(link ?? step);
  });

  it('are all named somewhere', () => {
    const sources = files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
    for (const anchor of ANCHORS) expect(sources).toContain(anchor);
  });
});
