import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath, fetchWrapper } from '../shared.ts';

export default {
  id: 'netlify',
  name: 'Netlify',
  group: 'cloud',
  language: 'javascript',
  file: 'netlify/edge-functions/cors.js',
  checked: {
    by: 'documentation',
    versions: 'the same wrapper was run on Node.js 20, not on Netlify',
    url: 'https://docs.netlify.com/build/edge-functions/api/',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      'export default withCors((request, context) => context.next());',
      '',
      "export const config = { path: '/api/*' };",
    ),
  }),
  caveats: () => [
    apiPath('/api/*'),
    'A _headers file covers static files only, not functions or proxied rewrites, and cannot answer a preflight.',
    'If the API lives elsewhere, a rewrite in _redirects makes it same-origin instead: `/api/* https://api.example.com/:splat 200`.',
  ],
  removeDuplicate:
    'The edge function replaces what the function or file behind sends. Delete Access-Control lines in _headers and netlify.toml.',
} satisfies Recipe;
