/** Starts what runs situations in an engine: its lab, the browser and, where there can be one, the extension. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../browsers/driver.ts';
import type { EngineName } from './compare.ts';
import { buildCapture } from './extension.ts';
import { startLab } from './lab.ts';
import { createRunner, type Runner } from './observe.ts';
import { launchWebKit } from './webkit.ts';

export async function startEngine(engine: EngineName): Promise<Runner> {
  const lab = await startLab(engine === 'webkit' ? 'loopback' : 'names');
  const runner = engine === 'webkit' ? await launchWebKit(lab) : await startBrowser(engine);
  return {
    run: (situations) => runner.run(situations),
    close: async () => {
      await runner.close();
      await lab.close();
    },
  };

  async function startBrowser(name: 'chromium' | 'firefox'): Promise<Runner> {
    const directory = await mkdtemp(path.join(tmpdir(), 'whycors-capture-'));
    try {
      await buildCapture(directory);
      const driver = await launchBrowser(name, {
        extension: directory,
        hosts: lab.hosts,
        headless: true,
        ignoreCertificateErrors: true,
      });
      await driver.goto(lab.pageOf('http'));
      await driver.showPanel();
      const own = createRunner(driver, lab);
      return {
        ...own,
        close: async () => {
          await own.close();
          await rm(directory, { recursive: true, force: true });
        },
      };
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }
}
