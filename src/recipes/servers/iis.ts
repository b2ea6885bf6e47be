import { double, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'iis',
  name: 'IIS',
  group: 'server',
  language: 'xml',
  file: 'web.config, inside <configuration>; if it has a <system.webServer>, the <cors> element goes into that',
  checked: {
    by: 'documentation',
    versions: 'IIS CORS module 1.0',
    url: 'https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => {
    const add = (element: string, attribute: string, names: readonly string[]) =>
      lines(
        `      <${element}>`,
        ...names.map((name) => `        <add ${attribute}=${double(name)} />`),
        `      </${element}>`,
      );
    return {
      language: 'xml',
      text: lines(
        '<system.webServer>',
        '  <cors enabled="true" failUnlistedOrigins="true">',
        ...origins.map((origin) =>
          lines(
            `    <add origin=${double(origin)} allowCredentials="${credentials}" maxAge="${maxAge}">`,
            requestHeaders.length > 0 && add('allowHeaders', 'header', requestHeaders),
            add('allowMethods', 'method', methods),
            exposedHeaders.length > 0 && add('exposeHeaders', 'header', exposedHeaders),
            '    </add>',
          ),
        ),
        '  </cors>',
        '</system.webServer>',
      ),
    };
  },
  caveats: () => [
    'The CORS module is a separate download: without it this section is an error, 500.19.',
    'OPTIONSVerbHandler, request filtering and WebDAV take OPTIONS, PUT and DELETE for themselves and answer 405.',
  ],
  removeDuplicate:
    'Delete the Access-Control entries of `<httpProtocol><customHeaders>`, and the headers of the application or this section.',
} satisfies Recipe;
