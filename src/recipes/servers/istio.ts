import { double, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlList } from '../shared.ts';

export default {
  id: 'istio',
  name: 'Istio',
  group: 'kubernetes',
  language: 'yaml',
  file: 'the VirtualService, in the http route that leads to your service',
  checked: {
    by: 'source',
    versions: 'Istio 1.24 and later',
    url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'yaml',
    text: lines(
      'corsPolicy:',
      '  allowOrigins:',
      ...origins.map((origin) => `    - exact: ${double(origin)}`),
      credentials && '  allowCredentials: true',
      `  allowMethods: ${yamlList(methods)}`,
      requestHeaders.length > 0 && `  allowHeaders: ${yamlList(requestHeaders)}`,
      exposedHeaders.length > 0 && `  exposeHeaders: ${yamlList(exposedHeaders)}`,
      `  maxAge: ${maxAge}s`,
      '  unmatchedPreflights: IGNORE',
      'headers:',
      '  response:',
      '    add: { vary: Origin }',
      '    # What the application sends itself:',
      '    remove: [access-control-allow-origin, access-control-allow-credentials, access-control-expose-headers]',
    ),
  }),
  caveats: () => [
    'A route that matches `method: GET` does not see the preflight.',
    'Match origins with `exact`: `prefix` and an open regex let look-alike hosts in.',
    'An external authorization that is put before the CORS filter refuses the preflight.',
  ],
  removeDuplicate:
    'If Istio is the owner, `headers.response.remove` takes the application’s copies out (not tested by us). If the application is, delete the corsPolicy.',
} satisfies Recipe;
