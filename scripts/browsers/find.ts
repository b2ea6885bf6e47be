/** Finds a browser on this machine, and where there is none installs one. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export type BrowserKind = 'chromium' | 'firefox';

export interface Outcome {
  readonly ok: boolean;
  /** What it printed, both streams together. */
  readonly output: string;
}

/** What the search touches of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  readonly exists: (file: string) => boolean;
  /** A file's text, or '' where it cannot be read. */
  readonly read: (file: string) => string;
  readonly run: (command: string, args: readonly string[]) => Promise<Outcome>;
  readonly log: (line: string) => void;
}

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  home: homedir(),
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  read: (file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  },
  run: (command, args) =>
    new Promise((resolve) => {
      const options = {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        maxBuffer: 1 << 26,
        // npx is a batch file on Windows, which only a shell runs.
        shell: process.platform === 'win32' && command === 'npx',
      };
      execFile(command, args, options, (error, stdout, stderr) => {
        resolve({
          ok: error === null,
          output: `${stdout}${stderr}${error?.code === 'ENOENT' ? error.message : ''}`,
        });
      });
    }),
  log: (line) => process.stderr.write(`${line}\n`),
};

const VARIABLES: Record<BrowserKind, readonly string[]> = {
  chromium: ['WHYCORS_CHROMIUM', 'CHROME_PATH'],
  firefox: ['WHYCORS_FIREFOX'],
};

const COMMANDS: Record<BrowserKind, readonly string[]> = {
  chromium: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ],
  firefox: ['firefox', 'firefox-esr', 'firefox-developer-edition'],
};

const LINUX_PLACES: Record<BrowserKind, readonly string[]> = {
  chromium: ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
  firefox: ['/opt/firefox/firefox', '/usr/lib/firefox/firefox', '/usr/lib/firefox-esr/firefox-esr'],
};

const MAC_APPLICATIONS: Record<BrowserKind, readonly string[]> = {
  chromium: [
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['Firefox.app/Contents/MacOS/firefox', 'Firefox Developer Edition.app/Contents/MacOS/firefox'],
};

const WINDOWS_PLACES: Record<BrowserKind, readonly string[]> = {
  chromium: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe', 'Firefox Developer Edition\\firefox.exe'],
};

/** Where this platform's installers put the browser, the likeliest first. */
function usualPlaces(kind: BrowserKind, { platform, env, home }: Machine): readonly string[] {
  if (platform === 'darwin') {
    return MAC_APPLICATIONS[kind].flatMap((application) => [
      `/Applications/${application}`,
      `${home}/Applications/${application}`,
    ]);
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return WINDOWS_PLACES[kind].flatMap((place) =>
      roots.filter((root) => root !== undefined).map((root) => path.win32.join(root, place)),
    );
  }
  const folders = new Set([...(env['PATH'] ?? '').split(':').filter(Boolean), '/usr/local/bin', '/usr/bin']);
  return [
    ...COMMANDS[kind].flatMap((command) => [...folders].map((folder) => path.posix.join(folder, command))),
    ...LINUX_PLACES[kind],
  ];
}

/** Snaps see a /tmp of their own, so not the profile that puppeteer makes there; Ubuntu's commands are scripts that start them. */
function isSnap(file: string, machine: Machine) {
  return (
    machine.platform === 'linux' &&
    (file.startsWith('/snap/') || /^#!.*\n[^]*\/snap\/bin\//.test(machine.read(file).slice(0, 4096)))
  );
}

/** The browser that a variable names, or the first in the usual places, or null. */
export function findBrowser(kind: BrowserKind, machine: Machine = thisMachine): string | null {
  for (const variable of VARIABLES[kind]) {
    const file = machine.env[variable];
    if (!file) continue;
    if (machine.exists(file)) return file;
    throw new Error(`${variable} names ${file}, which does not exist.`);
  }
  return usualPlaces(kind, machine).find((file) => machine.exists(file) && !isSnap(file, machine)) ?? null;
}

/** Debian and what is made from it. Not Ubuntu: its chromium and firefox packages are empty and start a snap. */
function isDebian(machine: Machine) {
  const lines = machine.read('/etc/os-release').matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm);
  const ids = new Set([...lines].flatMap(([, value = '']) => value.split(' ')));
  return ids.has('debian') && !ids.has('ubuntu');
}

function lastLines(output: string) {
  return output.trim().split('\n').slice(-3).join('\n');
}

/** `update` first: the lists of packages in a container's image are empty or old. */
async function aptInstall(packages: readonly string[], machine: Machine): Promise<Outcome> {
  machine.log(`Installing ${packages.join(', ')} with apt-get. This can take some minutes.`);
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const updated = await machine.run('apt-get', [...wait, '-q', 'update']);
  if (!updated.ok) return updated;
  return machine.run('apt-get', [...wait, '-q', 'install', '-y', '--no-install-recommends', ...packages]);
}

/** Without recommended packages, Chromium and Firefox come with no font but what their fontconfig insists on. */
const FONTS = ['fonts-dejavu-core', 'fonts-liberation'];

const DEBIAN_PACKAGE: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };
const DOWNLOAD: Record<BrowserKind, string> = { chromium: 'chrome@stable', firefox: 'firefox@stable' };

function cacheFolder({ platform, env, home }: Machine) {
  if (platform === 'darwin') return path.posix.join(home, 'Library/Caches/whycors');
  if (platform === 'win32') return path.win32.join(env['LOCALAPPDATA'] ?? home, 'whycors');
  return path.posix.join(env['XDG_CACHE_HOME'] ?? path.posix.join(home, '.cache'), 'whycors');
}

/** The path in what `@puppeteer/browsers` prints: `chrome@1.2.3 /path`, in a list `chrome@1.2.3 (linux) /path`. */
function printedPath(kind: BrowserKind, output: string) {
  const name = kind === 'chromium' ? 'chrome' : 'firefox';
  return new RegExp(`^${name}@\\S+ (?:\\(\\w+\\) )?(.+)$`, 'm').exec(output)?.[1]?.trim() ?? null;
}

function puppeteerBrowsers(args: readonly string[], machine: Machine) {
  return machine.run('npx', ['--yes', '@puppeteer/browsers', ...args, '--path', cacheFolder(machine)]);
}

/** An earlier run's download, or a new one. */
async function download(
  kind: BrowserKind,
  machine: Machine,
): Promise<Outcome & { readonly file: string | null }> {
  const listed = await puppeteerBrowsers(['list'], machine);
  const earlier = printedPath(kind, listed.output);
  if (earlier !== null && machine.exists(earlier)) return { ...listed, file: earlier };
  machine.log(`Downloading ${DOWNLOAD[kind]} to ${cacheFolder(machine)}.`);
  const canInstall = machine.isRoot && machine.exists('/usr/bin/apt-get');
  if (canInstall) await aptInstall(LIBRARIES[kind], machine);
  const installed = await puppeteerBrowsers(
    ['install', DOWNLOAD[kind], ...(canInstall && kind === 'chromium' ? ['--install-deps'] : [])],
    machine,
  );
  return { ...installed, file: printedPath(kind, installed.output) };
}

/**
 * What a download needs on Ubuntu. Chrome's own libraries are in a list in its archive, which `--install-deps` reads. The sound
 * library's name depends on Ubuntu's version, but its `-dev` package brings it under every name.
 */
const LIBRARIES: Record<BrowserKind, readonly string[]> = {
  chromium: FONTS,
  firefox: [...FONTS, 'libgtk-3-0', 'libasound2-dev', 'libx11-xcb1', 'xz-utils'],
};

const NAMES: Record<BrowserKind, string> = { chromium: 'Chrome, Chromium or Edge', firefox: 'Firefox' };

function advice(kind: BrowserKind, machine: Machine) {
  const [variable = ''] = VARIABLES[kind];
  if (machine.platform !== 'linux') return `Install ${NAMES[kind]}, or set ${variable} to its executable.`;
  const command = isDebian(machine)
    ? `Run "sudo apt-get update && sudo apt-get install ${DEBIAN_PACKAGE[kind]}"`
    : `Install ${NAMES[kind]} (not as a snap)`;
  return `${command}, or set ${variable} to its executable.`;
}

/** Whether it starts. On Windows the browsers open a window instead of saying their version. */
async function starts(file: string, machine: Machine): Promise<Outcome> {
  return machine.platform === 'win32' ? { ok: true, output: '' } : machine.run(file, ['--version']);
}

/** The path of a browser that starts: found, or installed. */
export async function ensureBrowser(kind: BrowserKind, machine: Machine = thisMachine): Promise<string> {
  const found = findBrowser(kind, machine);
  if (found !== null) return found;

  const reasons: string[] = [];
  const attempt = async (what: string, file: string | null, outcome: Outcome): Promise<string | null> => {
    if (file === null) {
      reasons.push(`${what}: ${lastLines(outcome.output) || 'no browser came of it'}`);
      return null;
    }
    const started = await starts(file, machine);
    if (started.ok) return file;
    reasons.push(`${file} does not start: ${lastLines(started.output)}`);
    return null;
  };

  if (machine.isRoot && isDebian(machine)) {
    const outcome = await aptInstall([DEBIAN_PACKAGE[kind], ...FONTS], machine);
    const file = await attempt('apt-get', outcome.ok ? findBrowser(kind, machine) : null, outcome);
    if (file !== null) return file;
  }
  const { file, ...outcome } = await download(kind, machine);
  const downloaded = await attempt('@puppeteer/browsers', file, outcome);
  if (downloaded !== null) return downloaded;
  throw new Error(
    `No ${NAMES[kind]} was found, and none could be installed. ${advice(kind, machine)}\n${reasons.join('\n')}`,
  );
}

export interface WebKit {
  /** WebKitWebDriver; it needs a display, which `xvfbRun` gives. */
  readonly driver: string;
  readonly miniBrowser: string;
  readonly xvfbRun: string;
}

const TRIPLETS: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};

function findWebKit(machine: Machine): WebKit | null {
  if (machine.platform !== 'linux') return null;
  const webKit = {
    driver: '/usr/bin/WebKitWebDriver',
    miniBrowser: `/usr/lib/${TRIPLETS[machine.arch]}/webkit2gtk-4.1/MiniBrowser`,
    xvfbRun: '/usr/bin/xvfb-run',
  };
  return [...Object.values(webKit), '/usr/bin/xauth'].every(machine.exists) ? webKit : null;
}

/** WebKitGTK with its driver, on Debian and Ubuntu only. */
export async function ensureWebKit(machine: Machine = thisMachine): Promise<WebKit> {
  const found = findWebKit(machine);
  if (found) return found;
  // xvfb-run calls xauth, which xvfb only recommends.
  const packages = ['webkit2gtk-driver', 'libwebkit2gtk-4.1-0', 'xvfb', 'xauth', ...FONTS];
  const outcome =
    machine.isRoot && machine.exists('/usr/bin/apt-get') ? await aptInstall(packages, machine) : null;
  const installed = findWebKit(machine);
  if (installed) return installed;
  throw new Error(
    `WebKitGTK and its driver were not found. On Debian, run "sudo apt-get update && sudo apt-get install ` +
      `${packages.join(' ')}"; elsewhere there is no such driver.${outcome ? `\n${lastLines(outcome.output)}` : ''}`,
  );
}
