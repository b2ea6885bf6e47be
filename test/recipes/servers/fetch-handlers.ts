/** The runtimes whose servers are one function from a Request to a Response: they share a recipe's wrapper, and an application. */
import path from 'node:path';
import { fromNpm, type Server } from '../server.ts';

const handler = `
const say = (status, value, headers = {}) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const handler = async (request) => {
  const { pathname } = new URL(request.url);
  if (request.method !== 'GET' && !request.headers.has('Authorization')) return say(401, { error: 'log in' });
  if (pathname === '/api/fails') throw new Error('fails');
  if (pathname !== '/api/orders') return say(404, { error: 'no such thing' });
  if (request.method !== 'GET') return say(200, { stored: true });
  return say(200, { orders: [1, 2] }, { 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' });
};
`;

/** What is copied most, with a handler that throws outside of it. */
const copied = `
const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, content-type',
};
const answer = async (request) => {
  if (request.method === 'OPTIONS') return new Response('ok', { headers: corsHeaders });
  const response = await handler(request);
  return new Response(response.body, { status: response.status, headers: { ...Object.fromEntries(response.headers), ...corsHeaders } });
};
`;

const trap = { words: 'a constant `corsHeaders` with `*`, spread into each answer', breaks: 'put' } as const;

export const deno: Server = {
  id: 'deno',
  recipe: 'deno',
  name: 'Deno',
  kind: 'application',
  npm: ['deno'],
  trap,
  versions: fromNpm(['Deno', 'deno']),
  prepare: async (place, recipe) => ({
    command: path.join(place.packages, 'node_modules/.bin/deno'),
    args: [
      'run',
      '--allow-net',
      '--no-config',
      await place.write('main.js', handler + (recipe ?? `${copied}Deno.serve(answer);`)),
    ],
    cwd: place.folder,
    env: { DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${place.port}`, DENO_NO_UPDATE_CHECK: '1' },
  }),
};

export const bun: Server = {
  id: 'bun',
  recipe: 'bun',
  name: 'Bun',
  kind: 'application',
  npm: ['bun'],
  trap,
  versions: fromNpm(['Bun', 'bun']),
  prepare: async (place, recipe) => ({
    command: path.join(place.packages, 'node_modules/.bin/bun'),
    args: [await place.write('main.js', handler + (recipe ?? `${copied}Bun.serve({ fetch: answer });`))],
    cwd: place.folder,
    env: { BUN_PORT: `${place.port}`, NODE_ENV: 'production' },
  }),
};

export const cloudflareWorkers: Server = {
  id: 'cloudflare-workers',
  recipe: 'cloudflare-workers',
  name: 'Cloudflare Workers, in workerd',
  kind: 'application',
  npm: ['workerd'],
  trap,
  versions: fromNpm(['workerd', 'workerd']),
  prepare: async (place, recipe) => {
    await place.write('worker.js', handler + (recipe ?? `${copied}export default { fetch: answer };`));
    const config = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${place.port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
);
`;
    return {
      command: path.join(place.packages, 'node_modules/.bin/workerd'),
      args: ['serve', await place.write('config.capnp', config)],
      cwd: place.folder,
    };
  },
};
