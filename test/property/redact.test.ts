import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactExchange, redactHeader, redactText, redactUrl } from '../../src/report/redact.ts';
import { exchange } from '../unit/builders.ts';

/** Letters and digits that occur nowhere else in what the tests write. */
const secret = fc.stringMatching(/^Zq[A-Za-z0-9]{10,30}Zq$/);
const noise = fc
  .array(
    fc.constantFrom(
      ...'\'"`;:,.#&?=@/\\%{}()[]<> \n\t\0é😀',
      'a',
      '%3F',
      '%26',
      '%',
      'Bearer ',
      'https://',
      'token=',
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const jwt = fc
  .tuple(secret, secret)
  .map(([subject, signature]) => `${base64url('{"alg":"HS256"}')}.${base64url(subject)}.${signature}`);

const inHeader = fc.constantFrom(
  'Cookie',
  'Authorization',
  'Proxy-Authorization',
  'X-Api-Key',
  'x-auth-token',
  'X-CSRF-Token',
  'apikey',
);
const inParameter = fc.constantFrom(
  'token',
  'access_token',
  'refreshToken',
  'api_key',
  'key',
  'sig',
  'X-Amz-Signature',
  'client_secret',
  'password',
  'user[password]',
  'session_id',
  'code',
  '%74oken',
);

describe('what is secret does not come through', () => {
  it('in a header that holds one, whatever stands around it', () => {
    fc.assert(
      fc.property(inHeader, noise, secret, noise, (name, before, value, after) => {
        // Behind a semicolon begins another cookie, whose name stays.
        fc.pre(name !== 'Cookie' || !before.includes(';'));
        expect(redactHeader(name, `x=${before}${value}${after}`)).not.toContain(value);
      }),
    );
  });

  it('in a cookie that is set', () => {
    fc.assert(
      fc.property(fc.constantFrom('a', '__Host-x', ''), secret, (name, value) => {
        expect(redactHeader('Set-Cookie', `${name}=${value}; Path=/; ${value}`)).not.toContain(value);
      }),
    );
  });

  it('in a parameter of an address, in query and fragment, also within another', () => {
    const place = fc.constantFrom(
      (pair: string) => `https://a.example/x?${pair}`,
      (pair: string) => `https://a.example/x?a=1&${pair}&b=2`,
      (pair: string) => `https://a.example/x#${pair}`,
      (pair: string) => `https://a.example/#/route?${pair}`,
      (pair: string) => `/x?${pair}`,
      (pair: string) => `https://a.example/?next=${encodeURIComponent(`https://b.example/?${pair}`)}`,
      (pair: string) =>
        `https://a.example/?next=${encodeURIComponent(encodeURIComponent(`https://b.example/?a=1&${pair}`))}`,
    );
    fc.assert(
      fc.property(place, inParameter, secret, (put, name, value) => {
        expect(redactUrl(put(`${name}=${value}`))).not.toContain(value);
      }),
    );
  });

  it('as user or password of an address', () => {
    fc.assert(
      fc.property(secret, secret, (user, password) => {
        for (const url of [`https://${user}:${password}@a.example/`, `https://${user}@a.example/?a=1`]) {
          for (const safe of [redactUrl(url), redactText(`see ${url}`)]) {
            expect(safe).not.toContain(user);
            expect(safe).not.toContain(password);
          }
        }
      }),
    );
  });

  it('as a signed token, anywhere', () => {
    fc.assert(
      fc.property(
        noise,
        jwt,
        noise,
        fc.constantFrom('X-Any', 'Link', 'Location'),
        (before, value, after, name) => {
          const [, payload = '', signature = ''] = value.split('.');
          for (const safe of [
            redactText(`${before} ${value} ${after}`),
            redactUrl(`https://a.example/${value}?${encodeURIComponent(before)}`),
            redactHeader(name, `${before} ${value} ${after}`),
          ]) {
            expect(safe).not.toContain(payload);
            expect(safe).not.toContain(signature);
          }
        },
      ),
    );
  });

  it('behind the name of a scheme, in any text', () => {
    const scheme = fc.constantFrom('Bearer', 'bearer', 'Basic', 'Digest', 'Negotiate', 'AWS4-HMAC-SHA256');
    fc.assert(
      fc.property(noise, scheme, secret, (before, name, value) => {
        expect(redactText(`${before} ${name} ${value}`)).not.toContain(value);
      }),
    );
  });
});

describe('redaction', () => {
  it('does nothing the second time', () => {
    fc.assert(
      fc.property(noise, secret, noise, fc.oneof(inHeader, fc.constant('X-Any')), (a, value, b, name) => {
        const text = `${a}${value}${b}`;
        for (const once of [redactText(text), redactUrl(text)]) {
          expect(redactText(redactText(once))).toBe(redactText(once));
        }
        const header = redactHeader(name, text);
        expect(redactHeader(name, header)).toBe(header);
      }),
    );
  });

  it('takes time in proportion to the length', () => {
    for (const piece of [
      'a',
      'eyJ',
      '?token=',
      '%3Ftoken%3D',
      'Bearer ',
      'x://',
      'a@',
      'Bearer a,b=',
      '; ',
      ' ',
      'A-',
    ]) {
      const started = performance.now();
      redactText(piece.repeat(20_000));
      redactUrl(piece.repeat(20_000));
      redactHeader('Cookie', piece.repeat(20_000));
      redactHeader('Authorization', piece.repeat(20_000));
      expect(performance.now() - started, piece).toBeLessThan(2000);
    }
  });

  it('keeps every header and its name', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('Cookie', 'X-A', 'Origin', 'Vary'), noise), (request) => {
        const before = exchange({ request });
        const { exchange: after } = redactExchange(before);
        expect(after.requestHeaders.map(([name]) => name)).toEqual(
          before.requestHeaders.map(([name]) => name),
        );
      }),
    );
  });
});
