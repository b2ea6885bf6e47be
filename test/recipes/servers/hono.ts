import { fromNpm, node, type Server } from '../server.ts';

const trap = `import { cors } from 'hono/cors';
app.use('*', cors());`;

export const hono: Server = {
  id: 'hono',
  recipe: 'hono',
  name: 'Hono',
  kind: 'application',
  npm: ['hono', '@hono/node-server'],
  trap: { words: '`cors()` without options', breaks: 'put' },
  versions: fromNpm(['Hono', 'hono']),
  prepare: async (place, recipe) =>
    node(
      place,
      await place.write(
        'app.mjs',
        `
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
const app = new Hono();
${recipe ?? trap}
app.use(async (c, next) => {
  if (c.req.method !== 'GET' && !c.req.header('Authorization')) return c.json({ error: 'log in' }, 401);
  await next();
});
app.get('/api/orders', (c) => c.json({ orders: [1, 2] }, 200, { 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' }));
app.put('/api/orders', async (c) => c.json({ stored: await c.req.json() }));
app.delete('/api/orders', (c) => c.json({ orders: [] }));
app.get('/api/fails', () => {
  throw new Error('fails');
});
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
`,
      ),
    ),
};
