import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { corsOptions } from '../shared.ts';

export default {
  id: 'fastify',
  name: 'Fastify',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that makes the root instance: before every other plugin, hook and route',
  checked: {
    by: 'run',
    versions: 'Fastify 5.12, @fastify/cors 11.4',
    url: 'https://github.com/fastify/fastify-cors#options',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import cors from '@fastify/cors'; // npm install @fastify/cors",
      '',
      'await app.register(cors, {',
      corsOptions(policy),
      '});',
    ),
  }),
  caveats: () => [
    'Register it on the root instance: inside a child plugin it answers preflights everywhere, but real responses get no headers.',
    'Register it before any `onRequest` hook that authenticates: a preflight carries no token, and a 401 fails it.',
    'Keep the list of methods: without it only GET, HEAD and POST are allowed.',
  ],
  removeDuplicate:
    'Delete the `register(cors, …)` call and any `reply.header` that writes an Access-Control header.',
} satisfies Recipe;
