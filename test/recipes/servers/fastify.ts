import { fromNpm, node, type Server } from '../server.ts';

const trap = `import cors from '@fastify/cors';
await app.register(cors, { origin: /example\\.com/, credentials: true });`;

export const fastify: Server = {
  id: 'fastify',
  recipe: 'fastify',
  name: 'Fastify',
  kind: 'application',
  npm: ['fastify', '@fastify/cors'],
  trap: { words: '`@fastify/cors` without a list of methods', breaks: 'put' },
  versions: fromNpm(['Fastify', 'fastify'], ['@fastify/cors', '@fastify/cors']),
  prepare: async (place, recipe) =>
    node(
      place,
      await place.write(
        'app.mjs',
        `
import Fastify from 'fastify';
const app = Fastify();
${recipe ?? trap}
app.addHook('onRequest', async (request, reply) => {
  if (request.method !== 'GET' && !request.headers.authorization) return reply.code(401).send({ error: 'log in' });
});
app.get('/api/orders', async (request, reply) => {
  reply.headers({ 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' });
  return { orders: [1, 2] };
});
app.put('/api/orders', async (request) => ({ stored: request.body }));
app.delete('/api/orders', async () => ({ orders: [] }));
app.get('/api/fails', async () => {
  throw new Error('fails');
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`,
      ),
    ),
};
