/**
 * `npm start [-- firefox]`: a browser with the extension, DevTools open on the panel, and the lab's page in front.
 * Without a display it makes every request of the lab by itself, and tells what the panel showed.
 */
import { join } from 'node:path';
import { argumentsOf, refuse } from './arguments.ts';
import { launchBrowser, type Engine } from './browsers/driver.ts';
import { ensureBrowser } from './browsers/find.ts';
import { build, extensionDirectory } from './build.ts';
import { LAB_HOSTS, startLab, type Lab } from './lab/lab.ts';
import { tour } from './lab/tour.ts';

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return process.env['CI'] === undefined;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

async function start(engine: Engine): Promise<number> {
  console.log('Building the extension …');
  const [executablePath] = await Promise.all([ensureBrowser(engine), build()]);
  const lab = await startLab();
  const headless = !hasDisplay();
  try {
    return await visit(engine, lab, executablePath, headless);
  } finally {
    await lab.close();
  }
}

async function visit(engine: Engine, lab: Lab, executablePath: string, headless: boolean): Promise<number> {
  const driver = await launchBrowser(engine, {
    extension: extensionDirectory,
    hosts: LAB_HOSTS,
    headless,
    executablePath,
  });
  try {
    console.log(`${driver.version} opens the lab at ${lab.page}`);
    await driver.goto(lab.page);
    await driver.showPanel();
    if (headless) {
      console.log(
        'There is no display: every request of the lab is made, and this is what the panel says.\n',
      );
      return await tour(driver, lab, join('dist', 'tour'));
    }
    console.log('Press a button on the page, and read in the panel what happened. Close the browser to end.');
    await driver.closed;
    return 0;
  } finally {
    await driver.close();
  }
}

const USAGE = `Usage: npm start [-- chromium|firefox]

Builds the extension, and opens a browser with it (Chromium unless given): DevTools on the panel, and a page with requests that
fail. Without a display it makes them all by itself, and prints what the panel says.
`;
const { positionals } = argumentsOf(USAGE, {}, (word) => /^(?:chrome|chromium|firefox)$/.test(word));
const [wanted = 'chromium', ...more] = positionals;
if (more.length > 0) refuse(USAGE, 'One browser at a time');
try {
  process.exitCode = (await start(wanted === 'firefox' ? 'firefox' : 'chromium')) === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
