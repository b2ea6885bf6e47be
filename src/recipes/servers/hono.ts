import { isStatic, requestHeadersOrAccept } from '../policy.ts';
import { lines, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'hono',
  name: 'Hono',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that makes the app: before authentication and routes',
  checked: { by: 'run', versions: 'Hono 4.13', url: 'https://hono.dev/docs/middleware/builtin/cors' },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import { cors } from 'hono/cors';",
      '',
      "app.use('*', cors({",
      isStatic(policy) ? `  origin: ${singles(policy.origins)},` : `  origin: [${singles(policy.origins)}],`,
      policy.credentials && '  credentials: true,',
      `  allowMethods: [${singles(policy.methods)}],`,
      `  allowHeaders: [${singles(requestHeadersOrAccept(policy))}],`,
      policy.exposedHeaders.length > 0 && `  exposeHeaders: [${singles(policy.exposedHeaders)}],`,
      `  maxAge: ${policy.maxAge},`,
      '}));',
    ),
  }),
  caveats: () => [
    'Put it before authentication: a preflight carries no token, and a 401 fails it.',
    'Keep the list of origins: without it the response is `*`, which a request with cookies cannot use.',
  ],
  removeDuplicate: 'Delete the `cors(…)` line and any `c.header` that writes an Access-Control header.',
} satisfies Recipe;
