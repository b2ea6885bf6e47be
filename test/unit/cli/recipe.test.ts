import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { recipes } from '../../../src/recipes/catalogue.ts';

async function whycors(...args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const read = (): Promise<string> => Promise.reject(new Error('nothing to read'));
  const status = await run(args, { out: (text) => (out += text), err: (text) => (err += text), read });
  return { status, out, err };
}

const ORIGIN = 'https://app.example.com';

describe('whycors recipe', () => {
  it('writes the configuration, and beside it where it goes and what to look out for', async () => {
    const line =
      'recipe --server nginx --methods GET,PUT --headers authorization,content-type --credentials --expose X-Total --max-age 60';
    const { status, out, err } = await whycors(...line.split(' '), '--origin', ORIGIN);
    expect(status).toBe(0);
    expect(out).toContain(`"${ORIGIN}" $http_origin;`);
    expect(out).toContain('"GET, PUT"');
    expect(out).toContain('"authorization, content-type"');
    expect(out).toContain('"X-Total"');
    expect(out).toContain('"60"');
    expect(out).not.toContain('Where:');
    expect(err).toContain('Where: nginx.conf');
    expect(err).toContain('Tested with nginx');
    expect(err).toContain('- Keep `always`');
    expect(err).toContain('Two layers send these headers? If nginx is the owner');
    expect(err).toContain('CORS is not access control');
  });

  it('allows what no browser asks for first, and says nothing of access, unless told otherwise', async () => {
    const { out, err } = await whycors('recipe', '--server', 'express', '--origin', ORIGIN);
    expect(out).toContain("methods: ['GET', 'HEAD', 'POST']");
    expect(out).toContain('maxAge: 600');
    expect(out).not.toContain('credentials');
    expect(err).not.toContain('access control');
  });

  it('takes several origins, with commas or one by one', async () => {
    const other = 'https://admin.example.com';
    const first = await whycors('recipe', '--server', 'koa', '--origin', ORIGIN, '--origin', other);
    expect(first.out).toContain(other);
    expect(await whycors('recipe', '--server', 'koa', '--origin', `${ORIGIN},${other}`)).toEqual(first);
  });

  it('takes methods and headers with commas, with spaces after these, and one by one', async () => {
    const list = ['recipe', '--server', 'koa', '--origin', ORIGIN];
    const { status, out } = await whycors(...list, '--methods', 'GET, PUT', '--headers', 'x-a,x-b');
    expect(status).toBe(0);
    expect(
      await whycors(...list, '--methods', 'GET', '--methods', 'PUT', '--headers', 'x-a', '--headers', 'x-b,'),
    ).toMatchObject({ out });
  });

  it('needs no origin for what avoids CORS', async () => {
    const { status, out } = await whycors('recipe', '--server', 'vite-proxy');
    expect(status).toBe(0);
    expect(out).toContain("proxy: { '/api'");
  });

  it('lists every server by kind, with who vouches for it', async () => {
    const { status, out, err } = await whycors('recipe', '--list');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const { id, name } of recipes) {
      expect(out).toMatch(
        new RegExp(`^  ${id} +${name.replace(/[.()+*]/g, '\\$&')}(?:, not tested by us)?$`, 'm'),
      );
    }
    expect(out).toMatch(/^Web servers and proxies$/m);
    expect(out).toMatch(/^ {2}aws-s3 .*, not tested by us$/m);
    expect(out).toMatch(/^ {2}nginx +nginx$/m);
  });

  it.each([
    [[], 'recipe wants a server'],
    [['--server', 'nginx'], 'recipe wants an origin'],
    [
      ['--server', 'ngin', '--origin', ORIGIN],
      'there is no server "ngin"; did you mean nginx or ingress-nginx?',
    ],
    [['--server', 'zzz', '--origin', ORIGIN], '--list shows them'],
    [['--server', 'express5', '--origin', ORIGIN], 'there is no server "express5"; did you mean express?'],
    [['--server', 'ngnix', '--origin', ORIGIN], 'did you mean nginx?'],
    [['--server', 'spring-boot', '--origin', ORIGIN], 'did you mean spring-mvc or spring-security?'],
    [
      ['--server', 'nginx', '--origin', ORIGIN, '--methods', 'GE T'],
      '--methods "GE T" is no method; put commas between several',
    ],
    [['--server', 'nginx', '--origin', ORIGIN, '--headers', 'x-a,x-b x-c'], '"x-b x-c" is no header’s name'],
    [
      ['--server', 'nginx', '--origin', `${ORIGIN} http://b.example`],
      'is no origin; put commas between several',
    ],
    [
      ['--server', 'nginx', '--origin', ORIGIN, '--methods', 'GET,PU(T'],
      '"PU(T" has characters that do not belong in a method',
    ],
    [['--server', '\u001b[2J', '--origin', ORIGIN], 'there is no server "\\u001b[2J"'],
    [['--server', 'nginx', '--origin', '*'], 'list the origins'],
    [['--server', 'nginx', '--origin', `${ORIGIN}/`], 'no slash at its end'],
    [['--server', 'nginx', '--origin', `${ORIGIN}";return`], 'characters that do not belong'],
    [['--server', 'nginx', '--origin', ORIGIN, '--methods', 'put'], 'is not PUT'],
    [['--server', 'nginx', '--origin', ORIGIN, '--headers', '*'], 'list the headers'],
    [['--server', 'nginx', '--origin', ORIGIN, '--max-age', 'long'], 'whole number of seconds, not "long"'],
    [['--server', 'nginx', '--origin', ORIGIN, '--max-age', '100000'], 'maximum age'],
    [['--server', 'nginx', '--colour'], "Unknown option '--colour'; see whycors recipe --help"],
    [['--server', 'nginx', 'more'], "Unexpected argument 'more'"],
  ])('%j says in one line what is wrong and exits with 2', async (args, message) => {
    const { status, out, err } = await whycors('recipe', ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^whycors: [^\n\u001b]+\n$/);
    expect(err).toContain(message);
  });
});

describe('help', () => {
  it.each([
    [['--help'], 'Usage: whycors COMMAND', 0],
    [[], 'Usage: whycors COMMAND', 2],
    [['check', '--help'], 'Usage: whycors check', 0],
    [['recipe', '-h'], 'Usage: whycors recipe', 0],
    [['recipe', '--server', '--help'], 'Usage: whycors recipe', 0],
  ])('%j', async (args, text, expected) => {
    const { status, out, err } = await whycors(...args);
    expect({ status, err }).toEqual({ status: expected, err: '' });
    expect(out).toContain(text);
  });
});
