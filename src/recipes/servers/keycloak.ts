import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'keycloak',
  name: 'Keycloak',
  group: 'product',
  language: 'shell',
  file: 'a shell with kcadm.sh; REALM and CLIENT_UUID are your own (in the console: Clients, Settings, Web origins)',
  checked: {
    by: 'documentation',
    versions: 'the field webOrigins; its command was not looked up',
    url: 'https://www.keycloak.org/docs/latest/server_admin/#_client_settings',
  },
  write: ({ origins }) => ({
    language: 'shell',
    text: lines(`kcadm.sh update clients/CLIENT_UUID -r REALM -s 'webOrigins=[${doubles(origins)}]'`),
  }),
  caveats: () => [
    'The list replaces the client’s earlier one.',
    'It holds for the token, userinfo and account addresses. The login page is for navigation: never fetch it.',
    'A fetch that is redirected to the login page cannot be repaired with headers: have your API answer 401 instead.',
  ],
  removeDuplicate:
    'If a proxy in front adds the headers, delete them there: Keycloak knows which client asks.',
} satisfies Recipe;
