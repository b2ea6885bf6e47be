import { bare, lines, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'rails',
  name: 'Ruby on Rails',
  group: 'ruby',
  language: 'ruby',
  file: 'config/initializers/cors.rb',
  checked: {
    by: 'run',
    versions: 'Rails 6.1, rack-cors 1.1',
    url: 'https://github.com/cyu/rack-cors#rails-configuration',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'ruby',
    text: lines(
      "# Gemfile: gem 'rack-cors'",
      'Rails.application.config.middleware.insert_before 0, Rack::Cors do',
      '  allow do',
      `    origins ${singles(origins)}`,
      "    resource '/api/*',",
      `             methods: %i[${methods.map((method) => bare(method).toLowerCase()).join(' ')}],`,
      `             headers: [${singles(requestHeaders)}],`,
      exposedHeaders.length > 0 && `             expose: [${singles(exposedHeaders)}],`,
      credentials && '             credentials: true,',
      `             max_age: ${maxAge}`,
      '  end',
      'end',
    ),
  }),
  caveats: () => [
    apiPath('/api/*'),
    'Keep `insert_before 0`: with `use` answers with status 404 and 500 have no headers, and force_ssl redirects the preflight.',
    'Write origins with their scheme: a bare host name also matches http.',
    'With Rack 2 take rack-cors 2 or older: version 3 needs Rack 3.',
  ],
  removeDuplicate:
    'Delete the Rack::Cors block, or `headers[…] =` lines in controllers and `action_dispatch.default_headers` that name an Access-Control header.',
} satisfies Recipe;
