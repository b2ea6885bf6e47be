import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { fetchWrapper, fetchWrapperCaveats } from '../shared.ts';

export default {
  id: 'deno',
  name: 'Deno',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that calls Deno.serve',
  checked: {
    by: 'run',
    versions: 'Deno 2.9',
    url: 'https://docs.deno.com/api/deno/~/Deno.serve',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      'Deno.serve(withCors(handler)); // handler: your own, (request) => Response',
    ),
  }),
  caveats: () => fetchWrapperCaveats,
  removeDuplicate:
    'The wrapper replaces what the handler sets itself, so the two never add up. To stop sending the headers here, write `handler` in place of `withCors(handler)`.',
} satisfies Recipe;
