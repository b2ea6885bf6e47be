import { lines, single } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'azure-app-service',
  name: 'Azure App Service and Functions',
  group: 'cloud',
  language: 'shell',
  file: 'a shell with the Azure CLI; GROUP and APP are your own names',
  checked: {
    by: 'documentation',
    versions: 'az webapp cors, and the property supportCredentials',
    url: 'https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api',
  },
  write: ({ origins, credentials }) => ({
    language: 'shell',
    text: lines(
      `az webapp cors add --resource-group GROUP --name APP --allowed-origins ${origins.map(single).join(' ')}`,
      credentials &&
        'az resource update --resource-group GROUP --name web --namespace Microsoft.Web --resource-type config --parent sites/APP --set properties.cors.supportCredentials=true --api-version 2015-06-01',
    ),
  }),
  caveats: ({ exposedHeaders }) => [
    'For Functions write `az functionapp` instead of `az webapp`.',
    'It allows every method and every request header, and has no setting for the maximum age.',
    ...(exposedHeaders.length > 0
      ? [
          `It cannot expose response headers: to read ${exposedHeaders.join(', ')}, clear the list and do CORS in the application.`,
        ]
      : []),
    'As soon as one origin is listed here the platform answers preflights, and the application’s own CORS has no effect.',
  ],
  removeDuplicate:
    'Empty the list (`az webapp cors remove`) to let the application do it, or delete CORS from the application.',
} satisfies Recipe;
