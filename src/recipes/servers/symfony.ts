import { isStatic } from '../policy.ts';
import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath, yamlList } from '../shared.ts';

export default {
  id: 'symfony',
  name: 'Symfony',
  group: 'php',
  language: 'yaml',
  file: 'config/packages/nelmio_cors.yaml',
  checked: {
    by: 'source',
    versions: 'NelmioCorsBundle 2.6 was run in the HttpKernel of Symfony 5.4, a whole Symfony was not',
    url: 'https://symfony.com/bundles/NelmioCorsBundle/current/index.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'yaml',
    text: lines(
      '# composer require nelmio/cors-bundle',
      'nelmio_cors:',
      '  defaults:',
      '    origin_regex: false',
      `    allow_origin: ${yamlList(origins)}`,
      `    allow_credentials: ${credentials}`,
      `    allow_methods: ${yamlList(methods)}`,
      `    allow_headers: ${yamlList(requestHeaders)}`,
      `    expose_headers: ${yamlList(exposedHeaders)}`,
      `    max_age: ${maxAge}`,
      '  paths:',
      "    '^/api/': ~",
    ),
  }),
  caveats: (policy) => [
    apiPath('^/api/'),
    ...(isStatic(policy)
      ? []
      : [
          'When we ran it the bundle sent no Vary: Origin. Where a cache stands in between, a response listener has to call `$response->setVary("Origin", false)`.',
        ]),
    'The recipe that composer installs has `origin_regex: true` and a pattern without an end: replace both, or look-alike hosts get in.',
    'A refused method is answered 405 and a refused header 400, with the words `Unauthorized header`.',
  ],
  removeDuplicate:
    'Delete the bundle’s configuration, or listeners and .htaccess lines that send Access-Control headers.',
} satisfies Recipe;
