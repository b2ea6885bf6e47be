import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { fetchWrapper, fetchWrapperCaveats } from '../shared.ts';

const sent = ['authorization', 'x-client-info', 'apikey', 'content-type'];

export default {
  id: 'supabase-functions',
  name: 'Supabase Edge Functions',
  group: 'cloud',
  language: 'javascript',
  file: 'supabase/functions/NAME/index.ts',
  checked: {
    by: 'documentation',
    versions: 'the same wrapper was run on Node.js 20, not on Supabase',
    url: 'https://supabase.com/docs/guides/functions/cors',
  },
  write: (policy) => ({
    language: 'javascript',
    text: lines(
      fetchWrapper(policy),
      '',
      'Deno.serve(withCors(handler)); // handler: your own, (request) => Response',
    ),
  }),
  caveats: ({ requestHeaders }) => {
    const missing = sent.filter((name) => !requestHeaders.some((other) => other.toLowerCase() === name));
    return [
      ...(missing.length > 0
        ? [
            `supabase-js also sends ${missing.join(', ')}: allow these if the page calls the function through it.`,
          ]
        : []),
      'Newer versions of supabase-js may send more headers, x-retry-count for example: the preflight says which.',
      ...fetchWrapperCaveats,
    ];
  },
  removeDuplicate: 'Take the spread of `corsHeaders` out of your answers: the wrapper sets the headers once.',
} satisfies Recipe;
