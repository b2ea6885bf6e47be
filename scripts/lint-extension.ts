/** Lints the built extension as addons.mozilla.org does. The one warning allowed is Preact's own `innerHTML`. */
import { spawnSync } from 'node:child_process';
import { argumentsOf } from './arguments.ts';
import { build, extensionDirectory } from './build.ts';

interface Message {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

interface LintReport {
  readonly errors: readonly Message[];
  readonly warnings: readonly Message[];
  readonly notices: readonly Message[];
}

function isPreacts({ code, file }: Message): boolean {
  return code === 'UNSAFE_VAR_ASSIGNMENT' && /^panels\/(?:cors|part-.*)\.js$/.test(file ?? '');
}

argumentsOf(
  `Usage: tsx scripts/lint-extension.ts

Builds the extension and lints it as addons.mozilla.org does. A part of npm run lint.
`,
  {},
);
await build();
const webExt = [
  'web-ext',
  'lint',
  '--source-dir',
  extensionDirectory,
  '--output',
  'json',
  '--no-config-discovery',
];
const { stdout, stderr } = spawnSync('npx', webExt, {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (!stdout.startsWith('{')) throw new Error(`web-ext lint did not run:\n${stdout}${stderr}`);
const { errors, warnings, notices } = JSON.parse(stdout) as LintReport;
const unexpected = warnings.filter((warning) => !isPreacts(warning));
const known = warnings.length - unexpected.length;
for (const { code, message, file, line } of [...errors, ...unexpected, ...notices]) {
  console.error(`${code}: ${message} (${file ?? 'manifest.json'}:${line ?? 0})`);
}
if (known > 1) console.error(`Preact's warning came ${known} times, once is known.`);
console.log(`web-ext lint: ${errors.length} errors, ${unexpected.length} warnings, ${known} known.`);
process.exitCode = errors.length + unexpected.length + notices.length > 0 || known > 1 ? 1 : 0;
