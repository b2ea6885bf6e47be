import path from 'node:path';
import { fillIn, fromNpm, node, type Place, type Server } from '../server.ts';

const npm = ['next', 'react', 'react-dom'] as const;
const versions = fromNpm(['Next.js', 'next']);

const layout = `export default ({ children }) => <html><body>{children}</body></html>;`;
const page = `export default () => <p>Page</p>;`;

const orders = `
const isLoggedIn = (request) => request.headers.has('Authorization');
export const GET = () =>
  Response.json({ orders: [1, 2] }, { headers: { 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' } });
export const PUT = async (request) =>
  isLoggedIn(request) ? Response.json({ stored: await request.json() }) : Response.json({ error: 'log in' }, { status: 401 });
export const DELETE = (request) =>
  isLoggedIn(request) ? Response.json({ orders: [] }) : Response.json({ error: 'log in' }, { status: 401 });
`;
const fails = `
export const dynamic = 'force-dynamic';
export const GET = () => {
  throw new Error('fails');
};
`;

const trap = `export default {
  async headers() {
    return [{ source: '/api/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: '*' }] }];
  },
};`;

const commandOf = ({ packages }: Place): string => path.join(packages, 'node_modules/next/dist/bin/next');

async function withPage(place: Place): Promise<void> {
  await place.write('app/layout.jsx', layout);
  await place.write('app/page.jsx', page);
}

export const nextjs: Server = {
  id: 'nextjs',
  recipe: 'nextjs',
  name: 'Next.js',
  kind: 'application',
  npm,
  trap: { words: '`Access-Control-Allow-Origin: *` in `headers()`', breaks: 'put' },
  versions,
  async prepare(place, recipe) {
    const text = recipe ?? trap;
    // The recipe's first line says which file it is.
    await place.write(text.startsWith('// proxy.js') ? 'proxy.js' : 'next.config.mjs', text);
    await place.write('app/api/orders/route.js', orders);
    await place.write('app/api/fails/route.js', fails);
    await withPage(place);
    const next = commandOf(place);
    await place.run(process.execPath, [next, 'build'], {
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    });
    return node(place, next, 'start', '--hostname', '127.0.0.1', '--port', `${place.port}`);
  },
};

export const nextjsRewrites: Server = {
  id: 'nextjs-rewrites',
  recipe: 'nextjs-rewrites',
  name: 'Next.js rewrites',
  kind: 'development',
  npm,
  trap: { words: 'the page calls the other server itself', breaks: 'put' },
  versions,
  async prepare(place, recipe) {
    if (recipe !== null)
      await place.write(
        'next.config.mjs',
        fillIn(recipe, 'http://localhost:8080', `http://127.0.0.1:${place.backend}`),
      );
    await withPage(place);
    const { env, ...command } = node(
      place,
      commandOf(place),
      'dev',
      '--hostname',
      '127.0.0.1',
      '--port',
      `${place.port}`,
    );
    return { ...command, env: { ...env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' } };
  },
};
