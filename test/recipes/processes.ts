/** Processes that never outlive this one: each leads a group of its own, which is ended as a whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { until, within } from '../../scripts/browsers/driver.ts';
import { listenOn } from '../../scripts/lab/server.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Started {
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

process.on('exit', () => {
  for (const child of running) endGroup(child, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

function begin({ command, args, cwd, env }: Command) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? '' : `it ended with ${code ?? signal}`));
  });
  return { child, ended, output: () => output.trim() };
}

const lastLines = (text: string): string => text.split('\n').slice(-15).join('\n');

/** Ends the group, and waits until nobody is left in it. */
async function end(child: ChildProcess): Promise<void> {
  const isGone = (): boolean => {
    if (child.pid === undefined) return true;
    try {
      process.kill(-child.pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  endGroup(child, 'SIGTERM');
  await until(isGone, 'a server to end', 5_000).catch(async () => {
    endGroup(child, 'SIGKILL');
    await until(isGone, 'a server to be killed', 5_000);
  });
  running.delete(child);
}

/** Runs a command to its end; what it printed is in the error when it fails. */
export async function run(command: Command, timeout = 300_000): Promise<string> {
  const { child, ended, output } = begin(command);
  const name = [command.command, ...command.args].join(' ').slice(0, 200);
  try {
    const how = await within(ended, timeout, `"${name}"`);
    if (how !== '') throw new Error(`"${name}": ${how}\n${lastLines(output())}`);
    return output();
  } finally {
    await end(child);
  }
}

/** Starts a server, and waits until it takes connections. */
export async function start(command: Command, port: number, timeout = 60_000): Promise<Started> {
  const { child, ended, output } = begin(command);
  let how: string | null = null;
  void ended.then((said) => (how = said || 'it ended'));
  const listens = async (): Promise<boolean> => {
    if (how !== null) throw new Error(`The server did not start: ${how}\n${lastLines(output())}`);
    return takesConnections(port);
  };
  try {
    await until(listens, `port ${port}`, timeout);
  } catch (error) {
    await end(child);
    throw new Error(`${(error as Error).message}\n${lastLines(output())}`, { cause: error });
  }
  return { stop: () => end(child) };
}

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });

const given = new Set<number>();

/** Never the same one twice, because browsers keep preflights and answers by the port. */
export async function freePort(): Promise<number> {
  const server = await listenOn(createServer(), 0);
  await server.close();
  if (given.has(server.port)) return freePort();
  given.add(server.port);
  return server.port;
}
