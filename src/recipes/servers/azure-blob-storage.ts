import { lines, single } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods } from '../shared.ts';

const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const spaced = (values: readonly string[]): string => values.map(single).join(' ');

export default {
  id: 'azure-blob-storage',
  name: 'Azure Blob Storage',
  group: 'cloud',
  language: 'shell',
  file: 'a shell with the Azure CLI; ACCOUNT is your own name',
  checked: {
    by: 'documentation',
    versions: 'az storage cors',
    url: 'https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services',
  },
  write: (policy) => ({
    language: 'shell',
    text: lines(
      'az storage cors add --services b --account-name ACCOUNT \\',
      `  --origins ${spaced(policy.origins)} \\`,
      `  --methods ${spaced(methodsAmong(policy, known))} \\`,
      policy.requestHeaders.length > 0 && `  --allowed-headers ${spaced(policy.requestHeaders)} \\`,
      policy.exposedHeaders.length > 0 && `  --exposed-headers ${spaced(policy.exposedHeaders)} \\`,
      `  --max-age ${policy.maxAge}`,
    ),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'Blob Storage'),
    'There are five rules at most, and the first that matches decides.',
    'Requests of the Azure libraries carry headers that begin with x-ms-: the preflight says which to allow.',
    ...(policy.credentials
      ? ['There is no setting for cookies: put a shared access signature or a token into the request.']
      : []),
  ],
  removeDuplicate:
    '`az storage cors clear --services b --account-name ACCOUNT` deletes every rule of the account.',
} satisfies Recipe;
