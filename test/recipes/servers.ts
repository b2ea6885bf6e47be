import { apache } from './servers/apache.ts';
import { caddy } from './servers/caddy.ts';
import { viteProxy, webpackProxy } from './servers/dev-proxies.ts';
import { express4, express5 } from './servers/express.ts';
import { fastify } from './servers/fastify.ts';
import { bun, cloudflareWorkers, deno } from './servers/fetch-handlers.ts';
import { chi, gin, goRsCors } from './servers/go.ts';
import { haproxy } from './servers/haproxy.ts';
import { hono } from './servers/hono.ts';
import { koa } from './servers/koa.ts';
import { lighttpd } from './servers/lighttpd.ts';
import { nestjs } from './servers/nestjs.ts';
import { nextjs, nextjsRewrites } from './servers/nextjs.ts';
import { nginx } from './servers/nginx.ts';
import { plainNode } from './servers/node.ts';
import { nuxt } from './servers/nuxt.ts';
import { php } from './servers/php.ts';
import { aiohttp, django, fastapi, flask } from './servers/python.ts';
import { rails } from './servers/rails.ts';
import { sveltekit } from './servers/sveltekit.ts';
import { varnish } from './servers/varnish.ts';
import type { Server } from './server.ts';

/** In the order in which they are run and shown. */
export const servers: readonly Server[] = [
  express4,
  express5,
  plainNode,
  fastify,
  koa,
  hono,
  nestjs,
  nextjs,
  nuxt,
  sveltekit,
  deno,
  bun,
  fastapi,
  flask,
  django,
  aiohttp,
  rails,
  php,
  goRsCors,
  gin,
  chi,
  nginx,
  apache,
  caddy,
  haproxy,
  varnish,
  lighttpd,
  cloudflareWorkers,
  viteProxy,
  webpackProxy,
  nextjsRewrites,
];
