/**
 * A server that answers the bytes it is told to, and nothing of its own: Node's refuses some of the requests (`patch`
 * in lower case) and rewrites some of the answers (doubled headers) that the lab is about.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface LabRequest {
  readonly method: string;
  /** As on the request line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface LabAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

/** Null closes the connection without an answer. */
export type Handler = (request: LabRequest) => LabAnswer | null | Promise<LabAnswer | null>;

/** A server that listens, and how to end it with all of its connections. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export function headerOf(request: Pick<LabRequest, 'headers'>, name: string): string | null {
  return request.headers.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** For a server that speaks https: a private key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Listens on this machine's loopback; port 0 takes a free one. */
export async function listen(
  port: number,
  handler: Handler,
  certificate: Certificate | null = null,
): Promise<Listening> {
  const accept = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    // A browser that breaks off in the middle of a request ends the loop with an error.
    serve(socket, handler).catch(() => socket.destroy());
  };
  return listenOn(certificate ? createTlsServer(certificate, accept) : createServer(accept), port);
}

export async function listenOn(server: Server, port: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(socket: Socket, handler: Handler): Promise<void> {
  let buffered = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const parsed = parseRequest(buffered);
      if (parsed === null) break;
      buffered = buffered.subarray(parsed.length);
      const answer = await handler(parsed.request);
      if (answer === null) {
        socket.destroy();
        return;
      }
      socket.write(bytesOf(answer, parsed.request.method));
    }
  }
}

function parseRequest(bytes: Buffer): { readonly request: LabRequest; readonly length: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [line = '', ...rows] = bytes.toString('latin1', 0, end).split('\r\n');
  const [method = '', target = ''] = line.split(' ');
  const headers = rows.map((row): readonly [string, string] => {
    const colon = row.indexOf(':');
    return [row.slice(0, colon), row.slice(colon + 1).trim()];
  });
  const bodyStart = end + 4;
  const encoding = headerOf({ headers }, 'Transfer-Encoding');
  if (encoding?.toLowerCase() === 'chunked') {
    // Nobody looks at such a body: it only has to be taken off the wire.
    const last = bytes.indexOf('0\r\n\r\n', bodyStart);
    if (last === -1) return null;
    return { request: { method, target, headers, body: '' }, length: last + 5 };
  }
  const size = Number(headerOf({ headers }, 'Content-Length') ?? 0);
  if (bytes.length < bodyStart + size) return null;
  const body = bytes.toString('utf8', bodyStart, bodyStart + size);
  return { request: { method, target, headers, body }, length: bodyStart + size };
}

function bytesOf({ status, reason = 'Lab', headers, body = '' }: LabAnswer, method: string): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  const isBodiless = status === 204 || status === 304 || status < 200;
  const rows = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = isBodiless ? '' : `Content-Length: ${content.length}\r\n`;
  const head = Buffer.from(`HTTP/1.1 ${status} ${reason}\r\n${rows}${length}\r\n`, 'latin1');
  return isBodiless || method === 'HEAD' ? head : Buffer.concat([head, content]);
}
