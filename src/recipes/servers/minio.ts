import { joined, lines, single } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'minio',
  name: 'MinIO',
  group: 'product',
  language: 'shell',
  file: 'the environment of the server, /etc/default/minio for example; then restart',
  checked: {
    by: 'documentation',
    versions: 'community edition',
    url: 'https://min.io/docs/minio/linux/reference/minio-server/settings/core.html',
  },
  write: ({ origins }) => ({
    language: 'shell',
    text: lines(`MINIO_API_CORS_ALLOW_ORIGIN=${single(joined(origins, ','))}`),
  }),
  caveats: () => [
    'It holds for the whole server: the community edition has no rules for one bucket.',
    'Without it every origin is allowed. Methods, headers and the maximum age are MinIO’s own.',
  ],
  removeDuplicate:
    'If a proxy in front adds the headers, let it take out MinIO’s: there is no way to switch them off.',
} satisfies Recipe;
