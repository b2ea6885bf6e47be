import { describe, expect, it } from 'vitest';
import { ensureBrowser, ensureWebKit, findBrowser } from '../../../scripts/browsers/find.ts';
import type { BrowserKind, Machine, Outcome } from '../../../scripts/browsers/find.ts';

interface Setting {
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string>>;
  readonly isRoot?: boolean;
  readonly files?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
  /** Answers to commands, by their beginning; a command may bring files. Anything else succeeds silently. */
  readonly commands?: Readonly<Record<string, Partial<Outcome> & { readonly brings?: string }>>;
}

const DEBIAN = { '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n' };
const UBUNTU = { '/etc/os-release': 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n' };
const MINT = { '/etc/os-release': 'ID=linuxmint\nID_LIKE="ubuntu debian"\n' };

function machineWith(setting: Setting): Machine & { readonly ran: string[]; readonly logged: string[] } {
  const { platform = 'linux', env = {}, isRoot = false, texts = {}, commands = {} } = setting;
  const files = new Set(setting.files);
  const [ran, logged]: [string[], string[]] = [[], []];
  return {
    platform,
    arch: 'x64',
    env,
    home: '/home/me',
    isRoot,
    exists: (file) => files.has(file),
    read: (file) => texts[file] ?? '',
    run: async (command, args) => {
      const line = [command, ...args].join(' ').replace('-o DPkg::Lock::Timeout=300 -q ', '');
      ran.push(line);
      const [, answer] = Object.entries(commands).find(([start]) => line.startsWith(start)) ?? [];
      if (answer?.brings) files.add(answer.brings);
      return { ok: answer?.ok ?? true, output: answer?.output ?? '' };
    },
    log: (line) => logged.push(line),
    ran,
    logged,
  };
}

describe('findBrowser', () => {
  const firefoxOnWindows = 'C:\\Program Files\\Mozilla Firefox\\firefox.exe';
  const edgeOnWindows = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const windows = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  const chromeOnMac = 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

  it.each<[string, BrowserKind, Setting, string | null]>([
    ['nothing', 'chromium', {}, null],
    [
      'the variable before the usual places',
      'chromium',
      { env: { WHYCORS_CHROMIUM: '/my/chrome' }, files: ['/my/chrome', '/usr/bin/chromium'] },
      '/my/chrome',
    ],
    [
      'the own variable before the common one',
      'chromium',
      { env: { CHROME_PATH: '/a', WHYCORS_CHROMIUM: '/b' }, files: ['/a', '/b'] },
      '/b',
    ],
    ['the common variable', 'chromium', { env: { CHROME_PATH: '/a' }, files: ['/a'] }, '/a'],
    [
      'the usual place where the variable is empty',
      'firefox',
      { env: { WHYCORS_FIREFOX: '' }, files: ['/usr/bin/firefox'] },
      '/usr/bin/firefox',
    ],
    [
      'Chrome before Chromium',
      'chromium',
      { files: ['/usr/bin/chromium', '/usr/bin/google-chrome'] },
      '/usr/bin/google-chrome',
    ],
    [
      'Chromium before Edge',
      'chromium',
      { files: ['/usr/bin/microsoft-edge', '/usr/bin/chromium'] },
      '/usr/bin/chromium',
    ],
    [
      'a command in a folder of PATH',
      'firefox',
      { env: { PATH: '/home/me/bin:/usr/bin' }, files: ['/home/me/bin/firefox', '/usr/bin/firefox'] },
      '/home/me/bin/firefox',
    ],
    ['Firefox ESR', 'firefox', { files: ['/usr/bin/firefox-esr'] }, '/usr/bin/firefox-esr'],
    [
      'Developer Edition',
      'firefox',
      { files: ['/usr/bin/firefox-developer-edition'] },
      '/usr/bin/firefox-developer-edition',
    ],
    [
      'no script that starts a snap',
      'firefox',
      {
        files: ['/usr/bin/firefox'],
        texts: { '/usr/bin/firefox': '#!/bin/sh\nif ! [ -x /snap/bin/firefox ]; then exit 1; fi\n' },
      },
      null,
    ],
    ['no snap', 'chromium', { env: { PATH: '/snap/bin' }, files: ['/snap/bin/chromium'] }, null],
    [
      'a script that starts a browser proper',
      'chromium',
      {
        files: ['/usr/bin/chromium'],
        texts: { '/usr/bin/chromium': '#!/bin/sh\nexec /usr/lib/chromium/chromium\n' },
      },
      '/usr/bin/chromium',
    ],
    [
      'an application on macOS',
      'chromium',
      { platform: 'darwin', files: [`/${chromeOnMac}`] },
      `/${chromeOnMac}`,
    ],
    [
      'one in the home folder on macOS',
      'chromium',
      { platform: 'darwin', files: [`/home/me/${chromeOnMac}`] },
      `/home/me/${chromeOnMac}`,
    ],
    [
      'Firefox on Windows',
      'firefox',
      { platform: 'win32', env: windows, files: [firefoxOnWindows] },
      firefoxOnWindows,
    ],
    [
      'Edge on Windows',
      'chromium',
      { platform: 'win32', env: windows, files: [edgeOnWindows] },
      edgeOnWindows,
    ],
  ])('finds %s', (_, kind, setting, file) => {
    expect(findBrowser(kind, machineWith(setting))).toBe(file);
  });

  it('says so where a variable names nothing', () => {
    const machine = machineWith({ env: { WHYCORS_FIREFOX: '/gone' }, files: ['/usr/bin/firefox'] });
    expect(() => findBrowser('firefox', machine)).toThrow(
      'WHYCORS_FIREFOX names /gone, which does not exist.',
    );
  });
});

describe('ensureBrowser', () => {
  it('installs nothing where there is a browser', async () => {
    const machine = machineWith({ files: ['/usr/bin/chromium'], isRoot: true, texts: DEBIAN });
    expect(await ensureBrowser('chromium', machine)).toBe('/usr/bin/chromium');
    expect([machine.ran, machine.logged]).toEqual([[], []]);
  });

  it.each([
    ['chromium', 'chromium', '/usr/bin/chromium'],
    ['firefox', 'firefox-esr', '/usr/bin/firefox-esr'],
  ] as const)(
    'updates the lists of packages, then installs %s, as root on Debian',
    async (kind, name, file) => {
      const machine = machineWith({
        isRoot: true,
        texts: DEBIAN,
        commands: { 'apt-get install': { brings: file } },
      });
      expect(await ensureBrowser(kind, machine)).toBe(file);
      expect(machine.ran).toEqual([
        'apt-get update',
        `apt-get install -y --no-install-recommends ${name} fonts-dejavu-core fonts-liberation`,
        `${file} --version`,
      ]);
      expect(machine.logged).toHaveLength(1);
    },
  );

  it.each([
    ['on Ubuntu, whose packages start a snap', { isRoot: true, texts: UBUNTU }],
    ['on what is made from Ubuntu', { isRoot: true, texts: MINT }],
    ['on Debian, not as root', { texts: DEBIAN }],
    ['on macOS', { platform: 'darwin' }],
    [
      'where apt-get fails',
      { isRoot: true, texts: DEBIAN, commands: { 'apt-get update': { ok: false, output: 'no network' } } },
    ],
  ] as const)('downloads one %s', async (_, setting: Setting) => {
    const file = '/cache/chrome/linux-1.2.3/chrome';
    const machine = machineWith({
      ...setting,
      commands: {
        ...setting.commands,
        'npx --yes @puppeteer/browsers install chrome@stable': {
          output: `chrome@1.2.3 ${file}\n`,
          brings: file,
        },
      },
    });
    expect(await ensureBrowser('chromium', machine)).toBe(file);
  });

  it('downloads nothing twice', async () => {
    const file = '/home/me/.cache/whycors/firefox/linux-1/firefox/firefox';
    const machine = machineWith({
      files: [file],
      commands: { 'npx --yes @puppeteer/browsers list': { output: `firefox@stable_1.0 (linux) ${file}\n` } },
    });
    expect(await ensureBrowser('firefox', machine)).toBe(file);
    expect(machine.ran).toEqual([
      'npx --yes @puppeteer/browsers list --path /home/me/.cache/whycors',
      `${file} --version`,
    ]);
  });

  const npxFails = { 'npx --yes @puppeteer/browsers install': { ok: false, output: 'Error: no network\n' } };
  it.each<[string, BrowserKind, Setting, string]>([
    [
      'Debian',
      'firefox',
      { texts: DEBIAN, commands: npxFails },
      'No Firefox was found, and none could be installed. Run "sudo apt-get update && sudo apt-get install ' +
        'firefox-esr", or set WHYCORS_FIREFOX to its executable.\n@puppeteer/browsers: Error: no network',
    ],
    [
      'Ubuntu',
      'chromium',
      { texts: UBUNTU, commands: npxFails },
      'No Chrome, Chromium or Edge was found, and none could be installed. Install Chrome, Chromium or Edge ' +
        '(not as a snap), or set WHYCORS_CHROMIUM to its executable.\n@puppeteer/browsers: Error: no network',
    ],
    [
      'Windows',
      'chromium',
      { platform: 'win32', commands: npxFails },
      'No Chrome, Chromium or Edge was found, and none could be installed. Install Chrome, Chromium or Edge, ' +
        'or set WHYCORS_CHROMIUM to its executable.\n@puppeteer/browsers: Error: no network',
    ],
    [
      'Debian where what was installed does not start',
      'chromium',
      {
        isRoot: true,
        texts: DEBIAN,
        commands: {
          ...npxFails,
          'apt-get install': { brings: '/usr/bin/chromium' },
          '/usr/bin/chromium --version': { ok: false, output: 'libnss3.so: cannot open shared object file' },
        },
      },
      'No Chrome, Chromium or Edge was found, and none could be installed. Run "sudo apt-get update && sudo ' +
        'apt-get install chromium", or set WHYCORS_CHROMIUM to its executable.\n/usr/bin/chromium does not start: ' +
        'libnss3.so: cannot open shared object file\n@puppeteer/browsers: Error: no network',
    ],
  ])('says what to do on %s', async (_, kind, setting, message) => {
    await expect(ensureBrowser(kind, machineWith(setting))).rejects.toThrow(new Error(message));
  });
});

describe('ensureWebKit', () => {
  const paths = {
    driver: '/usr/bin/WebKitWebDriver',
    miniBrowser: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    xvfbRun: '/usr/bin/xvfb-run',
  };
  const files = [...Object.values(paths), '/usr/bin/xauth'];

  it('installs nothing where everything is there', async () => {
    const machine = machineWith({ files, isRoot: true });
    expect(await ensureWebKit(machine)).toEqual(paths);
    expect(machine.ran).toEqual([]);
  });

  it('installs what is missing, as root', async () => {
    const machine = machineWith({
      isRoot: true,
      files: [...files.slice(1), '/usr/bin/apt-get'],
      commands: { 'apt-get install': { brings: paths.driver } },
    });
    expect(await ensureWebKit(machine)).toEqual(paths);
  });

  it('says what to install', async () => {
    await expect(ensureWebKit(machineWith({ platform: 'darwin', files }))).rejects.toThrow(
      /sudo apt-get install webkit2gtk-driver libwebkit2gtk-4\.1-0 xvfb xauth/,
    );
  });
});
