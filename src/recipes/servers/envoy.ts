import { double, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlJoined } from '../shared.ts';

const extension = 'type.googleapis.com/envoy.extensions.filters.http.cors.v3';

export default {
  id: 'envoy',
  name: 'Envoy',
  group: 'server',
  language: 'yaml',
  file: 'http_filters in the HttpConnectionManager, the rest in the virtual host or the route',
  checked: {
    by: 'documentation',
    versions: 'Envoy 1.30 and later',
    url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'yaml',
    text: lines(
      '# In the HttpConnectionManager, before authentication and rate limits:',
      'http_filters:',
      '  - name: envoy.filters.http.cors',
      '    typed_config:',
      `      "@type": ${extension}.Cors`,
      '',
      '# In the virtual host or the route:',
      'typed_per_filter_config:',
      '  envoy.filters.http.cors:',
      `    "@type": ${extension}.CorsPolicy`,
      '    allow_origin_string_match:',
      ...origins.map((origin) => `      - exact: ${double(origin)}`),
      credentials && '    allow_credentials: true',
      `    allow_methods: ${yamlJoined(methods)}`,
      requestHeaders.length > 0 && `    allow_headers: ${yamlJoined(requestHeaders)}`,
      exposedHeaders.length > 0 && `    expose_headers: ${yamlJoined(exposedHeaders)}`,
      `    max_age: "${maxAge}"`,
      '    forward_not_matching_preflights: false',
      'response_headers_to_add:',
      '  - header: { key: Vary, value: Origin }',
      'response_headers_to_remove: # what the application sends itself',
      '  - access-control-allow-origin',
      '  - access-control-allow-credentials',
      '  - access-control-expose-headers',
    ),
  }),
  caveats: () => [
    'The filter alone does nothing: the policy has to be in the virtual host or the route.',
    'Routes that redirect or answer directly have no headers.',
    'Match origins with `exact`: `prefix` and an open regex let look-alike hosts in.',
  ],
  removeDuplicate:
    'If Envoy is the owner, `response_headers_to_remove` takes the application’s copies out (not tested by us). If the application is, delete the policy.',
} satisfies Recipe;
