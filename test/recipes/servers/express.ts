import { fromNpm, node, type Server } from '../server.ts';

const express = (major: 4 | 5, before: string, words: string): Server => ({
  id: `express-${major}`,
  recipe: 'express',
  name: `Express ${major}`,
  kind: 'application',
  npm: [`express${major}`, 'cors'],
  trap: { words, breaks: 'put' },
  versions: fromNpm(['Express', `express${major}`], ['cors', 'cors']),
  prepare: async (place, recipe) =>
    node(
      place,
      await place.write(
        'app.mjs',
        `
import express from 'express${major}';
const app = express();
${recipe ?? before}
app.use((req, res, next) =>
  req.method === 'GET' || req.headers.authorization ? next() : res.status(401).json({ error: 'log in' }),
);
app.get('/api/orders', (req, res) => res.set({ 'X-Total-Count': '2', 'Cache-Control': 'max-age=60' }).json({ orders: [1, 2] }));
app.put('/api/orders', express.json(), (req, res) => res.json({ stored: req.body }));
app.delete('/api/orders', (req, res) => res.json({ orders: [] }));
app.get('/api/fails', () => {
  throw new Error('fails');
});
app.listen(process.env.PORT, '127.0.0.1');
`,
      ),
    ),
});

export const express4 = express(
  4,
  `import cors from 'cors';
app.options('*', cors());
app.use(cors({ origin: /example\\.com/, credentials: true }));`,
  '`app.options("*", cors())` in front of `app.use(cors(…))`',
);

export const express5 = express(
  5,
  `import cors from 'cors';
app.use((req, res, next) => (req.method === 'GET' || req.headers.authorization ? next() : res.sendStatus(401)));
app.use(cors({ origin: /example\\.com/, credentials: true }));`,
  'authentication in front of `cors`',
);
