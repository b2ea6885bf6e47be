import { describe, expect, it } from 'vitest';
import { actualRequest, curlOf, preflightRequest } from '../../../src/curl/curl.ts';

const PAGE = 'https://app.example';
const URL = 'https://api.example/orders/7?page=1&size=20';

const preflight = preflightRequest({
  url: URL,
  origin: PAGE,
  method: 'PUT',
  headers: ['X-Request-Id', 'content-type', 'Authorization', 'content-type'],
});

const put = actualRequest(
  {
    method: 'PUT',
    url: URL,
    requestHeaders: [
      [':authority', 'api.example'],
      ['Host', 'api.example'],
      ['Content-Length', '12'],
      ['Accept-Encoding', 'gzip'],
      ['Content-Type', 'application/json'],
      ['If-Match', '"a"'],
      ['X-Empty', ''],
    ],
  },
  PAGE,
);

describe('the preflight', () => {
  it('asks as a browser does: names in lower case, sorted, each once, without spaces', () => {
    expect(curlOf(preflight, 'sh')).toBe(
      `curl -i -X OPTIONS 'https://api.example/orders/7?page=1&size=20' \\
  -H 'Origin: https://app.example' \\
  -H 'Access-Control-Request-Method: PUT' \\
  -H 'Access-Control-Request-Headers: authorization,content-type,x-request-id'`,
    );
  });

  it('leaves the list of names out where there are none', () => {
    const bare = preflightRequest({ url: URL, origin: PAGE, method: 'DELETE', headers: [] });
    expect(curlOf(bare, 'sh')).not.toContain('Access-Control-Request-Headers');
  });
});

describe('the request', () => {
  it('has what was recorded, without what curl says itself, and with the origin', () => {
    expect(put.headers).toEqual([
      ['Origin', PAGE],
      [':authority', 'api.example'],
      ['Content-Type', 'application/json'],
      ['If-Match', '"a"'],
      ['X-Empty', ''],
    ]);
    expect(curlOf(put, 'sh')).toBe(
      `curl -i -X PUT 'https://api.example/orders/7?page=1&size=20' \\
  -H 'Origin: https://app.example' \\
  -H 'Content-Type: application/json' \\
  -H 'If-Match: "a"' \\
  -H 'X-Empty;'`,
    );
  });

  it('is written for PowerShell, where quotes within an argument have to be marked', () => {
    expect(curlOf(preflight, 'powershell')).toMatch(
      /^curl\.exe -i -X OPTIONS 'https:\/\/api\.example\/orders\/7\?page=1&size=20' `\n {2}-H 'Origin: /,
    );
    expect(curlOf(put, 'powershell')).toContain(`-H '"If-Match: \\"a\\""'`);
    expect(curlOf(put, 'powershell')).toMatch(
      /^& \{ \$PSNativeCommandArgumentPassing = 'Legacy'; curl\.exe /,
    );
  });

  it('is written for the Windows command prompt', () => {
    const command = curlOf(put, 'cmd');
    expect(command).toContain('curl -i -X PUT ^"https^:^/^/api^.example^/orders^/7^?page^=1^&size^=20^" ^\n');
    expect(command).toContain('-H ^"If^-Match^: ^\\^"a^\\^"^"');
  });

  it.each([
    ['HEAD', 'https://a.example/', 'curl --head https://a.example/'],
    ['GET', 'https://a.example/', 'curl -i https://a.example/'],
    ['GET', 'https://a.example/[1-3]/{a,b}', "curl -i --globoff 'https://a.example/[1-3]/{a,b}'"],
    ['GET', 'https://a.example/x/../y', 'curl -i --path-as-is https://a.example/x/../y'],
    ['GET', 'https://a.example/é b', "curl -i 'https://a.example/%C3%A9%20b'"],
  ])('%s %s', (method, url, command) => {
    expect(curlOf({ method, url, headers: [] }, 'sh')).toBe(command);
  });

  it.each([
    ['file:///etc/passwd', 'GET'],
    ['-o/etc/passwd', 'GET'],
    ['wss://a.example/', 'GET'],
    ['https://a.example/', 'GET -o x'],
    ['https://a.example/', ''],
  ])('there is none for %s %s', (url, method) => {
    expect(curlOf({ method, url, headers: [] }, 'sh')).toBe(null);
  });

  it('leaves out what is no header', () => {
    const headers = [
      ['@/etc/passwd', 'x'],
      ['a b', 'x'],
      ['X-Ok', 'a\r\nX-Smuggled: 1'],
    ] as const;
    expect(curlOf({ method: 'GET', url: 'https://a.example/', headers }, 'sh')).toBe(
      "curl -i https://a.example/ \\\n  -H 'X-Ok: aX-Smuggled: 1'",
    );
  });
});
