import { isStatic, requestHeadersOrAccept } from '../policy.ts';
import { lines, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'koa',
  name: 'Koa',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that makes the app: the first app.use',
  checked: { by: 'run', versions: 'Koa 3.3, @koa/cors 5.0', url: 'https://github.com/koajs/cors#readme' },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import cors from '@koa/cors'; // npm install @koa/cors",
      '',
      !isStatic(policy) && `const origins = [${singles(policy.origins)}];`,
      'app.use(cors({',
      isStatic(policy)
        ? `  origin: ${singles(policy.origins)},`
        : "  origin: (ctx) => (origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),",
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
    'The origin has to be a string or a function: an array is sent as two Access-Control-Allow-Origin headers.',
    'Leave `keepHeadersOnError` on: without it answers with status 401 and 500 lose the headers.',
  ],
  removeDuplicate:
    'Delete the `app.use(cors(…))` line and any `ctx.set` that writes an Access-Control header.',
} satisfies Recipe;
