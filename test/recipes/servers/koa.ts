import { fromNpm, node, type Server } from '../server.ts';

const trap = `import cors from '@koa/cors';
app.use(cors({ origin: ['http://app.example.com', 'http://admin.example.com'], credentials: true }));`;

export const koa: Server = {
  id: 'koa',
  recipe: 'koa',
  name: 'Koa',
  kind: 'application',
  npm: ['koa', '@koa/cors'],
  trap: { words: 'an array of origins, which `@koa/cors` does not know', breaks: 'put' },
  versions: fromNpm(['Koa', 'koa'], ['@koa/cors', '@koa/cors']),
  prepare: async (place, recipe) =>
    node(
      place,
      await place.write(
        'app.mjs',
        `
import Koa from 'koa';
const app = new Koa();
app.silent = true;
${recipe ?? trap}
app.use(async (ctx, next) => {
  if (ctx.method !== 'GET' && !ctx.get('Authorization')) ctx.throw(401);
  await next();
});
app.use((ctx) => {
  if (ctx.path === '/api/fails') throw new Error('fails');
  if (ctx.path !== '/api/orders') return;
  if (ctx.method === 'GET') ctx.set({ 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' });
  ctx.body = { orders: [1, 2] };
});
app.listen(process.env.PORT, '127.0.0.1');
`,
      ),
    ),
};
