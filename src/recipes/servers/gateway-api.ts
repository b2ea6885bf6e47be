import { isAddress } from '../policy.ts';
import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods, yamlList } from '../shared.ts';

const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export default {
  id: 'gateway-api',
  name: 'Kubernetes: Gateway API',
  group: 'kubernetes',
  language: 'yaml',
  file: 'the HTTPRoute, in the rule that leads to your service',
  checked: {
    by: 'source',
    versions: 'Gateway API 1.6; the filter is standard since 1.5',
    url: 'https://gateway-api.sigs.k8s.io/guides/http-cors/',
  },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'filters:',
      '  - type: CORS',
      '    cors:',
      `      allowOrigins: ${yamlList(policy.origins)}`,
      policy.credentials && '      allowCredentials: true',
      `      allowMethods: ${yamlList(methodsAmong(policy, known))}`,
      policy.requestHeaders.length > 0 && `      allowHeaders: ${yamlList(policy.requestHeaders)}`,
      policy.exposedHeaders.length > 0 && `      exposeHeaders: ${yamlList(policy.exposedHeaders)}`,
      `      maxAge: ${policy.maxAge || 1}`,
    ),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'The Gateway API'),
    'Not every controller knows the filter: look for the feature HTTPRouteCORS in its list.',
    'A rule that matches a method or a header may leave the preflight out.',
    ...(policy.origins.some(isAddress) ? ['It does not accept an origin that is an IPv6 address.'] : []),
  ],
  removeDuplicate:
    'Delete the application’s headers, or remove them in the same rule with a ResponseHeaderModifier filter. If the application is the owner, delete the CORS filter.',
} satisfies Recipe;
