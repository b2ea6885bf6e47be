import { joined, lines, single, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'sveltekit',
  name: 'SvelteKit',
  group: 'javascript',
  language: 'javascript',
  file: 'src/hooks.server.js',
  checked: {
    by: 'run',
    versions: 'SvelteKit 2.70',
    url: 'https://svelte.dev/docs/kit/hooks#Server-hooks-handle',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'javascript',
    text: lines(
      `const ORIGINS = new Set([${singles(origins)}]);`,
      '',
      "/** @type {import('@sveltejs/kit').Handle} */",
      'export async function handle({ event, resolve }) {',
      "  if (!event.url.pathname.startsWith('/api/')) return resolve(event);",
      '  const { request } = event;',
      "  const origin = request.headers.get('Origin');",
      '  const listed = origin !== null && ORIGINS.has(origin);',
      "  const preflight = request.method === 'OPTIONS' && origin && request.headers.has('Access-Control-Request-Method');",
      '  const response = preflight ? new Response(null, { status: 204 }) : await resolve(event);',
      "  response.headers.append('Vary', 'Origin');",
      '  if (!listed) return response;',
      "  response.headers.set('Access-Control-Allow-Origin', origin);",
      credentials && "  response.headers.set('Access-Control-Allow-Credentials', 'true');",
      '  if (preflight) {',
      `    response.headers.set('Access-Control-Allow-Methods', ${single(joined(methods))});`,
      requestHeaders.length > 0 &&
        `    response.headers.set('Access-Control-Allow-Headers', ${single(joined(requestHeaders))});`,
      `    response.headers.set('Access-Control-Max-Age', '${maxAge}');`,
      '  }',
      exposedHeaders.length > 0 &&
        `  response.headers.set('Access-Control-Expose-Headers', ${single(joined(exposedHeaders))});`,
      '  return response;',
      '}',
    ),
  }),
  caveats: ({ origins }) => [
    apiPath('/api/'),
    `A form, multipart or plain-text POST from another origin is refused with 403 before the hook runs, without headers, until the configuration has \`csrf: { trustedOrigins: [${singles(origins)}] }\`: in SvelteKit 3 that of the Vite plugin, before it \`kit\` in svelte.config.js.`,
    'A response of `fetch` that a route hands on has fixed headers: return `new Response(answer.body, answer)` there.',
    'Behind a proxy, set the ORIGIN environment variable, so that SvelteKit knows its own origin.',
  ],
  removeDuplicate:
    'Delete the hook, or the Access-Control headers that +server files set: the hook replaces theirs for listed origins.',
} satisfies Recipe;
