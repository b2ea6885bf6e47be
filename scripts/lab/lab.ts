import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { ExampleMessage } from '../../src/diagnosis/example.ts';
import { startExpress, startProxy } from './proxied-express.ts';
import { headerOf, listen, listenOn, type LabAnswer, type LabRequest, type Listening } from './server.ts';
import { fixedExamples, situations, type Situation } from './situations.ts';

/** Names that have to lead to this machine. */
export const LAB_HOSTS = [
  'app.example.com',
  'api.example.com',
  'login.example.com',
  'cdn.example.com',
] as const;

/** What the page has to do for a situation. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: 'include' | 'same-origin';
  /** In which document: the page itself, a sandboxed frame, or a frame of 127.0.0.1. */
  readonly from: 'page' | 'sandbox' | 'loopback';
}

export interface Lab {
  /** Address of the page with the buttons. */
  readonly page: string;
  readonly situations: readonly Situation[];
  requestOf(situation: Situation): PageRequest;
  /** A text of the examples with the ports of this lab in place of theirs. */
  withPorts(text: string): string;
  /** From now on the servers answer a rule's requests as its mended example says. */
  mend(id: string): void;
  close(): Promise<void>;
}

/**
 * Starts the servers. The examples' ports (5173 for the page, 8000 for the API, …) are names: each stands for a free
 * port of this machine. `pagePort` fixes the page's, for those who want to open it by hand.
 */
export async function startLab({ pagePort = 0 } = {}): Promise<Lab> {
  const all = new Map([...situations, ...fixedExamples].map((situation) => [situation.id, situation]));
  const mended = new Set<string>();
  const ports = new Map<string, number>();
  const withPorts = (text: string): string =>
    text.replace(/:(\d{4})\b/g, (whole, port: string) => (ports.has(port) ? `:${ports.get(port)}` : whole));

  const answerApi = (request: LabRequest): LabAnswer | null => {
    const url = new URL(request.target, 'http://lab');
    if (url.pathname === '/cookie') return cookieAnswer(withPorts('http://app.example.com:5173'));
    const id = caseIn(request.target) ?? '';
    const situation = all.get(mended.has(id) ? `${id}.fixed` : id);
    const message = situation && answerIn(situation.wire, request, url.pathname.replace(IN_PATH, '/'));
    if (!situation || message === undefined)
      return { status: 404, headers: [], body: 'Not part of the lab.' };
    if (message.kind === 'error') return null;
    return {
      status: Number(message.subject),
      reason: message.detail,
      headers: message.headers.map(([name, value]) => [
        name,
        name === 'Location' ? withCase(withPorts(value), id) : withPorts(value),
      ]),
      body: '{}',
    };
  };

  const page = await listen(pagePort, async ({ target }) => pageAnswer(target, [...all.values()], requestOf));
  const servers: Listening[] = [page];
  ports.set('5173', page.port);
  for (const port of ['8000', '8001', '8002']) {
    const server = await listen(0, answerApi);
    servers.push(server);
    ports.set(port, server.port);
  }
  const express = await startExpress(withPorts('http://app.example.com:5173'));
  const repeating = await startProxy(express.port, withPorts('http://app.example.com:5173'));
  const conflicting = await startProxy(express.port, '*');
  servers.push(express, repeating, conflicting);
  ports.set('8004', repeating.port);
  ports.set('8005', conflicting.port);
  ports.set('8999', await closedPort());

  function requestOf({ id, wire }: Situation): PageRequest {
    const request = wire.find(({ kind, subject }) => kind === 'request' && subject !== 'OPTIONS');
    if (request === undefined) throw new Error(`${id} makes no request.`);
    const value = (name: string): string | null => headerOf(request, name);
    const origin = wire.map((message) => headerOf(message, 'Origin')).find((header) => header !== null);
    return {
      url: withCase(withPorts(request.detail), id),
      method: request.subject,
      headers: request.headers.filter(([name]) => !/^(?:Origin|Cookie|Host)$/.test(name)),
      credentials: value('Cookie') === null ? 'same-origin' : 'include',
      from: origin === 'null' ? 'sandbox' : origin === 'http://127.0.0.1:5173' ? 'loopback' : 'page',
    };
  }

  return {
    page: withPorts('http://app.example.com:5173/'),
    situations,
    requestOf,
    withPorts,
    mend: (id) => void mended.add(id),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/**
 * The case begins the path: not in the query, since requests for one address are attempts at one thing, and not at the
 * end, where a slash may be what a case is about.
 */
function withCase(url: string, id: string): string {
  return url.replace(/^(https?:\/\/[^/]+)\//, `$1/case=${id}/`);
}

const IN_PATH = /\/case=([\w.-]+)\//;

/** The case that an address of the lab belongs to. */
export function caseIn(url: string): string | null {
  return IN_PATH.exec(url)?.[1] ?? null;
}

/** The message that follows the request in the example. */
function answerIn(
  wire: readonly ExampleMessage[],
  request: LabRequest,
  pathname: string,
): ExampleMessage | undefined {
  const at = wire.findIndex(
    ({ kind, subject, detail }) =>
      kind === 'request' && subject === request.method && new URL(detail).pathname === pathname,
  );
  const next = at === -1 ? undefined : wire[at + 1];
  return next?.kind === 'request' ? undefined : next;
}

function cookieAnswer(origin: string): LabAnswer {
  return {
    status: 204,
    headers: [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Set-Cookie', 'session=1; SameSite=Lax; Path=/'],
    ],
  };
}

async function pageAnswer(
  target: string,
  all: readonly Situation[],
  requestOf: (situation: Situation) => PageRequest,
): Promise<LabAnswer> {
  const asset = async (name: string): Promise<Buffer> => readFile(new URL(`./page/${name}`, import.meta.url));
  switch (target.split('?')[0]) {
    case '/':
      return {
        status: 200,
        headers: [['Content-Type', 'text/html; charset=utf-8']],
        body: await asset('index.html'),
      };
    case '/frame.html':
      return {
        status: 200,
        headers: [['Content-Type', 'text/html; charset=utf-8']],
        body: await asset('frame.html'),
      };
    case '/lab.js':
    case '/frame.js':
      return {
        status: 200,
        // Also a sandboxed frame, which is foreign to this server, loads it.
        headers: [['Content-Type', 'text/javascript; charset=utf-8']],
        body: await asset(target.slice(1)),
      };
    case '/situations.json': {
      const list = all.map((situation) => ({ ...situation, wire: undefined, request: requestOf(situation) }));
      return { status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify(list) };
    }
    default:
      return { status: 404, headers: [] };
  }
}

/** A port on which nothing listens: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = await listenOn(createServer(), 0);
  await server.close();
  return server.port;
}
