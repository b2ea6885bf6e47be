import { lines, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'laravel',
  name: 'Laravel',
  group: 'php',
  language: 'php',
  file: 'config/cors.php (Laravel 11 and later: `php artisan config:publish cors` makes it)',
  checked: {
    by: 'source',
    versions: 'fruitcake/php-cors 1.4 was run alone, a whole Laravel was not',
    url: 'https://laravel.com/docs/routing#cors',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'php',
    text: lines(
      '<?php',
      '',
      'return [',
      "    'paths' => ['api/*', 'sanctum/csrf-cookie'],",
      `    'allowed_methods' => [${singles(methods)}],`,
      `    'allowed_origins' => [${singles(origins)}],`,
      "    'allowed_origins_patterns' => [],",
      `    'allowed_headers' => [${singles(requestHeaders)}],`,
      `    'exposed_headers' => [${singles(exposedHeaders)}],`,
      `    'max_age' => ${maxAge},`,
      `    'supports_credentials' => ${credentials},`,
      '];',
    ),
  }),
  caveats: ({ credentials }) => [
    'Change `api/*` if your API lives under another path: paths that are not listed get no headers.',
    'Run `php artisan config:clear` afterwards: a cached configuration hides the change.',
    ...(credentials
      ? ['With Sanctum, also allow the headers X-XSRF-TOKEN, X-Requested-With and Accept.']
      : []),
  ],
  removeDuplicate:
    'Empty `paths`, or delete `header()` calls, other middleware and .htaccess lines that send Access-Control headers.',
} satisfies Recipe;
