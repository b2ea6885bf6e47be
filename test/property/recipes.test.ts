import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipes } from '../../src/recipes/catalogue.ts';
import { checkPolicy, isAddress, type Policy } from '../../src/recipes/policy.ts';
import { bare, double, joined, regex, single } from '../../src/recipes/quote.ts';

/** Everything with a meaning in some syntax, and letters to hide it in. */
const pieces = [
  ...'\'"`$%{}()[]<>;:,.#&|\\/*?!^~=+@ \n\r\t\0\u0085\u2028\u202eéЖ字😀ab-_01',
  '${',
  '$(',
  '#{',
  '%{',
  '%[',
  '*/',
  '/*',
  '-->',
  '<!--',
  ']]>',
  '<?',
  '?>',
  '\\n',
  '\\"',
  "''",
  '""',
  '//',
  '#set(',
  'https://',
  'http://',
  '.example.com',
  'x-',
  'GET',
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const hostileOrigin = fc.oneof(
  hostile,
  fc.tuple(hostile, hostile).map(([host, rest]) => `https://a${host}.example${rest}`),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const port = fc.option(fc.integer({ min: 1024, max: 65_535 }), { nil: undefined });
const goodOrigin = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.oneof(
      word,
      fc.tuple(word, word).map(([a, b]) => `${a}.${b}`),
      word.map((a) => `${a}_x.test`),
      fc.constant('[::1]'),
    ),
    port,
  )
  .map(([scheme, host, at]) => (at === undefined ? `${scheme}://${host}` : `${scheme}://${host}:${at}`));
const goodMethod = fc.oneof(
  fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  fc.stringMatching(/^[A-Z][A-Z0-9-]{0,8}$/),
);
const goodHeader = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);

const policyOf = (
  origin: fc.Arbitrary<string>,
  method: fc.Arbitrary<string>,
  header: fc.Arbitrary<string>,
  least: number,
): fc.Arbitrary<Policy> => {
  const list = (values: fc.Arbitrary<string>, minLength: number) =>
    fc.uniqueArray(values, { minLength, maxLength: 4, selector: (value) => value.toLowerCase() });
  return fc.record({
    origins: list(origin, least),
    methods: list(method, least),
    requestHeaders: list(header, 0),
    exposedHeaders: list(header, 0),
    credentials: fc.boolean(),
    maxAge: fc.integer({ min: 0, max: 86_400 }),
  });
};

const goodPolicy = policyOf(goodOrigin, goodMethod, goodHeader, 1).filter(
  (policy) => checkPolicy(policy).length === 0,
);
const anyPolicy = policyOf(
  fc.oneof(goodOrigin, hostileOrigin),
  fc.oneof(goodMethod, hostile),
  fc.oneof(goodHeader, hostile),
  0,
);

/** What a snippet is made of beside words: a value that broke out of its place would change it. */
const skeleton = (text: string): string => text.replace(/[A-Za-z0-9_.:/[\]\\-]+/g, '');

/** The same policy with values that nobody need fear, alike in all that a recipe may look at. */
function harmless(policy: Policy): Policy {
  const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
  const headers = [...new Set([...policy.requestHeaders, ...policy.exposedHeaders])];
  const header = (name: string) => `h${headers.indexOf(name)}`;
  return {
    ...policy,
    origins: policy.origins.map((origin, index) =>
      isAddress(origin) ? `http://[::1]:${index}` : `http://h${index}${origin.includes('_') ? '_' : ''}.test`,
    ),
    methods: policy.methods.map((method, index) => (known.has(method) ? method : `M${index}`)),
    requestHeaders: policy.requestHeaders.map(header),
    exposedHeaders: policy.exposedHeaders.map(header),
  };
}

describe('quoting', () => {
  it('quotes a value as it is, or refuses it', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), goodHeader, goodOrigin), (value) => {
        const isPlain = /^[A-Za-z0-9_.,:/[\] -]*$/.test(value) && !/[\r\n]/.test(value);
        for (const quote of [single, double, bare, regex, (text: string) => joined([text])]) {
          if (isPlain) expect(quote(value).replaceAll(/['"\\]/g, '')).toBe(value);
          else expect(() => quote(value)).toThrow(RangeError);
        }
      }),
    );
  });

  it('makes a regular expression that matches the origin and no other', () => {
    fc.assert(
      fc.property(goodOrigin, fc.oneof(goodOrigin, hostileOrigin), (origin, other) => {
        const exact = new RegExp(`^${regex(origin)}$`);
        expect(exact.test(origin)).toBe(true);
        expect(exact.test(other)).toBe(other === origin);
      }),
    );
  });
});

// All recipes for each policy: on a busy machine more than the usual five seconds.
describe('every recipe', { timeout: 60_000 }, () => {
  it('is refused with a sentence, or written: nothing between', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const problems = checkPolicy(policy);
        for (const problem of problems) expect(problem).toMatch(/^[\x20-\x7e…]+$/);
        for (const recipe of recipes) {
          if (problems.length > 0) {
            expect(() => recipe.write(policy)).toThrow(RangeError);
            expect(() => recipe.caveats(policy)).toThrow(RangeError);
          } else expect(recipe.write(policy).text).not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a policy with one hostile value among good ones', () => {
    const place = fc.constantFrom(
      'origins' as const,
      'methods' as const,
      'requestHeaders' as const,
      'exposedHeaders' as const,
    );
    fc.assert(
      fc.property(goodPolicy, place, hostile, (policy, part, value) => {
        fc.pre(/[^A-Za-z0-9_.:/[\]-]/.test(value));
        expect(checkPolicy({ ...policy, [part]: [...policy[part], value] })).not.toEqual([]);
      }),
    );
  });

  it('has the same syntax around whatever values are accepted', () => {
    fc.assert(
      fc.property(goodPolicy, (policy) => {
        for (const recipe of recipes) {
          expect(skeleton(recipe.write(policy).text), recipe.id).toBe(
            skeleton(recipe.write(harmless(policy)).text),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});
