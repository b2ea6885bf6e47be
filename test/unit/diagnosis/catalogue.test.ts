import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { getHeader } from '../../../src/http/header-list.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exchangesOfExample } from '../../../src/diagnosis/example.ts';
import { pair } from '../../../src/pairing/pair.ts';
import { examine, type Examined } from '../../../src/report/examine.ts';

function examineExample(source: string, outcome: 'refused' | 'read'): Examined {
  const flows = pair(exchangesOfExample(source, outcome));
  expect(flows).toHaveLength(1);
  return examine(flows[0]!);
}

describe('the catalogue', () => {
  it('lists every rule of the folder, and nothing else', () => {
    const files = readdirSync(new URL('../../../src/diagnosis/rules', import.meta.url));
    expect(catalogue.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });
});

describe.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const broken = examineExample(rule.example.broken, 'refused');
  const fixed = examineExample(rule.example.fixed, 'read');

  it('speaks first about its broken example', () => {
    expect(broken.lead?.rule).toBe(id);
    expect(['blocked', 'failed']).toContain(broken.verdict.outcome);
  });

  it('shows evidence that stands in the example', () => {
    const exchanges = exchangesOfExample(rule.example.broken, 'refused');
    for (const { entry, in: side, header, value } of broken.lead?.evidence ?? []) {
      const exchange = exchanges.find(({ index }) => index === entry);
      if (header === ':status') {
        expect(`${exchange?.response?.status}`).toBe(value);
        continue;
      }
      const headers = side === 'request' ? exchange?.requestHeaders : exchange?.response?.headers;
      const found = getHeader(headers ?? [], header);
      if (value === null) expect(found).toBeNull();
      else expect(found).toContain(value);
    }
  });

  it('names the code under which a browser reports the broken example', () => {
    if (broken.failure === null) return expect(broken.verdict.outcome).toBe('failed');
    expect(rule.names.chrome).toContain(broken.failure.chrome);
    expect(rule.names.firefox).toContain(broken.failure.firefox);
  });

  it('lets the fixed example pass', () => {
    expect(fixed.verdict.outcome).toBe('allowed');
    expect(fixed.verdict.failures).toEqual([]);
  });

  it('ends the trace at the step that refused', () => {
    const { trace } = broken.verdict;
    expect(trace.slice(0, -1).every(({ outcome }) => outcome === 'passed')).toBe(true);
    if (broken.verdict.outcome === 'blocked') expect(trace.at(-1)?.outcome).toBe('failed');
  });

  it('is written in the house style', () => {
    const { title, headline, explanation, fix } = broken.lead!;
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(title.length).toBeLessThanOrEqual(60);
    expect(title).not.toMatch(/[.!]$/);
    for (const text of [headline, explanation, fix]) {
      expect(text.split('`').length % 2, `balanced backticks in: ${text}`).toBe(1);
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/!|\bplease\b|\be\.g\.|\bi\.e\.|\betc\b|undefined|\bnull\b(?!`)|  /i);
    }
    const sentences = `${explanation} ${fix}`
      .replace(/`[^`]*`/g, 'x')
      .split(/[.](?:\s|$)/)
      .filter(Boolean);
    expect(sentences.length).toBeLessThanOrEqual(5);
  });
});
