import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { corsOptions } from '../shared.ts';

export default {
  id: 'firebase-functions',
  name: 'Firebase and Cloud Functions',
  group: 'cloud',
  language: 'javascript',
  file: 'functions/index.js',
  checked: {
    by: 'source',
    versions: 'firebase-functions 7.3, second generation',
    url: 'https://firebase.google.com/docs/functions/http-events',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import cors from 'cors'; // npm install cors",
      "import { onRequest } from 'firebase-functions/v2/https';",
      '',
      'const allow = cors({',
      corsOptions(policy),
      '});',
      '',
      '// handler: your own, (req, res) => …',
      'export const api = onRequest({ cors: false }, (req, res) => allow(req, res, () => handler(req, res)));',
    ),
  }),
  caveats: () => [
    'A function that wants Google’s own authentication refuses the preflight with 403 before your code runs: allow unauthenticated calls, and check the token in the function.',
    'The `cors` option of onRequest has no place for credentials or for a list of headers.',
    'With Firebase Hosting a rewrite of `/api/**` to the function makes it same-origin, which needs no CORS.',
  ],
  removeDuplicate:
    'Keep `cors: false` in the options, and delete the Access-Control entries of `hosting.headers` in firebase.json.',
} satisfies Recipe;
