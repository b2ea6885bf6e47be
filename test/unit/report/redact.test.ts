import { describe, expect, it } from 'vitest';
import { redactExchange, redactHeader, redactText, redactUrl } from '../../../src/report/redact.ts';
import { exchange } from '../builders.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

describe('a header', () => {
  it.each([
    ['Cookie', 'session=abc; theme=dark', 'session=REDACTED; theme=REDACTED'],
    ['cookie', 'lonely', 'REDACTED'],
    ['Set-Cookie', 'sid=abc; Path=/; SameSite=None; Secure', 'sid=REDACTED; Path=/; SameSite=None; Secure'],
    ['Set-Cookie', 'sid=abc; anything', 'sid=REDACTED; REDACTED'],
    ['Authorization', 'Bearer abc', 'Bearer REDACTED'],
    ['Authorization', 'basic dXNlcjpwYXNz', 'basic REDACTED'],
    ['Authorization', 'Digest username="me", response="0a"', 'Digest REDACTED'],
    ['Authorization', 'AWS4-HMAC-SHA256 Credential=A/b, Signature=c', 'AWS4-HMAC-SHA256 REDACTED'],
    ['Authorization', 'my secret', 'REDACTED'],
    ['Authorization', 'abcdef', 'REDACTED'],
    ['Proxy-Authorization', 'Basic abc', 'Basic REDACTED'],
    ['X-Api-Key', 'abc', 'REDACTED'],
    ['apikey', 'abc', 'REDACTED'],
    ['Ocp-Apim-Subscription-Key', 'abc', 'REDACTED'],
    ['x-functions-key', 'abc', 'REDACTED'],
    ['X-Amz-Security-Token', 'abc', 'REDACTED'],
    ['X-CSRF-Token', 'abc', 'REDACTED'],
    ['X-XSRF-TOKEN', 'abc', 'REDACTED'],
    ['Private-Token', 'abc', 'REDACTED'],
    ['X-Auth', 'abc', 'REDACTED'],
    ['X-Session-Id', 'abc', 'REDACTED'],
    ['X-Custom', `before ${JWT} after`, 'before REDACTED after'],
    ['X-Custom', 'Bearer abc.def', 'Bearer REDACTED'],
    [
      'Location',
      'https://app.example/#access_token=abc&x=1',
      'https://app.example/#access_token=REDACTED&x=1',
    ],
    ['Referer', 'https://me:pw@app.example/?a=1', 'https://REDACTED@app.example/?a=1'],
  ])('%s: %s', (name, value, safe) => {
    expect(redactHeader(name, value)).toBe(safe);
    expect(redactHeader(name, safe)).toBe(safe);
  });

  it.each([
    ['Origin', 'https://app.example'],
    ['Access-Control-Request-Headers', 'authorization,x-api-key,x-csrf-token'],
    ['Access-Control-Allow-Headers', 'Authorization, X-Api-Key'],
    ['Access-Control-Allow-Origin', '*'],
    ['WWW-Authenticate', 'Bearer realm="api", error="invalid_token"'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Idempotency-Key', '7'],
    ['Sec-Fetch-Site', 'cross-site'],
    ['Vary', 'Origin, Authorization'],
    ['X-Author', 'me'],
    ['X-Keyboard', 'qwerty'],
    ['Authorization', ''],
  ])('%s: %s stays', (name, value) => {
    expect(redactHeader(name, value)).toBe(value);
  });
});

describe('an address', () => {
  it.each([
    ['https://a.example/x?token=abc&page=2', 'https://a.example/x?token=REDACTED&page=2'],
    ['https://a.example/x?access_token=a%26b', 'https://a.example/x?access_token=REDACTED'],
    ['https://a.example/x?accessToken=abc', 'https://a.example/x?accessToken=REDACTED'],
    ['https://a.example/x?api-key=abc#top', 'https://a.example/x?api-key=REDACTED#top'],
    ['https://a.example/x?user%5Bpassword%5D=abc', 'https://a.example/x?user%5Bpassword%5D=REDACTED'],
    ['https://a.example/x?X-Amz-Signature=abc', 'https://a.example/x?X-Amz-Signature=REDACTED'],
    ['https://a.example/x?code=4/0AX4XfWh_long', 'https://a.example/x?code=REDACTED'],
    ['https://a.example/x;jsessionid=1A2B/y?z=1', 'https://a.example/x;jsessionid=REDACTED/y?z=1'],
    ['https://me:pw@a.example/', 'https://REDACTED@a.example/'],
    ['https://me:p@w@a.example/', 'https://REDACTED@a.example/'],
    [`https://a.example/verify/${JWT}`, 'https://a.example/verify/REDACTED'],
    ['https://a.example/#/login?id_token=abc', 'https://a.example/#/login?id_token=REDACTED'],
    [
      'https://a.example/?next=https%3A%2F%2Fb.example%2F%3Ftoken%3Dabc%26page%3D1',
      'https://a.example/?next=https%3A%2F%2Fb.example%2F%3Ftoken%3DREDACTED%26page%3D1',
    ],
  ])('%s', (url, safe) => {
    expect(redactUrl(url)).toBe(safe);
    expect(redactUrl(safe)).toBe(safe);
  });

  it.each([
    'https://api.example/orders/7?page=1&size=20&sort=-date&q=key',
    'https://api.example/countries?code=DE',
    'https://api.example/a@b?mail=me@example.com',
    'not an address',
    '',
  ])('%s stays', (url) => {
    expect(redactUrl(url)).toBe(url);
  });
});

describe('a text', () => {
  it.each([
    [`The token is ${JWT}.`, 'The token is REDACTED'],
    ['It sent `Authorization: Bearer abc123` twice.', 'It sent `Authorization: Bearer REDACTED` twice.'],
    ['Send AKIAIOSFODNN7EXAMPLE now', 'Send REDACTED now'],
    ['ghp_0123456789abcdefghij0123456789', 'REDACTED'],
    [
      'See https://me:pw@a.example/?token=abc, please',
      'See https://REDACTED@a.example/?token=REDACTED please',
    ],
    ['"https://a.example/?sig=abc"', '"https://a.example/?sig=REDACTED"'],
  ])('%s', (text, safe) => {
    expect(redactText(text)).toBe(safe);
    expect(redactText(safe)).toBe(safe);
  });

  it.each([
    'Basic authentication and Bearer tokens need a header of their own.',
    'Send `Access-Control-Allow-Origin: https://app.example`, without the slash.',
    'The token is in the header.',
  ])('%s stays', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('an exchange', () => {
  it('names what was taken out, each once', () => {
    const { exchange: safe, redacted } = redactExchange(
      exchange({
        url: 'https://me:pw@api.example/?api_key=abc&sig=def',
        request: { Cookie: 'a=b', Authorization: 'Bearer abc', Origin: 'https://app.example' },
        status: 200,
        answer: { 'Set-Cookie': ['a=b', 'c=d'], 'Access-Control-Allow-Origin': '*' },
      }),
    );
    expect(redacted).toEqual([
      'user and password in the address',
      'api_key in the address',
      'sig in the address',
      'Cookie',
      'Authorization',
      'Set-Cookie',
    ]);
    expect(safe.url).toBe('https://REDACTED@api.example/?api_key=REDACTED&sig=REDACTED');
    expect(safe.response?.headers).toContainEqual(['Access-Control-Allow-Origin', '*']);
  });

  it('is left alone where nothing is secret', () => {
    const plain = exchange({ request: { Origin: 'https://app.example' }, status: 200 });
    expect(redactExchange(plain)).toEqual({ exchange: plain, redacted: [] });
  });
});
