import { json } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'google-cloud-storage',
  name: 'Google Cloud Storage',
  group: 'cloud',
  language: 'json',
  file: 'cors.json, then `gcloud storage buckets update gs://BUCKET --cors-file=cors.json`',
  checked: {
    by: 'documentation',
    versions: 'gcloud storage buckets update',
    url: 'https://cloud.google.com/storage/docs/using-cors',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, maxAge }) => ({
    language: 'json',
    text: json([
      {
        origin: origins,
        method: methods,
        responseHeader: [...new Set([...requestHeaders, ...exposedHeaders])],
        maxAgeSeconds: maxAge,
      },
    ]),
  }),
  caveats: ({ credentials }) => [
    'responseHeader is both lists: the headers that the page may send and those that it may read.',
    'It holds for storage.googleapis.com, not for storage.cloud.google.com.',
    'A resumable upload is bound to the origin that started it.',
    ...(credentials
      ? ['There is no setting for cookies: put a signed URL or a token into the request instead.']
      : []),
  ],
  removeDuplicate: 'If a load balancer in front adds the headers, clear the bucket’s: `--clear-cors`.',
} satisfies Recipe;
