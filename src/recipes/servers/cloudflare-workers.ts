import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { fetchWrapper, fetchWrapperCaveats } from '../shared.ts';

export default {
  id: 'cloudflare-workers',
  name: 'Cloudflare Workers',
  group: 'cloud',
  language: 'javascript',
  file: 'the Worker’s main module',
  checked: {
    by: 'run',
    versions: 'workerd 1.20261117, not on Cloudflare itself',
    url: 'https://developers.cloudflare.com/workers/examples/cors-header-proxy/',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      '// handler: your own, or (request) => fetch(request) to stand in front of another server',
      'export default { fetch: withCors(handler) };',
    ),
  }),
  caveats: () => [
    ...fetchWrapperCaveats,
    'Challenge pages of the firewall, errors 520 to 530 and the page of an uncaught exception (1101) do not pass through the Worker.',
    'Cloudflare Access may answer the preflight first: look for its option to let OPTIONS requests pass (not checked by us).',
  ],
  removeDuplicate:
    'The wrapper replaces what the server behind sends. Delete Transform Rules that add Access-Control headers.',
} satisfies Recipe;
