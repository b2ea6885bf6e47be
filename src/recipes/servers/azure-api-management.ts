import { requestHeadersOrAccept } from '../policy.ts';
import { bare, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'azure-api-management',
  name: 'Azure API Management',
  group: 'cloud',
  language: 'xml',
  file: 'the policy of the API, or of all APIs: first in <inbound>',
  checked: {
    by: 'documentation',
    versions: 'the policy cors',
    url: 'https://learn.microsoft.com/azure/api-management/cors-policy',
  },
  write: (policy) => {
    const list = (element: string, child: string, values: readonly string[], attributes = '') =>
      lines(
        `  <${element}${attributes}>`,
        ...values.map((value) => `    <${child}>${bare(value)}</${child}>`),
        `  </${element}>`,
      );
    return {
      language: 'xml',
      text: lines(
        `<cors allow-credentials="${policy.credentials}" terminate-unmatched-request="true">`,
        list('allowed-origins', 'origin', policy.origins),
        list('allowed-methods', 'method', policy.methods, ` preflight-result-max-age="${policy.maxAge}"`),
        list('allowed-headers', 'header', requestHeadersOrAccept(policy)),
        policy.exposedHeaders.length > 0 && list('expose-headers', 'header', policy.exposedHeaders),
        '</cors>',
      ),
    };
  },
  caveats: () => [
    'Put it before every policy that checks a token, and keep `<base />` in the scopes below.',
    'Not at the scope of a product: a preflight has no subscription key, so it never gets there.',
    'Delete an OPTIONS operation of your own: it takes the preflight.',
  ],
  removeDuplicate:
    'In <outbound>: `<set-header name="Access-Control-Allow-Origin" exists-action="delete" />`, which takes the application’s copy out.',
} satisfies Recipe;
