import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIMEType } from 'whatwg-mimetype';
import { mimeTypeEssence } from '../../../src/http/mime-type.ts';

describe('the essence of a MIME type', () => {
  it.each([
    ['a plain one', 'text/plain', 'text/plain'],
    ['without regard to case', 'Application/JSON', 'application/json'],
    ['without its parameters', 'text/html;charset=utf-8', 'text/html'],
    ['whatever its parameters are', 'text/html;;=;charset', 'text/html'],
    ['between blanks', '\t text/html \r\n; a=b', 'text/html'],
    ['with every character of a token', "a!#$%&'*+-.^_`|~/x.y+z", "a!#$%&'*+-.^_`|~/x.y+z"],
    ['none: a type alone', 'text', null],
    ['none: without a type', '/plain', null],
    ['none: without a subtype', 'text/;charset=utf-8', null],
    ['none: a blank before the slash', 'text /html', null],
    ['none: a blank behind the slash', 'text/ html', null],
    ['none: two of them', 'text/html, text/plain', null],
    ['none: two slashes', 'text/html/x', null],
    ['none: letters of other alphabets', 'text/ｈtml', null],
    ['none: nothing', '', null],
  ])('%s', (_, text, essence) => {
    expect(mimeTypeEssence(text)).toBe(essence);
  });

  it('is what another implementation of the standard reads', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom('text', 'HTML', '/', ';', ' ', '\t', '\n', '=', '"', 'charset', 'İ'),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          expect(mimeTypeEssence(text)).toBe(MIMEType.parse(text)?.essence ?? null);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
