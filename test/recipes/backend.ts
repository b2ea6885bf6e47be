/** The application behind a proxy. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOn, type Listening } from '../../scripts/lab/server.ts';

/**
 * The worst that a proxy can have behind it: an application that wants a login for preflights too and, where it
 * `allowsAll`, sends headers of its own, to every origin, on every answer.
 */
export async function startBackend(port: number, allowsAll: boolean): Promise<Listening> {
  const server = createServer((request, response) => {
    if (allowsAll) allow(request, response);
    request.resume().on('end', () => answer(request, response));
  });
  return listenOn(server, port);
}

function allow({ headers, url }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', 'GET, PUT, PATCH, DELETE');
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, x-other');
  response.setHeader('Access-Control-Expose-Headers', 'X-Own');
  response.setHeader('Access-Control-Max-Age', '5');
  // Careful on one path only, so that it is seen both that the proxy says it and that it keeps what is said.
  response.setHeader('Vary', url === '/api/orders' ? 'Origin, Accept-Language' : 'Accept-Language');
}

function answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
  const say = (status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
  if (url === '/api/fails') return say(500, { error: 'fails' });
  if (url !== '/api/orders') return say(404, { error: 'no such thing' });
  if (method !== 'GET' && headers.authorization === undefined) return say(401, { error: 'log in' });
  if (method === 'GET') {
    response.setHeader('X-Total-Count', '2');
    response.setHeader('Cache-Control', 'max-age=60');
  }
  return say(200, { orders: [1, 2] });
}
