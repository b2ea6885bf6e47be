import path from 'node:path';
import { fromNpm, node, type Server } from '../server.ts';

const trap = `export async function handle({ event, resolve }) {
  const response = await resolve(event);
  response.headers.set('Access-Control-Allow-Origin', '*');
  return response;
}`;

const orders = `
import { json } from '@sveltejs/kit';
const stored = ({ request }) =>
  request.headers.has('Authorization') ? json({ stored: true }) : json({ error: 'log in' }, { status: 401 });
export const GET = () => json({ orders: [1, 2] }, { headers: { 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' } });
export const PUT = stored;
export const DELETE = stored;
`;

export const sveltekit: Server = {
  id: 'sveltekit',
  recipe: 'sveltekit',
  name: 'SvelteKit',
  kind: 'application',
  npm: ['@sveltejs/kit', '@sveltejs/adapter-node', '@sveltejs/vite-plugin-svelte', 'svelte', 'vite'],
  trap: { words: '`Access-Control-Allow-Origin: *` in the hook, and nothing for preflights', breaks: 'put' },
  versions: fromNpm(['SvelteKit', '@sveltejs/kit']),
  async prepare(place, recipe) {
    await place.write('package.json', '{ "type": "module" }');
    await place.write(
      'svelte.config.js',
      `import adapter from '@sveltejs/adapter-node';
export default { kit: { adapter: adapter() } };`,
    );
    await place.write(
      'vite.config.js',
      `import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit()] };`,
    );
    await place.write(
      'src/app.html',
      '<!doctype html><head>%sveltekit.head%</head><body>%sveltekit.body%</body>',
    );
    await place.write('src/routes/+page.svelte', '<p>Page</p>');
    await place.write('src/hooks.server.js', recipe ?? trap);
    await place.write('src/routes/api/orders/+server.js', orders);
    await place.write(
      'src/routes/api/fails/+server.js',
      `export const GET = () => {
  throw new Error('fails');
};`,
    );
    const vite = path.join(place.packages, 'node_modules/vite/bin/vite.js');
    await place.run(process.execPath, [vite, 'build', '--logLevel', 'error']);
    return node(place, path.join(place.folder, 'build/index.js'));
  },
};
