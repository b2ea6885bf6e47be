import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Driver, type Engine } from '../../scripts/browsers/driver.ts';
import { ensureBrowser } from '../../scripts/browsers/find.ts';
import { LAB_HOSTS, startLab, type Lab } from '../../scripts/lab/lab.ts';
import { showCase } from '../../scripts/lab/panel.ts';
import { packageAll } from '../../scripts/package.ts';

const contents = async (file: string): Promise<Readonly<Record<string, Uint8Array>>> =>
  unzipSync(await readFile(file));

describe('the packages for the stores', () => {
  let files: Awaited<ReturnType<typeof packageAll>>;
  let directory: string;

  beforeAll(async () => {
    files = await packageAll();
    directory = await mkdtemp(join(tmpdir(), 'whycors-package-'));
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('are the same, byte for byte, when they are made again', async () => {
    const read = (): Promise<readonly Buffer[]> =>
      Promise.all(Object.values(files).map((file) => readFile(file)));
    const before = await read();
    expect(await packageAll()).toEqual(files);
    const after = await read();
    expect(after.map((each, index) => each.equals(before[index] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('hold the extension and nothing else, under the version of package.json', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
    const extension = await contents(files.chrome);
    const names = Object.keys(extension).filter((name) => !/^panels\/part-[\w-]+\.js$/.test(name));
    expect(names).toEqual([
      'icons/icon-128.png',
      'icons/icon-16.png',
      'icons/icon-32.png',
      'icons/icon-48.png',
      'licenses.txt',
      'manifest.json',
      'panels/connection.html',
      'panels/cors.css',
      'panels/cors.html',
      'panels/cors.js',
      'panels/devtools.html',
      'panels/devtools.js',
      'panels/har-worker.js',
    ]);
    const manifest = JSON.parse(Buffer.from(extension['manifest.json'] ?? []).toString()) as object;
    expect(manifest).toMatchObject({ name: 'Why CORS?', version });
    for (const none of ['permissions', 'host_permissions', 'optional_permissions', 'background']) {
      expect(manifest).not.toHaveProperty(none);
    }
    expect(files.chrome).toContain(`-${version}-`);
  });

  it('hold the source that builds them', async () => {
    const names = Object.keys(await contents(files.source));
    expect(names).toEqual(
      expect.arrayContaining(['README.md', 'package-lock.json', 'scripts/build.ts', 'manifest.json']),
    );
    expect(names.filter((name) => /^(?:dist|node_modules)\//.test(name))).toEqual([]);
  });

  it.each<Engine>(['chromium', 'firefox'])('explain a request in %s', async (engine) => {
    await ensureBrowser(engine);
    const lab: Lab = await startLab();
    let driver: Driver | null = null;
    try {
      // Chromium's store unpacks the zip, Firefox takes the file as it is.
      const extension = engine === 'chromium' ? await unpacked(files.chrome) : files.firefox;
      driver = await launchBrowser(engine, { extension, hosts: LAB_HOSTS, headless: true });
      await driver.goto(lab.page);
      await driver.showPanel();
      await driver.evaluate(`lab.runAll(['allow-origin-trailing-slash'])`);
      const { headline } = await showCase(driver, 'allow-origin-trailing-slash');
      const page = lab.withPorts('http://app.example.com:5173');
      expect(headline).toContain(`The server allows ${page}/. Your page is ${page}.`);
    } finally {
      await driver?.close();
      await lab.close();
    }
  });

  async function unpacked(zip: string): Promise<string> {
    for (const [name, bytes] of Object.entries(await contents(zip))) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), bytes);
    }
    return directory;
  }
});
