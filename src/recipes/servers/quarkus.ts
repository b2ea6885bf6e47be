import { requestHeadersOrAccept } from '../policy.ts';
import { joined, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'quarkus',
  name: 'Quarkus',
  group: 'jvm',
  language: 'properties',
  file: 'src/main/resources/application.properties',
  checked: { by: 'documentation', versions: 'Quarkus 3', url: 'https://quarkus.io/guides/security-cors' },
  write: (policy) => ({
    language: 'properties',
    text: lines(
      'quarkus.http.cors.enabled=true',
      `quarkus.http.cors.origins=${joined(policy.origins, ',')}`,
      policy.credentials && 'quarkus.http.cors.access-control-allow-credentials=true',
      `quarkus.http.cors.methods=${joined(policy.methods, ',')}`,
      // Without a list it allows every header.
      `quarkus.http.cors.headers=${joined(requestHeadersOrAccept(policy), ',')}`,
      policy.exposedHeaders.length > 0 &&
        `quarkus.http.cors.exposed-headers=${joined(policy.exposedHeaders, ',')}`,
      `quarkus.http.cors.access-control-max-age=${policy.maxAge}S`,
    ),
  }),
  caveats: () => [
    'Older versions of Quarkus 3 have `quarkus.http.cors=true` as the first line.',
    'A request from another origin is answered 403, not only its preflight.',
  ],
  removeDuplicate: 'Delete the `quarkus.http.cors` lines, or filters that set the headers by hand.',
} satisfies Recipe;
