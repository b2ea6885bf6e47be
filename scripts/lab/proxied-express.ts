/** A real application with a real CORS middleware, behind a real reverse proxy that adds the header once more. */
import { createServer, request as forward } from 'node:http';
import cors from 'cors';
import express from 'express';
import { listenOn, type Listening } from './server.ts';

/** The application: Express with `cors`, as its documentation shows it. */
export async function startExpress(allowedOrigin: string): Promise<Listening> {
  const app = express();
  app.use(cors({ origin: allowedOrigin, methods: ['GET', 'PUT'] }));
  app.all('/{*path}', (_request, response) => void response.json({ orders: [] }));
  return listenOn(createServer(app), 0);
}

/** The proxy in front of it, which adds `Access-Control-Allow-Origin` to whatever comes back. */
export async function startProxy(upstream: number, addedOrigin: string): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = forward({ host: '127.0.0.1', port: upstream, method, path: url, headers }, (answer) => {
      const added = ['Access-Control-Allow-Origin', addedOrigin, 'Via', '1.1 lab-proxy'];
      outgoing.writeHead(answer.statusCode ?? 502, [...answer.rawHeaders, ...added]);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  return listenOn(server, 0);
}
