import { describe, expect, it } from 'vitest';
import { checkPolicy, isStatic, requestHeadersOrAccept, type Policy } from '../../../src/recipes/policy.ts';
import { bare, one, several } from './policies.ts';

const problems = (change: Partial<Policy>) => checkPolicy({ ...one, ...change });

describe('checkPolicy', () => {
  it.each([
    ['one origin', one],
    ['several with credentials', several],
    ['next to nothing', bare],
    ['an IPv6 address', { ...one, origins: ['http://[::1]:5173'] }],
    [
      'an underscore in a host name, as people have in development',
      { ...one, origins: ['http://my_app:3000'] },
    ],
    [
      'an internationalised name as the browser sends it',
      { ...one, origins: ['https://xn--bcher-kva.example'] },
    ],
    ['a method of WebDAV', { ...one, methods: ['PROPFIND', 'VERSION-CONTROL'] }],
    ['a header with an underscore', { ...one, requestHeaders: ['api_key'] }],
  ])('accepts %s', (_, policy) => {
    expect(checkPolicy(policy)).toEqual([]);
  });

  it.each([
    ['*', 'is not an origin'],
    ['null', 'allowing it allows everybody'],
    ['https://app.example.com/', 'no slash at its end'],
    ['https://app.example.com/path', 'has no path'],
    ['https://App.example.com', 'lower case'],
    ['HTTPS://app.example.com', 'lower case'],
    ['app.example.com', 'http:// or https://'],
    ['ftp://app.example.com', 'http:// or https://'],
    ['chrome-extension://abcdef', 'http:// or https://'],
    ['https://app.example.com:443', 'it sends "https://app.example.com"'],
    ['http://app.example.com:80', 'it sends "http://app.example.com"'],
    ['https://app.example.com:08443', 'it sends "https://app.example.com:8443"'],
    ['https://app.example.com:99999', 'no browser would send it'],
    ['http://127.1', 'it sends "http://127.0.0.1"'],
    ['http://[::0001]', 'it sends "http://[::1]"'],
    ['https://user@app.example.com', 'characters that do not belong in an origin'],
    ['https://*.example.com', 'characters that do not belong in an origin'],
    ["https://a'$(id)b.example", 'characters that do not belong in an origin'],
    ['https://x`y.example.com', 'characters that do not belong in an origin'],
    ['https://a"b.example', 'characters that do not belong in an origin'],
    ['https://a;b.example', 'characters that do not belong in an origin'],
    ['https://a{b}.example', 'characters that do not belong in an origin'],
    ['https://a%22b.example', 'characters that do not belong in an origin'],
    ['https://bücher.example', 'characters that do not belong in an origin'],
    ['https://app.example.com\n', 'characters that do not belong in an origin'],
    ['', 'http:// or https://'],
  ])('refuses the origin %j', (origin, reason) => {
    expect(problems({ origins: [origin] })).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ['*', 'list the methods'],
    ['patch', 'is not PATCH'],
    ['Get', 'is not GET'],
    ['CONNECT', 'browsers refuse to send'],
    ['TRACE', 'browsers refuse to send'],
    ["GET'", 'characters that do not belong in a method'],
    ['GET,PUT', 'characters that do not belong in a method'],
    ['', 'characters that do not belong in a method'],
  ])('refuses the method %j', (method, reason) => {
    expect(problems({ methods: [method] })).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ['*', 'never covers Authorization'],
    ['x-$foo', 'characters that do not belong'],
    ["x'y", 'characters that do not belong'],
    ['x`id`', 'characters that do not belong'],
    ['x|y', 'characters that do not belong'],
    ['x%y', 'characters that do not belong'],
    ['x y', 'characters that do not belong'],
    ['x.y', 'characters that do not belong'],
    ['x'.repeat(101), 'characters that do not belong'],
  ])('refuses the header %j, sent or exposed', (name, reason) => {
    expect(problems({ requestHeaders: [name] })).toEqual([expect.stringContaining(reason)]);
    expect(problems({ exposedHeaders: [name] })).toEqual([expect.stringContaining(reason)]);
  });

  it('refuses to expose what no script can read', () => {
    expect(problems({ exposedHeaders: ['Set-Cookie'] })).toEqual([expect.stringContaining('never be read')]);
  });

  it.each([-1, 1.5, NaN, Infinity, 86_401])('refuses the maximum age %d', (maxAge) => {
    expect(problems({ maxAge })).toEqual([expect.stringContaining('86400')]);
  });

  it('refuses empty lists and repetitions, in whatever capitals', () => {
    expect(problems({ origins: [], methods: [] })).toHaveLength(2);
    expect(problems({ requestHeaders: ['Authorization', 'authorization'] })).toEqual([
      '"authorization" is listed twice.',
    ]);
    expect(problems({ origins: [...one.origins, ...one.origins] })).toHaveLength(1);
  });

  it('says all problems, with values that cannot fool a terminal', () => {
    const said = problems({ origins: ['https://a\u001b[2J\u202e\n.example'], methods: ['*'], maxAge: -1 });
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('"https://a\\u001b[2J\\u202e\\n.example"');
  });

  it('cuts a long value', () => {
    expect(problems({ origins: [`https://${'a'.repeat(10_000)}!`] })[0]?.length).toBeLessThan(250);
  });
});

describe('isStatic', () => {
  it('holds for one origin without credentials only', () => {
    expect([one, several, { ...one, credentials: true }].map(isStatic)).toEqual([true, false, false]);
  });
});

describe('requestHeadersOrAccept', () => {
  it('never gives an empty list, which many servers take for every header', () => {
    expect(requestHeadersOrAccept(bare)).toEqual(['Accept']);
    expect(requestHeadersOrAccept(one)).toEqual(one.requestHeaders);
  });
});
