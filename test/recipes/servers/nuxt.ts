import path from 'node:path';
import { fromNpm, node, type Server } from '../server.ts';

const trap = `import { defineEventHandler, handleCors } from 'h3';
export default defineEventHandler((event) => {
  handleCors(event, { origin: '*', methods: '*' });
});`;

const config = `export default defineNitroConfig({
  srcDir: 'server',
  compatibilityDate: '2026-01-01',
});`;

export const nuxt: Server = {
  id: 'nuxt',
  recipe: 'nuxt',
  name: 'Nitro 2, the server of Nuxt',
  kind: 'application',
  npm: ['nitropack', 'h3'],
  trap: { words: '`handleCors` with `*`', breaks: 'put' },
  versions: fromNpm(['Nitro', 'nitropack'], ['h3', 'h3']),
  async prepare(place, recipe) {
    await place.write('nitro.config.ts', config);
    await place.write('server/middleware/cors.ts', recipe ?? trap);
    await place.write(
      'server/middleware/login.ts',
      `export default defineEventHandler((event) => {
  if (event.method !== 'GET' && !getHeader(event, 'Authorization')) throw createError({ statusCode: 401 });
});`,
    );
    await place.write(
      'server/routes/api/orders.get.ts',
      `export default defineEventHandler((event) => {
  setHeader(event, 'X-Total-Count', '2');
  setHeader(event, 'Cache-Control', 'max-age=60');
  return { orders: [1, 2] };
});`,
    );
    for (const method of ['put', 'delete'])
      await place.write(
        `server/routes/api/orders.${method}.ts`,
        'export default defineEventHandler(() => ({ stored: true }));',
      );
    await place.write(
      'server/routes/api/fails.get.ts',
      `export default defineEventHandler(() => {
  throw new Error('fails');
});`,
    );
    const nitro = path.join(place.packages, 'node_modules/nitropack/dist/cli/index.mjs');
    await place.run(process.execPath, [nitro, 'build']);
    return node(place, path.join(place.folder, '.output/server/index.mjs'));
  },
};
