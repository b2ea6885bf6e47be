import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json';

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function npmRun(script: keyof typeof packageJson.scripts, ...args: readonly string[]): Promise<Ran> {
  const [, file = ''] = packageJson.scripts[script].split(' ');
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', file, ...args], (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe('a script', () => {
  it.each([
    'start',
    'bench',
    'fuzz',
    'test:differential',
    'test:recipes',
    'screenshots',
    'bench:panel',
    'bench:start',
    'build',
    'package',
  ] as const)('npm run %s -- --help prints how it is called, and starts nothing', async (script) => {
    const { status, out, err } = await npmRun(script, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(new RegExp(`^Usage: npm (?:run )?${script}(?: \\[-- |\n)`));
  });

  it.each([
    [['--colour'], "Unknown option '--colour'"],
    [['none.har'], "'none.har' is nothing that this takes"],
    [['--count', 'many'], "--count is a whole number, not 'many'"],
  ])('%j is refused with the usage', async (args, told) => {
    const { status, out, err } = await npmRun('fuzz', ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`${told}\n\nUsage: npm run fuzz `);
  });
});
