import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { corsOptions } from '../shared.ts';

export default {
  id: 'express',
  name: 'Express',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that makes the app: the first app.use, before sessions, authentication and routes',
  checked: {
    by: 'run',
    versions: 'Express 4.22 and 5.3, cors 2.8.6',
    url: 'https://expressjs.com/en/resources/middleware/cors.html',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import cors from 'cors'; // npm install cors; in CommonJS: const cors = require('cors');",
      '',
      'app.use(cors({',
      corsOptions(policy),
      '}));',
    ),
  }),
  caveats: () => [
    'Put it before authentication: a preflight carries no token, and a 401 fails it.',
    "Leave out `app.options('*', cors())`: Express 5 does not start with it, and on Express 4 it answers preflights with the wrong headers if it comes first.",
    'On Express 4 a rejected promise in an async handler ends the process, which the browser reports as a failed connection. Express 5 answers 500.',
  ],
  removeDuplicate:
    'Delete the `app.use(cors(…))` line and any `res.setHeader` or `res.header` that writes an Access-Control header by hand.',
} satisfies Recipe;
