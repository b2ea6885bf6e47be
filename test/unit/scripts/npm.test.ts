import { execFile, spawn, type ExecFileException } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json';
import { buildNpm } from '../../../scripts/build.ts';
import { exampleOf, exchangesOfExample } from '../../../src/diagnosis/example.ts';
import { writeHar } from '../../../src/har/write.ts';

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program with something to read, and without the settings of the npm that runs these tests. */
async function start(program: string, args: readonly string[], cwd: string, input = ''): Promise<Ran> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|FORCE_COLOR)/i.test(name)),
  );
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { cwd, env }, (error: ExecFileException | null, out, err) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
    );
    child.stdin?.end(input);
  });
}

/** A server on a port of its own choice, or on one that is free again. */
async function listening(answer: RequestListener, at = 0): Promise<{ server: Server; port: number }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(at, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const { server, port } = await listening((_, response) => void response.end());
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

const slash = exampleOf('allow-origin-trailing-slash');
const har = writeHar(exchangesOfExample(slash.broken, 'refused'), '537.36');

const CONSOLE_LINE = `Access to fetch at 'http://b.example/' from origin 'http://a.example' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://a.example/' that is not equal to the supplied origin.`;

describe('the package for npm', () => {
  let directory: string;
  let packed: readonly string[];
  let empty: string;
  const whycors = (args: readonly string[], input?: string): Promise<Ran> =>
    start(join(empty, 'node_modules', '.bin', 'whycors'), args, empty, input);

  /** As a strict project without a DOM would. */
  async function compile(files: readonly string[]): Promise<Ran> {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: 'nodenext',
      lib: ['es2022'],
      types: ['node'],
      typeRoots: [join(process.cwd(), 'node_modules', '@types')],
      skipLibCheck: false,
      outDir: 'out',
    };
    await writeFile(join(empty, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
    return start(process.execPath, [tsc, '-p', '.'], empty);
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whycors-npm-'));
    const source = join(directory, 'source');
    empty = join(directory, 'empty');
    await Promise.all([mkdir(join(source, 'dist'), { recursive: true }), mkdir(empty)]);
    await Promise.all([
      buildNpm(join(source, 'dist')),
      ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'].map((file) =>
        copyFile(file, join(source, file)),
      ),
      writeFile(join(source, 'left-over.txt'), ''),
    ]);
    const { out } = await start(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', directory],
      source,
    );
    const [{ filename, files } = expect.fail(out)] = JSON.parse(out) as {
      filename: string;
      files: { path: string }[];
    }[];
    packed = files.map(({ path }) => path);
    await writeFile(join(empty, 'package.json'), '{"type":"module"}');
    await writeFile(join(empty, 'x.har'), har);
    const install = ['install', '--offline', '--no-audit', '--no-fund', join(directory, filename)];
    expect(await start('npm', install, empty)).toMatchObject({ status: 0 });
  }, 120_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('holds the command line, the library with its types, and nothing else', () => {
    expect(packed.filter((file) => !file.startsWith('dist/types/'))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cli.mjs',
      'dist/index.mjs',
      'package.json',
    ]);
    const types = packed.filter((file) => file.startsWith('dist/types/'));
    expect(types).toContain('dist/types/index.d.ts');
    expect(types.filter((file) => !file.endsWith('.d.ts') || file.includes('/rules/'))).toEqual([]);
  });

  it('needs no other package, holds none whose licence it had to pass on, and is not private', async () => {
    for (const file of ['cli.mjs', 'index.mjs']) {
      const text = await readFile(join(empty, 'node_modules', 'whycors', 'dist', file), 'utf8');
      expect(text).not.toContain('// node_modules/');
    }
    expect(packageJson).not.toHaveProperty('dependencies');
    expect(packageJson).not.toHaveProperty('private');
  });

  it('runs every command', async () => {
    expect(await start('npx', ['--no-install', 'whycors', '--version'], empty)).toEqual({
      status: 0,
      out: `${packageJson.version}\n`,
      err: '',
    });
    expect(await whycors(['check', 'x.har'])).toMatchObject({
      status: 1,
      out: expect.stringContaining('Allowed origin ends with a slash') as string,
    });
    expect(await whycors(['check', '--fail-on', 'never', '--format', 'sarif'], har)).toMatchObject({
      status: 0,
      out: expect.stringContaining(`"version": "${packageJson.version}"`) as string,
    });
    expect(await whycors(['explain', 'CORSMissingAllowCredentials'])).toMatchObject({ status: 0, err: '' });
    expect((await whycors(['recipe', '--server', 'nginx', '--origin', 'https://a.example'])).status).toBe(0);
    expect(await whycors(['check', 'none.har'])).toEqual({
      status: 2,
      out: '',
      err: 'whycors: none.har: there is no such file\n',
    });

    const { server, port } = await listening((_, response) => void response.end());
    const probed = await whycors(['probe', `http://127.0.0.1:${port}/`, '--origin', 'http://localhost:5173']);
    server.close();
    expect(probed).toMatchObject({ status: 1, out: expect.stringContaining('✕ blocked') as string });
  }, 60_000);

  it('is a library with types, for projects without a DOM', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { diagnose, diagnoseExchanges, explain, HarError, toText, type Report } from 'whycors';
      const report: Report = diagnose(readFileSync('x.har', 'utf8'));
      const [flow] = report.flows;
      const origin: string | null = flow === undefined ? null : flow.origin;
      const again = diagnoseExchanges([
        {
          method: 'GET',
          url: 'http://api.example/',
          requestHeaders: new Headers({ Origin: 'http://a.example' }),
          response: { status: 200, headers: { vary: undefined, 'set-cookie': ['a=b'] } },
        },
      ]);
      const line = explain("Access to fetch at 'http://b.example/' from origin 'http://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.");
      let error = '';
      try {
        diagnose('{}');
      } catch (thrown) {
        if (thrown instanceof HarError) error = thrown.message;
      }
      console.log(JSON.stringify([origin, flow?.remedy?.response.set[0], again.flows[0]?.verdict, line?.url, error]));
      console.log(toText(again));`;
    await writeFile(join(empty, 'use.ts'), program);
    expect(await compile(['use.ts'])).toEqual({ status: 0, out: '', err: '' });
    const { out, err } = await start(process.execPath, ['out/use.js'], empty);
    expect(err).toBe('');
    expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual([
      'http://app.example.com:5173',
      ['Access-Control-Allow-Origin', 'http://app.example.com:5173'],
      'blocked',
      'http://b.example/',
      'it is JSON, but no HAR: `log.entries` is missing',
    ]);
    expect(out).toContain('1 request: 1 blocked.');
  }, 60_000);

  it('does what its documentation shows, as it is written there', async () => {
    const text = await readFile(join('docs', 'library.md'), 'utf8');
    const [report = '', fixtures = '', proxy = ''] = [...text.matchAll(/```ts\n([^]*?)```/g)].map(
      ([, code]) => code,
    );
    const playwright = join(empty, 'node_modules', '@playwright', 'test');
    await mkdir(playwright, { recursive: true });
    // Playwright itself is too large for one example: this is as much of it as that uses.
    const stub = {
      'package.json': '{"type":"module","exports":{"types":"./index.d.ts","default":"./index.js"}}',
      'index.d.ts': `
        interface Page { on(event: 'console', told: (message: { type(): string; text(): string }) => void): void }
        export type Fixture<T> = [(given: { page: Page }, use: (value?: T) => Promise<void>) => Promise<void>, { auto: boolean }];
        export declare const test: { extend<T>(fixtures: { [K in keyof T]: Fixture<T[K]> }): { readonly fixtures: { [K in keyof T]: Fixture<T[K]> } } };
        export declare function expect(value: unknown, why: string): { toBe(other: unknown): void };`,
      'index.js': `
        export const test = { extend: (fixtures) => ({ fixtures }) };
        export const expect = (value, why) => ({ toBe: (other) => { if (value !== other) throw new Error(why + '\\n' + value); } });`,
    };
    const use = `
      import { test } from './fixtures.js';
      const [run] = test.fixtures.corsErrors;
      for (const text of [${JSON.stringify(CONSOLE_LINE)}, 'GET http://api.example/ 404 (Not Found)']) {
        const page = { on: (_: string, told: (message: { type(): string; text(): string }) => void) => told({ type: () => 'error', text: () => text }) };
        await run({ page }, () => Promise.resolve()).then(() => console.log('passed'), (error: Error) => console.log(error.message));
      }`;
    await Promise.all([
      ...Object.entries(stub).map(([name, content]) => writeFile(join(playwright, name), content)),
      ...Object.entries({
        'report.ts': report,
        'fixtures.ts': fixtures,
        'proxy.ts': proxy,
        'run.ts': use,
      }).map(([name, content]) => writeFile(join(empty, name), content)),
      copyFile(join(empty, 'x.har'), join(empty, 'recording.har')),
    ]);
    expect(await compile(['report.ts', 'run.ts', 'proxy.ts'])).toEqual({ status: 0, out: '', err: '' });

    const reported = await start(process.execPath, ['out/report.js'], empty);
    expect(reported).toMatchObject({ status: 0, err: '' });
    expect(reported.out).toMatch(/^blocked GET http:\/\/api\.example\.com:8000\/orders The server allows/);
    expect(reported.out).toContain('1 request: 1 blocked.');

    const { out } = await start(process.execPath, ['out/run.js'], empty);
    expect(out).toBe(
      'The browser blocked requests of this page.\n' +
        'The server allows `http://a.example/`. Your page is `http://a.example`.\n' +
        'An origin has no path, so it does not end with a slash. The browser compares the two character by character, and the slash is one character too many.\n' +
        '→ Send `Access-Control-Allow-Origin: http://a.example`, without the slash.\n' +
        'passed\n',
    );
  }, 60_000);

  it('has a proxy in its documentation that outlives a server that is down, and tells what is refused', async () => {
    const text = await readFile(join('docs', 'library.md'), 'utf8');
    const [target, own] = await Promise.all([freePort(), freePort()]);
    const [, code = ''] = /```ts\n(import http from[^]*?)```/.exec(text) ?? [];
    const proxy = code
      .replace('http://localhost:8000', `http://127.0.0.1:${target}`)
      .replace('8080', `${own}, '127.0.0.1', () => console.log('ready')`);
    await writeFile(join(empty, 'proxied.ts'), proxy);
    expect(await compile(['proxied.ts'])).toEqual({ status: 0, out: '', err: '' });

    const child = spawn(process.execPath, ['out/proxied.js'], { cwd: empty });
    let told = '';
    child.stderr.on('data', (part: Buffer) => (told += part.toString()));
    const headers = { Origin: 'http://localhost:5173' };
    try {
      await once(child.stdout, 'data');
      expect(await fetch(`http://127.0.0.1:${own}/down`, { headers })).toMatchObject({ status: 502 });
      const { server } = await listening(({ url }, response) => {
        if (url === '/open') response.setHeader('Access-Control-Allow-Origin', '*');
        response.end(url);
      }, target);
      for (const path of ['/open', '/closed']) {
        const answer = await fetch(`http://127.0.0.1:${own}${path}`, { headers });
        expect(await answer.text()).toBe(path);
      }
      server.close();
    } finally {
      child.kill();
    }
    await once(child, 'close');
    expect(told.match(/^[▲✕] .*/gm)).toEqual([
      `▲ not CORS  GET http://127.0.0.1:${target}/down`,
      `✕ blocked  GET http://127.0.0.1:${target}/closed`,
    ]);
    expect(told).toContain(`No server is listening at \`http://127.0.0.1:${target}\``);
  }, 60_000);
});
