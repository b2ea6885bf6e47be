import { isAddress, requestHeadersOrAccept } from '../policy.ts';
import { double, lines, regex } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlList } from '../shared.ts';

/** Kong takes any other character for a sign that the entry is a regular expression. */
const written = (origin: string): string =>
  /[^A-Za-z0-9.:/-]/.test(origin) ? `'${regex(origin)}$'` : double(origin);

export default {
  id: 'kong',
  name: 'Kong Gateway',
  group: 'server',
  language: 'yaml',
  file: 'the declarative configuration, or the plugin of the service or the route',
  checked: { by: 'source', versions: 'Kong 3.9', url: 'https://developer.konghq.com/plugins/cors/' },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'plugins:',
      '  - name: cors',
      '    config:',
      `      origins: [${policy.origins.map(written).join(', ')}]`,
      `      credentials: ${policy.credentials}`,
      `      methods: ${yamlList(policy.methods)}`,
      // Without a list it allows every header.
      `      headers: ${yamlList(requestHeadersOrAccept(policy))}`,
      policy.exposedHeaders.length > 0 && `      exposed_headers: ${yamlList(policy.exposedHeaders)}`,
      `      max_age: ${policy.maxAge}`,
      '      preflight_continue: false',
    ),
  }),
  caveats: ({ origins }) => [
    'The route has to match OPTIONS: one with `methods: [GET]` answers the preflight 404.',
    'Kong’s own responses without a route have no headers.',
    ...(origins.some(isAddress)
      ? ['Kong does not match an origin that is an IPv6 address: use a host name.']
      : []),
  ],
  removeDuplicate:
    'The plugin replaces the application’s Access-Control-Allow-Origin. If the application is the owner, delete the plugin.',
} satisfies Recipe;
