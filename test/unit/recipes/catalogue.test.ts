import { readdirSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { recipeFor, recipes } from '../../../src/recipes/catalogue.ts';
import { checkPolicy, type Policy } from '../../../src/recipes/policy.ts';
import type { Recipe } from '../../../src/recipes/recipe.ts';
import { bare, one, several } from './policies.ts';

const servers = new URL('../../../src/recipes/servers/', import.meta.url);
const policies = { one, several, bare };

type Part = 'origins' | 'methods' | 'requestHeaders' | 'exposedHeaders' | 'credentials' | 'maxAge';

/** What a server has no setting for; its caveats say so. */
const withoutSetting: Readonly<Record<string, readonly Part[]>> = {
  'azure-app-service': ['methods', 'requestHeaders', 'exposedHeaders', 'maxAge'],
  'azure-blob-storage': ['credentials'],
  'aws-api-gateway-rest': ['exposedHeaders'],
  'aws-s3': ['credentials'],
  'google-cloud-storage': ['credentials'],
  keycloak: ['methods', 'requestHeaders', 'exposedHeaders', 'credentials', 'maxAge'],
  minio: ['methods', 'requestHeaders', 'exposedHeaders', 'credentials', 'maxAge'],
  ollama: ['methods', 'requestHeaders', 'exposedHeaders', 'credentials', 'maxAge'],
};

const says = (recipe: Recipe, part: Part): boolean =>
  recipe.group !== 'development' && !withoutSetting[recipe.id]?.includes(part);

const names = (text: string, value: string): boolean =>
  text.replaceAll('\\', '').toLowerCase().includes(value.toLowerCase());

describe('the catalogue', () => {
  it('has every file of the directory, and nothing else', () => {
    const files = readdirSync(servers).map((file) => file.replace(/\.ts$/, ''));
    expect(recipes.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  it.each(readdirSync(servers))('%s is what its name says', async (file) => {
    const { default: recipe } = (await import(new URL(file, servers).href)) as { default: Recipe };
    expect(`${recipe.id}.ts`).toBe(file);
    expect(recipe.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('finds a recipe by its id', () => {
    expect(recipeFor('nginx')?.name).toBe('nginx');
    expect(recipeFor('nonsense')).toBeUndefined();
  });

  it('has names that differ', () => {
    expect(new Set(recipes.map(({ name }) => name)).size).toBe(recipes.length);
  });
});

describe.each(recipes)('$id', (recipe) => {
  it.each(Object.entries(policies))('writes %s in the language it promises', (_, policy) => {
    expect(recipe.write(policy).language).toBe(recipe.language);
  });

  it('refuses a policy that is refused', () => {
    const hostile: Policy = { ...one, origins: ["https://a'$(id)b.example"] };
    expect(checkPolicy(hostile)).not.toEqual([]);
    expect(() => recipe.write(hostile)).toThrow(RangeError);
  });

  it.each(Object.entries(policies))('names all of %s', (_, policy) => {
    const { text } = recipe.write(policy);
    for (const part of ['origins', 'methods', 'requestHeaders', 'exposedHeaders'] as const) {
      if (!says(recipe, part)) continue;
      expect(policy[part].filter((value) => !names(text, value))).toEqual([]);
    }
    if (says(recipe, 'maxAge') && policy.maxAge > 0) expect(text).toContain(`${policy.maxAge}`);
  });

  it('allows credentials exactly where the policy does', () => {
    const allowed =
      /credential(?:s|ed)\b.{0,6}?["'\s(:=>_]+(?:true|\$cors_credentials)|supports_credentials\(\)|AllowCredentials\(\)/i;
    expect(recipe.write(one).text).not.toMatch(allowed);
    expect(recipe.write(bare).text).not.toMatch(allowed);
    if (says(recipe, 'credentials')) expect(recipe.write(several).text).toMatch(allowed);
  });

  it.each(Object.entries(policies))('has no dangerous cure in %s', (_, policy) => {
    const { text } = recipe.write(policy);
    expect(text).not.toMatch(/no-cors/i);
    expect(text).not.toMatch(/["']null["']/);
    expect(text).not.toMatch(
      /allow[-_]?(?:ed)?[-_]?(?:origin|method|header)[\w-]*["'\]]*\s*(?:=>|[:=(,])?\s*[[({]?\s*["']?\*/i,
    );
    expect(text).not.toMatch(/(?<!change)origins?["']?\s*(?:=>|[:=])\s*\[?\s*(?:true|["']\*)/i);
    expect(text).not.toMatch(
      /originPatterns?\(|AllowAny|permissive|mirror_request|SetIsOriginAllowed|endsWith|startsWith\(["']http/i,
    );
    // An origin in a regular expression: escaped, and anchored at both ends.
    if (text.includes('\\.example')) expect(text).toMatch(/\^\(?https?:[^"'\s]*\\\.com(?::8443)?\)?\$/);
  });

  it('has sentences to go with it, without what house style forbids', () => {
    const said = [...recipe.caveats(one), ...recipe.caveats(several), recipe.removeDuplicate];
    expect(said.length).toBeGreaterThan(1);
    for (const sentence of said) {
      expect(sentence).toMatch(/[.`]$/);
      expect(sentence.length).toBeLessThan(330);
      expect(sentence).not.toMatch(/!(?![=`])(?<!`!)|\b(?:e\.g\.|i\.e\.|etc\.|via|vs)\b|  /);
    }
    expect(new URL(recipe.checked.url).protocol).toBe('https:');
    expect(recipe.file).not.toBe('');
  });

  it.each(Object.entries(policies))('parses with %s', (_, policy) => {
    const { text, language } = recipe.write(policy);
    expect(text).not.toMatch(/[^\n\x20-\x7e…’\t]|undefined|\[object|[ \t]$|\n{4}/m);
    if (language === 'json') expect(JSON.parse(text)).toBeTypeOf('object');
    if (language === 'yaml')
      expect(parseDocument(text, { strict: true, uniqueKeys: true }).errors).toEqual([]);
    if (language === 'xml') expect(unclosed(text)).toEqual([]);
    if (language === 'javascript')
      expect(() => transformSync(text, { loader: 'js', format: 'esm' })).not.toThrow();
  });

  it('looks as it was read and found right', async () => {
    const written = Object.entries(policies).map(([name, policy]) => {
      const notes = recipe.caveats(policy).map((caveat) => `- ${caveat}`);
      return [`===== ${name}: ${recipe.file}`, '', recipe.write(policy).text, '', ...notes, ''].join('\n');
    });
    const said = [...written, `===== second copy`, '', recipe.removeDuplicate, ''].join('\n');
    await expect(said).toMatchFileSnapshot(`./snapshots/${recipe.id}.txt`);
  });
});

/** Elements that are opened and not closed, or the other way round. Our XML has no comments, CDATA or text with `<`. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', selfClosing] of xml.matchAll(
    /<(\/?)([\w.-]+)(?:\s+[\w-]+="[^"<&]*")*\s*(\/?)>/g,
  )) {
    if (closing && open.at(-1) === name) open.pop();
    else if (!selfClosing) open.push(`${closing}${name}`);
  }
  const rest = xml.replace(/<\/?[\w.-]+(?:\s+[\w-]+="[^"<&]*")*\s*\/?>/g, '');
  return /[<>&]/.test(rest) ? [...open, rest] : open;
}
