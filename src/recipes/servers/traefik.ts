import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlList } from '../shared.ts';

export default {
  id: 'traefik',
  name: 'Traefik',
  group: 'server',
  language: 'yaml',
  file: 'the dynamic configuration; then name the middleware first in the router: `middlewares: [cors, …]`',
  checked: {
    by: 'source',
    versions: 'Traefik 3.7',
    url: 'https://doc.traefik.io/traefik/middlewares/http/headers/#cors-headers',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'yaml',
    text: lines(
      'http:',
      '  middlewares:',
      '    cors:',
      '      headers:',
      `        accessControlAllowOriginList: ${yamlList(origins)}`,
      credentials && '        accessControlAllowCredentials: true',
      `        accessControlAllowMethods: ${yamlList(methods)}`,
      requestHeaders.length > 0 && `        accessControlAllowHeaders: ${yamlList(requestHeaders)}`,
      exposedHeaders.length > 0 && `        accessControlExposeHeaders: ${yamlList(exposedHeaders)}`,
      `        accessControlMaxAge: ${maxAge}`,
      '        addVaryHeader: true',
      '        customResponseHeaders: # an empty value takes out what the application sends itself',
      '          Access-Control-Allow-Origin: ""',
      '          Access-Control-Allow-Credentials: ""',
      '          Access-Control-Expose-Headers: ""',
    ),
  }),
  caveats: () => [
    'Name it before authentication and rate limits in the router’s list: they refuse the preflight.',
    'A router whose rule has `Method(…)` without OPTIONS never sees the preflight.',
    'Traefik’s own 404, and the redirect from http to https at an entry point, have no headers.',
  ],
  removeDuplicate:
    'If Traefik is the owner, the empty `customResponseHeaders` take the application’s copies out. If the application is, take the middleware out of the router.',
} satisfies Recipe;
