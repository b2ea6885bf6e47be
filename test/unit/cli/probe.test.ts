import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../scripts/differential/certificate.ts';
import { run } from '../../../src/cli/run.ts';
import type { Report } from '../../../src/report/report.ts';

const PAGE = 'http://app.example.com:5173';
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server on a port of its own. */
async function serve(handler: Handler, server: Server = createServer()): Promise<string> {
  server.on('request', handler);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function probe(
  url: string,
  ...options: readonly string[]
): Promise<{ status: number; out: string; err: string; sent: readonly string[] }> {
  let [out, err] = ['', ''];
  const status = await run(['probe', url, '--origin', PAGE, ...options], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    paint: (_, text) => text,
  });
  const sent = err.split('\n').flatMap((line) => (line.startsWith('→ ') ? [line.slice(2)] : []));
  return { status, out, err, sent };
}

/** Allows what is asked, as a careless server does. */
const echo: Handler = ({ method, headers }, response) => {
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
  response.setHeader('Vary', 'Origin');
  if (method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', headers['access-control-request-method'] ?? '');
    response.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
    response.statusCode = 204;
  }
  response.end();
};

describe('whycors probe', () => {
  it('asks with the page’s origin, shows what it sends and gets, and says that the page can read it', async () => {
    const seen: IncomingMessage[] = [];
    const host = await serve((request, response) => {
      seen.push(request);
      echo(request, response);
    });
    const { status, out, err } = await probe(`http://${host}/orders#part`);
    expect(seen.map(({ method, url, headers }) => [method, url, headers.origin])).toEqual([
      ['GET', '/orders', PAGE],
    ]);
    expect(err).toContain(`→ GET http://${host}/orders\n`);
    expect(err).toContain(`\n    Origin: ${PAGE}\n`);
    expect(err).toContain(`← 200 OK\n    Access-Control-Allow-Origin: ${PAGE}\n    Vary: Origin\n`);
    expect({ status, out }).toEqual({
      status: 0,
      out: `✓ allowed  GET http://${host}/orders\n  A page from ${PAGE} can read the response.\n`,
    });
  });

  it('says once what passes with a warning, and that there are more headers than it shows', async () => {
    const host = await serve((_, response) => {
      response
        .setHeader('Access-Control-Allow-Origin', PAGE)
        .setHeader('Cache-Control', 'public, max-age=600')
        .end();
    });
    const { status, out, err } = await probe(`http://${host}/`);
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`^A page from ${PAGE} can read the response\\.\n\n✓ allowed `));
    expect(out.match(/✓ allowed/g)).toHaveLength(1);
    expect(out).toContain('1. Vary: Origin missing on a cacheable response');
    expect(out).toContain('1 request: 1 allowed (1 with a warning).');
    expect(err).toMatch(/Access-Control-Allow-Origin: \S+\n {4}and \d more headers\n/);
  });

  it('asks by a preflight first where one is due, and does not send what it refuses', async () => {
    const seen: IncomingMessage[] = [];
    const host = await serve((request, response) => {
      seen.push(request);
      response.setHeader('Access-Control-Allow-Origin', `${PAGE}/`).end();
    });
    const { status, out } = await probe(
      `http://${host}/`,
      '--method',
      'put',
      '--header',
      'Content-Type: application/json',
      '--header',
      'X-B: 1',
      '--send',
    );
    expect(seen.map(({ method }) => method)).toEqual(['OPTIONS']);
    expect(seen[0]?.headers).toMatchObject({
      origin: PAGE,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,x-b',
    });
    expect(seen[0]?.headers['content-type']).toBeUndefined();
    expect(status).toBe(1);
    expect(out).toContain('1. Allowed origin ends with a slash');
    expect(out).toContain('2. Method not allowed by the preflight');
    expect(out).toContain('On the preflight:');
    expect(out).toContain('On the response, once the preflight passes:');
    expect(out).toContain('3. Header not allowed by the preflight');
  });

  it.each([
    ['after its preflight', 'DELETE', ['OPTIONS'], '✓ preflight passes', 0],
    ['that has no preflight', 'POST', [], '? not sent', 2],
  ])('sends nothing that may change something %s, unless told to', async (_, method, seen, told, code) => {
    const methods: (string | undefined)[] = [];
    const host = await serve((request, response) => {
      methods.push(request.method);
      echo(request, response);
    });
    const { status, out } = await probe(`http://${host}/`, '--method', method);
    expect({ methods, status }).toEqual({ methods: seen, status: code });
    expect(out).toContain(told);
    methods.length = 0;
    expect((await probe(`http://${host}/`, '--method', method, '--send')).out).toContain('✓ allowed');
    expect(methods).toEqual([...seen, method]);
  });

  it('says of a method in small letters what the configuration does: write it in capitals', async () => {
    const host = await serve(({ headers }, response) => {
      response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*').end();
    });
    const { out } = await probe(`http://${host}/`, '--method', 'patch');
    expect(out).toContain(
      "→ Write `method: 'PATCH'` in your code, in capitals, and send `Access-Control-Allow-Methods: PATCH` on the preflight.",
    );
    expect(out).toContain("Better: write `method: 'PATCH'` in your code, and allow `PATCH` instead");
    expect(out).toContain('--methods PATCH\n');
  });

  it('follows redirects as a browser does: tainted, without keys for others, with a preflight each', async () => {
    const seen: unknown[] = [];
    const second = await serve((request, response) => {
      seen.push(['second', request.method, request.headers.origin, request.headers.authorization]);
      echo(request, response);
    });
    const first = await serve((request, response) => {
      seen.push(['first', request.method, request.headers.origin, request.headers.authorization]);
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'authorization, x-a');
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else response.writeHead(302, { Location: `http://${second}/next` }).end();
    });
    const { status, out, err, sent } = await probe(
      `http://${first}/`,
      '--header',
      'Authorization: Bearer hunter2',
      '--header',
      'X-A: 1',
    );
    expect(seen).toEqual([
      ['first', 'OPTIONS', PAGE, undefined],
      ['first', 'GET', PAGE, 'Bearer hunter2'],
      ['second', 'OPTIONS', 'null', undefined],
      ['second', 'GET', 'null', undefined],
    ]);
    expect(sent).toHaveLength(4);
    expect(status).toBe(0);
    expect(out).toContain('✓ allowed');
    expect(out).toContain(`can read the response, to which a redirect leads: http://${second}/next.\n`);
    expect(err).toContain('Authorization: Bearer REDACTED');
    expect(err).not.toContain('hunter2');
  });

  it.each([
    [303, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [302, 'PUT', 'PUT'],
  ])('makes of a %i to a %s a %s', async (code, method, next) => {
    const seen: (string | undefined)[] = [];
    const host = await serve((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Allow-Methods', '*');
      if (request.method === 'OPTIONS') return void response.end();
      seen.push(request.method);
      if (request.url === '/') response.writeHead(code, { Location: '/next' });
      response.end();
    });
    await probe(`http://${host}/`, '--method', method, '--send');
    expect(seen).toEqual([method, next]);
  });

  it('stops at a redirect that the page may not see', async () => {
    const host = await serve((_, response) => void response.writeHead(301, { Location: '/next' }).end());
    const { status, out, sent } = await probe(`http://${host}/`);
    expect(sent).toEqual([`GET http://${host}/`]);
    expect(status).toBe(1);
    expect(out).toContain('without CORS headers on the redirect');
  });

  it('does not claim to know what is sent by an address that it never asked', async () => {
    const host = await serve(
      (_, response) => void response.writeHead(302, { Location: 'http://localhost:8001/next' }).end(),
    );
    const { out } = await probe(`http://${host}/`);
    expect(out).toContain(`On the redirect from http://${host}/:`);
    expect(out).toContain('On the response from http://localhost:8001/next, once the redirect passes:');
  });

  it('tells one problem once, though two checks of one response meet it', async () => {
    const host = await serve(
      (_, response) => void response.writeHead(302, { Location: 'http://localhost:8001/next' }).end(),
    );
    const { out } = await probe(`http://${host}/`, '--method', 'PUT');
    expect(out.match(/\d\. Redirected to another host/g)).toEqual(['1. Redirected to another host']);
    expect(out).toContain('2. Also needed: Access-Control-Allow-Methods');
  });

  it.each(['null', 'capacitor://localhost'])('asks for a page with the origin %s', async (origin) => {
    const host = await serve(echo);
    const { status, out, err } = await probe(`http://${host}/`, '--origin', origin);
    expect(status).toBe(0);
    expect(err).toContain(`    Origin: ${origin}\n`);
    expect(out).toContain(`A page from ${origin} can read the response.`);
  });

  it('gives up after twenty redirects', async () => {
    const host = await serve((request, response) => {
      response.statusCode = 302;
      response.setHeader('Location', '/again');
      echo(request, response);
    });
    const { out, sent } = await probe(`http://${host}/`);
    expect(sent).toHaveLength(21);
    expect(out).toContain('redirect loop');
  });

  it('judges with credentials where it is told so', async () => {
    const host = await serve((request, response) => {
      expect(request.headers.cookie).toBe('a=b');
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    });
    const { status, out, err } = await probe(`http://${host}/`, '--credentials', '--header', 'Cookie: a=b');
    expect(status).toBe(1);
    expect(out).toContain('allows any origin (`*`), but your request includes credentials');
    expect(err).toContain('Cookie: a=REDACTED');
    const json = await probe(
      `http://${host}/`,
      '--credentials',
      '--header',
      'Cookie: a=b',
      '--format',
      'json',
    );
    const report = JSON.parse(json.out) as Report;
    expect(report.flows[0]).toMatchObject({ credentials: 'include', verdict: 'blocked', origin: PAGE });
    expect(report.flows[0]?.remedy?.verified).toBe(true);
  });

  it('names the lines of one header that fetch would have joined', async () => {
    const host = await serve((_, response) => {
      response.setHeader('Access-Control-Allow-Origin', [PAGE, PAGE]).end();
    });
    const { out } = await probe(`http://${host}/`);
    expect(out).toContain('CORSMultipleAllowOriginNotAllowed');
  });

  it('says what else can go wrong, by its own name', async () => {
    const gone = await serve(echo);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect((await probe(`http://${gone}/`)).out).toContain('No server is listening');

    const silent = await serve(() => undefined);
    const waited = await probe(`http://${silent}/`, '--timeout', '1');
    expect(waited.out).toContain('did not respond in time');
    expect(waited.err).toContain('\n← no response within 1 s (--timeout)\n');

    const rude = await serve(({ socket }) => void socket.destroy());
    expect((await probe(`http://${rude}/`)).out).toContain('closed the connection before it responded');

    const secure = await serve(echo, createSecureServer(selfSigned(['localhost'])));
    const untrusted = await probe(`https://${secure}/`);
    expect(untrusted.out).toContain('does not trust the certificate');
    expect(untrusted.status).toBe(1);

    const plain = await serve(echo);
    expect((await probe(`https://${plain}/`)).out).toMatch(/TLS|https/);

    expect((await probe('http://127.0.0.1:6000/')).sent).toEqual([]);
  });

  it.each([
    [['probe', 'http://a.example/'], 'probe wants the origin of a page'],
    [['probe', '--origin', PAGE], 'probe wants one URL'],
    [['probe', 'localhost:8080/x', '--origin', PAGE], 'did you mean http://localhost:8080/x?'],
    [['probe', 'http://a:b@c.example/', '--origin', PAGE], 'user name and password'],
    ...(
      [
        [
          `${PAGE}/`,
          `is not what a browser sends: an origin has no path, and no slash at its end; give ${PAGE}`,
        ],
        [`${PAGE}/app?x`, `give ${PAGE}`],
        ['http://App.example:80', 'without the scheme’s own port; give http://app.example'],
        ['app.example', '--origin "app.example" is no origin; did you mean http://app.example?'],
        ['localhost:5173', 'did you mean http://localhost:5173?'],
        ['*', '--origin "*" is no origin; give scheme, host and port'],
        ['file:///C:/x.html', 'a page opened from a file has the origin null: --origin null'],
      ] as const
    ).map(([origin, told]) => [['probe', 'http://a.example/', '--origin', origin], told] as const),
    [['probe', 'http://a.example/', '--origin', PAGE, '--method', 'TRACE'], 'a page can’t send TRACE'],
    [
      ['probe', 'http://a.example/', '--origin', PAGE, '--method', 'A B'],
      '--method "A B" is no method; give one word',
    ],
    [['probe', 'http://a.example/', '--origin', PAGE, '--header', 'Host: x'], 'a page can’t set Host'],
    [['probe', 'http://a.example/', '--origin', PAGE, '--header', 'Cookie: x'], 'only with --credentials'],
    [['probe', 'http://a.example/', '--origin', PAGE, '--header', 'x'], '--header "x" has no colon'],
    [
      ['probe', 'http://a.example/', '--origin', PAGE, '--header', 'a b: c'],
      '"a b" can’t be the name of a header',
    ],
    [
      ['probe', 'http://a.example/', '--origin', PAGE, '--header', 'x: a\r\nb: c'],
      'characters that HTTP can’t carry',
    ],
    [['probe', 'http://a.example/', '--origin', PAGE, '--timeout', 'soon'], '--timeout is'],
  ] as const)('%j sends nothing and exits with 2', async (args, told) => {
    let err = '';
    const status = await run(args, {
      out: () => expect.fail(),
      err: (text) => (err += text),
      send: () => expect.fail(),
    });
    expect(status).toBe(2);
    expect(err).toContain(told);
  });
});
