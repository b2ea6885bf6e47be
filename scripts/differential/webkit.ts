/** Runs situations in WebKitGTK, which has no extensions: what arrived at the servers becomes the recording. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { UNRECORDED, type Exchange } from '../../src/http/exchange.ts';
import { pair } from '../../src/pairing/pair.ts';
import { until } from '../browsers/driver.ts';
import { ensureWebKit } from '../browsers/find.ts';
import { listenOn } from '../lab/server.ts';
import type { Arrival, Lab } from './lab.ts';
import { batchesOf, byId, jobsOf, type Numbered, type Observation, type Runner } from './observe.ts';

export async function launchWebKit(lab: Lab): Promise<Runner> {
  const { driver, miniBrowser, xvfbRun } = await ensureWebKit();
  const port = await freePort();
  const child = spawn(xvfbRun, ['-a', driver, `--port=${port}`], { stdio: 'ignore', detached: true });
  const stop = (): void => end(child);
  process.on('exit', stop);
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { readonly value: T };
    if (!response.ok) throw new Error(`WebKitWebDriver: ${JSON.stringify(value)}`);
    return value;
  };
  const session = await until(
    () =>
      send<{ readonly sessionId: string }>('POST', '/session', {
        capabilities: {
          alwaysMatch: {
            browserName: 'MiniBrowser',
            acceptInsecureCerts: true,
            'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
          },
        },
      }).catch((error: unknown) => {
        // Nothing listens yet.
        if (error instanceof TypeError) return null;
        throw error;
      }),
    'WebKitWebDriver to start a browser',
    30_000,
  );
  const own = `/session/${session.sessionId}`;
  await send('POST', `${own}/timeouts`, { script: 120_000 });

  const runBatch = async (batch: readonly Numbered[]): Promise<readonly Observation[]> => {
    await send('POST', `${own}/url`, { url: lab.pageOf(batch[0]?.situation.page ?? 'http') });
    lab.takeArrivals();
    const outcomes = await send<readonly (readonly string[])[]>('POST', `${own}/execute/async`, {
      script: `${jobsOf(lab, batch)}.then(arguments[arguments.length - 1])`,
      args: [],
    });
    const arrivals = lab.takeArrivals();
    const flows = byId(pair(withoutRetries(arrivals).map(toExchange)));
    return batch.map(({ id, situation }, index) => ({
      id,
      situation,
      outcomes: outcomes[index] ?? [],
      reports: [],
      flows: flows.get(id) ?? [],
      arrivals: arrivals.filter((arrival) => arrival.situation === id),
      isRecorded: true,
    }));
  };

  return {
    run: async (situations) => {
      const observations: Observation[] = [];
      for (const batch of batchesOf(lab, situations)) observations.push(...(await runBatch(batch)));
      return observations;
    },
    close: async () => {
      await send('DELETE', own).catch(() => null);
      process.off('exit', stop);
      stop();
    },
  };
}

/** Ends the driver with its display and browser, which are of its process group. */
function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

async function freePort(): Promise<number> {
  const server = await listenOn(createServer(), 0);
  await server.close();
  return server.port;
}

/** A connection that closes without an answer is tried again at once. */
function withoutRetries(arrivals: readonly Arrival[]): readonly Arrival[] {
  const last = new Map<string, Arrival>();
  return arrivals.filter((arrival) => {
    const { situation, url, method, headers } = arrival;
    const twin = headers.find(([name]) => /^x-twin/i.test(name));
    const asked = headers.find(([name]) => name.toLowerCase() === 'access-control-request-headers');
    const key = `${situation} ${twin?.join(' ')} ${asked?.[1]}`;
    const before = last.get(key);
    last.set(key, arrival);
    return before === undefined || before.answer !== null || before.url !== url || before.method !== method;
  });
}

function toExchange({ at, url, method, headers, answer }: Arrival, index: number): Exchange {
  return {
    ...UNRECORDED,
    index,
    producer: 'webkit',
    startedAt: at,
    duration: 0,
    method,
    url,
    requestHeaders: headers,
    response: answer && { ...answer, statusText: '' },
    netError: answer === null ? 'net::ERR_EMPTY_RESPONSE' : null,
  };
}
