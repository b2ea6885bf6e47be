import { joined, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods, yamlJoined } from '../shared.ts';

const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export default {
  id: 'elasticsearch',
  name: 'Elasticsearch',
  group: 'product',
  language: 'yaml',
  file: 'config/elasticsearch.yml, then restart the node',
  checked: {
    by: 'source',
    versions: 'Elasticsearch 7 and 8',
    url: 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings#http-settings',
  },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'http.cors.enabled: true',
      `http.cors.allow-origin: "${joined(policy.origins, ',')}"`,
      policy.credentials && 'http.cors.allow-credentials: true',
      `http.cors.allow-methods: ${yamlJoined(methodsAmong(policy, known))}`,
      `http.cors.allow-headers: ${yamlJoined(policy.requestHeaders)}`,
      policy.exposedHeaders.length > 0 && `http.cors.expose-headers: ${yamlJoined(policy.exposedHeaders)}`,
      `http.cors.max-age: ${policy.maxAge}`,
    ),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'Elasticsearch'),
    'Whoever may send a query may read and delete: a server of your own between page and cluster is nearly always better.',
    'expose-headers exists in newer versions only (not checked by us).',
  ],
  removeDuplicate: 'Set `http.cors.enabled: false` if a proxy in front adds the headers.',
} satisfies Recipe;
