import { run } from './run.ts';

// Who reads may have heard enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`whycors: the output could not be written: ${error.message}\n`);
  process.exit(2);
});
process.exitCode = await run(process.argv.slice(2));
