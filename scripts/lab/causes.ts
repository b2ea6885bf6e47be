/** What no bytes alone can produce: gateways, caches, certificates, service workers, extensions, and the browser's own refusals. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { selfSigned } from '../differential/certificate.ts';
import { apiAnswer, createArrival, pageAnswer } from './cause-answers.ts';
import {
  casesOf,
  extensionCasesOf,
  pagesOf,
  unreachableOf,
  workerCasesOf,
  type CauseCase,
  type CausePage,
} from './cause-cases.ts';
import { startNginx } from './nginx.ts';
import { listen, listenOn, type Listening } from './server.ts';

export interface CauseLab {
  readonly page: string;
  /** A page that a service worker of its own serves; on a name that browsers trust without https. */
  readonly worker: CausePage;
  /** For a browser that takes any certificate. */
  readonly pages: readonly CausePage[];
  /** A proxy that refuses, for `api.example.com`. */
  readonly proxy: number;
  /** For a browser that asks `api.example.com` through that proxy. */
  readonly unreachable: readonly CauseCase[];
  /** For a browser with the extension in `rewriter`. */
  readonly rewritten: readonly CauseCase[];
  /** The API under an address that is plainly of this machine. */
  readonly loopback: string;
  readonly cases: readonly CauseCase[];
  close(): Promise<void>;
}

export async function startCauses(): Promise<CauseLab> {
  const page = await listen(0, ({ target }) => pageAnswer(target));
  const origin = `http://app.example.com:${page.port}`;
  const abandoned = createArrival();
  const api = await listen(0, (request) => apiAnswer(request, origin, abandoned));
  const secure = await listen(
    0,
    (request) => apiAnswer(request, origin, abandoned),
    selfSigned(['api.example.com']),
  );
  const securePage = await listen(0, ({ target }) => pageAnswer(target), selfSigned(['app.example.com']));
  const proxy = await listen(0, () => ({ status: 403, headers: [] }));
  const silent = await listenOn(createServer(), 0);
  const folder = await mkdtemp(join(tmpdir(), 'whycors-page-'));
  const file = join(folder, 'page.html');
  await writeFile(file, '<!doctype html><title>A page that is a file</title>');
  const dead = await freePort();
  const nginx = await startNginx(await freePort(), { dead, live: api.port });
  const servers: readonly Listening[] = [page, api, secure, nginx, securePage, proxy, silent];

  // Somebody else was here before: the cache keeps the answer to another page, and one to nobody's.
  const gateway = `http://127.0.0.1:${nginx.port}/gateway/cached`;
  await fetch(`${gateway}/echo`, { headers: { Origin: 'http://admin.example.com' } });
  await fetch(`${gateway}/only-with-origin`);

  return {
    page: `${origin}/`,
    worker: { page: `http://localhost:${page.port}/worker.html`, cases: workerCasesOf(api.port) },
    pages: pagesOf(api.port, secure.port, securePage.port, origin, pathToFileURL(file).href),
    proxy: proxy.port,
    rewritten: extensionCasesOf(api.port),
    unreachable: unreachableOf(api.port, silent.port),
    loopback: `http://127.0.0.1:${api.port}`,
    cases: casesOf(api.port, secure.port, nginx.port, dead),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = await listenOn(createServer(), 0);
  await server.close();
  return server.port;
}

/** A script that makes so many requests of a page that works, some at once, ten kinds in turn. */
export function fineRequests(lab: CauseLab, count: number, atOnce: number): string {
  const api = new URL(
    lab.cases.find(({ id }) => id === 'a passing request')?.script.match(/http:[^']+/)?.[0] ?? '',
  ).origin;
  return `(async () => {
    const api = '${api}/fine/';
    const image = (crossOrigin, url) => new Promise((done) => {
      const element = new Image();
      if (crossOrigin) element.crossOrigin = crossOrigin;
      element.onload = element.onerror = done;
      element.src = url;
    });
    const json = { 'Content-Type': 'application/json' };
    const kinds = [
      (n) => fetch(api + 'public?' + n),
      (n) => fetch(api + 'private?' + n),
      (n) => fetch(api + 'private?' + n, { credentials: 'include' }),
      (n) => fetch(api + 'orders?' + n, { method: 'PUT', headers: json, body: '{}' }),
      (n) => fetch(api + 'orders?' + n, { method: 'DELETE', headers: { Authorization: 'Bearer x' }, credentials: 'include' }),
      (n) => fetch(api + 'missing?' + n),
      (n) => fetch(api + 'moved?' + n),
      (n) => image(null, api + 'image?' + n),
      (n) => image('anonymous', api + 'image?' + n),
      (n) => fetch('/own?' + n),
    ];
    for (let n = 0; n < ${count}; n += ${atOnce}) {
      await Promise.all(Array.from({ length: ${atOnce} }, (_, i) => kinds[(n + i) % kinds.length](n + i)));
    }
    return null;
  })()`;
}
