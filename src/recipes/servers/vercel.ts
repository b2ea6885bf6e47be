import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { fetchWrapper, fetchWrapperCaveats } from '../shared.ts';

export default {
  id: 'vercel',
  name: 'Vercel Functions',
  group: 'cloud',
  language: 'javascript',
  file: 'api/NAME.js',
  checked: {
    by: 'documentation',
    versions: 'the same wrapper was run on Node.js 20, not on Vercel',
    url: 'https://vercel.com/kb/guide/how-to-enable-cors',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      'export default { fetch: withCors(handler) }; // handler: your own, (request) => Response',
    ),
  }),
  caveats: () => [
    ...fetchWrapperCaveats,
    'Deployment Protection answers preflights with 401: add the path to its OPTIONS allowlist.',
    'A redirect between the bare domain and www fails the preflight: call the one that answers.',
    'The `headers` of vercel.json do not answer OPTIONS, so they are not enough alone.',
  ],
  removeDuplicate:
    'Delete the Access-Control entries of `headers` in vercel.json, which may come in addition to what the function sends (not checked by us).',
} satisfies Recipe;
