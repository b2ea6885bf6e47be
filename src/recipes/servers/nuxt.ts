import { requestHeadersOrAccept } from '../policy.ts';
import { lines, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'nuxt',
  name: 'Nuxt and Nitro',
  group: 'javascript',
  language: 'javascript',
  file: 'server/middleware/cors.ts',
  checked: {
    by: 'run',
    versions: 'Nitro 2.13 with h3 1.15, as in Nuxt 4',
    url: 'https://v1.h3.dev/utils/security',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      "import { appendResponseHeader, defineEventHandler, handleCors, isPreflightRequest, setResponseHeader } from 'h3';",
      '',
      'export default defineEventHandler((event) => {',
      "  if (!event.path.startsWith('/api/')) return;",
      "  appendResponseHeader(event, 'Vary', 'Origin');",
      `  if (isPreflightRequest(event)) setResponseHeader(event, 'Access-Control-Max-Age', ${policy.maxAge});`,
      '  handleCors(event, {',
      `    origin: [${singles(policy.origins)}],`,
      policy.credentials && '    credentials: true,',
      `    methods: [${singles(policy.methods)}],`,
      `    allowHeaders: [${singles(requestHeadersOrAccept(policy))}],`,
      `    exposeHeaders: [${singles(policy.exposedHeaders)}],`,
      '  });',
      '});',
    ),
  }),
  caveats: () => [
    apiPath('/api/'),
    'Do not use `routeRules: { cors: true }`: it answers `*`, which covers neither cookies nor the Authorization header, and leaves the preflight to your route.',
    'With Nitro 3 (h3 2) `handleCors` returns the response: `const answer = handleCors(…); if (answer !== false) return answer;`.',
  ],
  removeDuplicate:
    'Delete this middleware, or the `cors` and `headers` entries of `routeRules` and any `setResponseHeader` that writes an Access-Control header.',
} satisfies Recipe;
