import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { getHeader } from '../../../src/http/header-list.ts';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exampleOf, exchangesOfExample } from '../../../src/diagnosis/example.ts';
import { examineAll, type Examined } from '../../../src/report/examine.ts';

/** The flow that an example is about: its last one; what comes before it are its surroundings. */
function examineExample(source: string, outcome: 'refused' | 'read'): Examined {
  return examineAll(exchangesOfExample(source, outcome)).at(-1)!;
}

describe('the catalogue', () => {
  it('lists every rule of the folder, and nothing else', () => {
    const files = readdirSync(new URL('../../../src/diagnosis/rules', import.meta.url));
    expect(catalogue.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });
});

describe.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const isError = rule.severity === 'error';
  const outcome = isError ? 'refused' : 'read';
  const example = exampleOf(id);
  const broken = examineExample(example.broken, outcome);
  const told = broken.diagnoses.find((diagnosis) => diagnosis.rule === id);
  const fixed = examineExample(example.fixed, 'read');

  it('speaks first about its broken example', () => {
    expect(broken.diagnoses[0] === told || broken.lead === told).toBe(true);
    expect(told).toBeDefined();
    expect(isError ? ['blocked', 'failed', 'unknown'] : ['allowed', 'exempt', 'failed']).toContain(
      broken.verdict.outcome,
    );
  });

  it('shows evidence that stands in the example', () => {
    const exchanges = exchangesOfExample(example.broken, outcome);
    for (const { entry, in: side, header, value } of told?.evidence ?? []) {
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
    if (broken.failure === null) return expect(broken.verdict.outcome).not.toBe('blocked');
    expect(rule.names.chrome).toContain(broken.failure.chrome);
    expect(rule.names.firefox).toContain(broken.failure.firefox);
  });

  it('lets the fixed example pass', () => {
    expect(fixed.verdict.outcome).toBe('allowed');
    expect(fixed.verdict.failures).toEqual([]);
    expect(fixed.diagnoses).toEqual([]);
  });

  it('ends the trace at the step that refused', () => {
    const { trace } = broken.verdict;
    expect(trace.slice(0, -1).every((step) => step.outcome === 'passed')).toBe(true);
    if (broken.verdict.outcome === 'blocked') expect(trace.at(-1)?.outcome).toBe('failed');
  });

  it('is written in the house style', () => {
    const { title, headline, explanation, fix } = told!;
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

describe('a preflight that is refused for its status', () => {
  const ask = `
    OPTIONS /orders/7 HTTP/1.1
    Origin: http://app.example.com:5173
    Access-Control-Request-Method: PUT
    Access-Control-Request-Headers: x-id
`;
  const told = (answer: string) =>
    examineExample(`${ask}\n${answer}\n\n    PUT /orders/7 HTTP/1.1`, 'refused').diagnoses.map(
      ({ title, pending }) => `${pending ? '(pending) ' : ''}${title}`,
    );

  it('has one cause, and what it lacks is what the new answer also needs', () => {
    expect(told('HTTP/1.1 401 Unauthorized\nServer: nginx')).toEqual([
      'Preflight requires a login',
      '(pending) Also needed: Access-Control-Allow-Origin',
      '(pending) Also needed: Access-Control-Allow-Methods',
      '(pending) Also needed: Access-Control-Allow-Headers',
    ]);
  });

  it('has several causes where its headers say the wrong thing', () => {
    expect(
      told(
        'HTTP/1.1 403 Forbidden\nAccess-Control-Allow-Origin: https://other.example\nAccess-Control-Allow-Methods: GET',
      ),
    ).toEqual([
      'A different origin is allowed',
      'Preflight forbidden',
      'Method not allowed by the preflight',
      '(pending) Also needed: Access-Control-Allow-Headers',
    ]);
  });

  it('is told of what it lacks where only that is wrong', () => {
    expect(told('HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: *')).toEqual([
      'Method not allowed by the preflight',
      'Header not allowed by the preflight',
    ]);
  });
});

it('tells the way out of credentials once, and not that the wildcard allows the origin', () => {
  const { diagnoses } = examineExample(
    exampleOf('allow-origin-wildcard-with-credentials').broken.replace(
      /\n *Access-Control-Allow-Credentials.*/,
      '',
    ),
    'refused',
  );
  const [origin, credentials] = diagnoses;
  expect(origin?.fix).toContain('or, if the API needs no cookies');
  expect(credentials?.explanation).toContain('Besides naming your origin');
  expect(credentials?.fix).toBe('Send `Access-Control-Allow-Credentials: true` as well.');
});
