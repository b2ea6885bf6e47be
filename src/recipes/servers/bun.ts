import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { fetchWrapper, fetchWrapperCaveats } from '../shared.ts';

export default {
  id: 'bun',
  name: 'Bun',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that calls Bun.serve',
  checked: {
    by: 'run',
    versions: 'Bun 1.4',
    url: 'https://bun.com/docs/runtime/http/server',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      'Bun.serve({ fetch: withCors(handler) }); // handler: your own, (request, server) => Response',
    ),
  }),
  caveats: () => [
    ...fetchWrapperCaveats,
    'Handlers in the `routes` option do not pass through `fetch`: wrap each of them, and answer OPTIONS there too.',
  ],
  removeDuplicate:
    'The wrapper replaces what the handler sets itself, so the two never add up. To stop sending the headers here, write `handler` in place of `withCors(handler)`.',
} satisfies Recipe;
