import { requestHeadersOrAccept } from '../policy.ts';
import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlJoined } from '../shared.ts';

const prefix = 'nginx.ingress.kubernetes.io';

export default {
  id: 'ingress-nginx',
  name: 'Kubernetes: ingress-nginx',
  group: 'kubernetes',
  language: 'yaml',
  file: 'the Ingress, in metadata',
  checked: {
    by: 'source',
    versions: 'ingress-nginx 1.15',
    url: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors',
  },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'annotations:',
      `  ${prefix}/enable-cors: "true"`,
      `  ${prefix}/cors-allow-origin: ${yamlJoined(policy.origins)}`,
      `  ${prefix}/cors-allow-credentials: "${policy.credentials}"`,
      `  ${prefix}/cors-allow-methods: ${yamlJoined(policy.methods)}`,
      `  ${prefix}/cors-allow-headers: ${yamlJoined(requestHeadersOrAccept(policy))}`,
      policy.exposedHeaders.length > 0 &&
        `  ${prefix}/cors-expose-headers: ${yamlJoined(policy.exposedHeaders)}`,
      `  ${prefix}/cors-max-age: "${policy.maxAge}"`,
    ),
  }),
  caveats: ({ origins }) => [
    'ingress-nginx is retired and has had no releases since March 2026: plan to move to the Gateway API.',
    'It never sends Vary: Origin: keep caches away from these responses, or have the application send it.',
    'For origins that are not listed it lets the application’s own headers through: delete them there.',
    ...(origins.some((origin) => /[_[]/.test(origin))
      ? ['It does not accept an origin with an underscore or an IPv6 address.']
      : []),
  ],
  removeDuplicate:
    'It replaces the application’s copies for listed origins. If the application is the owner, delete the annotations.',
} satisfies Recipe;
