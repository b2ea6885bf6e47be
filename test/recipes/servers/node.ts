import { fillIn, node, type Server } from '../server.ts';

const trap = `const server = http.createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  // your handler
});`;

export const plainNode: Server = {
  id: 'node',
  recipe: 'node',
  name: 'Node.js',
  kind: 'application',
  trap: {
    words: '`Access-Control-Allow-Origin: *` on every answer, and nothing for preflights',
    breaks: 'put',
  },
  versions: async () => [`Node.js ${process.versions.node}`],
  prepare: async (place, recipe) =>
    node(
      place,
      await place.write(
        'app.mjs',
        `
import http from 'node:http';
const say = (res, status, value) => res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
const handle = (req, res) => {
  if (req.method !== 'GET' && !req.headers.authorization) return say(res, 401, { error: 'log in' });
  if (req.url === '/api/fails') throw new Error('fails');
  if (req.url !== '/api/orders') return say(res, 404, { error: 'no such thing' });
  if (req.method === 'GET') res.setHeader('X-Total-Count', '2').setHeader('Cache-Control', 'max-age=60');
  say(res, 200, { orders: [1, 2] });
};
const caught = (req, res) => {
  try {
    handle(req, res);
  } catch {
    say(res, 500, { error: 'fails' });
  }
};
${fillIn(recipe ?? trap, '// your handler', 'caught(req, res);')}
server.listen(process.env.PORT, '127.0.0.1');
`,
      ),
    ),
};
