import { double, joined, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'lighttpd',
  name: 'lighttpd',
  group: 'server',
  language: 'lighttpd',
  file: 'lighttpd.conf: in place of your proxy.server line',
  checked: {
    by: 'run',
    versions: 'lighttpd 1.4.69',
    url: 'https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_setenv',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'lighttpd',
    text: lines(
      '# In front of the others, so that what they answer themselves, 401 and 503, has the headers too.',
      'server.modules := ( "mod_setenv", "mod_redirect" ) + server.modules',
      'setenv.add-response-header = ( "Vary" => "Origin" )',
      '# An empty value takes out what the application sends itself.',
      'setenv.set-response-header = (',
      '  "Access-Control-Allow-Origin" => "",',
      '  "Access-Control-Allow-Credentials" => ""',
      ')',
      ...origins.map((origin) =>
        lines(
          `$REQUEST_HEADER["Origin"] == ${double(origin)} {`,
          '  setenv.set-response-header = (',
          `    "Access-Control-Allow-Origin" => ${double(origin)},`,
          `    "Access-Control-Allow-Credentials" => "${credentials ? 'true' : ''}",`,
          `    "Access-Control-Allow-Methods" => ${double(joined(methods))},`,
          `    "Access-Control-Allow-Headers" => ${double(joined(requestHeaders))},`,
          `    "Access-Control-Expose-Headers" => ${double(joined(exposedHeaders))},`,
          `    "Access-Control-Max-Age" => "${maxAge}"`,
          '  )',
          '}',
        ),
      ),
      '$HTTP["request-method"] == "OPTIONS" {',
      '  # Not a redirect: the way to let lighttpd answer 204.',
      '  url.redirect = ( "" => "/" )',
      '  url.redirect-code = 204',
      '}',
      'else {',
      '  proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => 8080 )) )',
      '}',
    ),
  }),
  caveats: () => [
    'It needs lighttpd 1.4.46 or later.',
    'Put `auth.require` inside the `else` block: outside it refuses the preflight.',
    'Put your own address in place of 127.0.0.1 and 8080, and take mod_setenv and mod_redirect out of the other lists of modules.',
    'A later block that sets `setenv.set-response-header` replaces this one whole: repeat its other headers here.',
    'Do not use `setenv.add-response-header` for the other headers: it makes a second copy of what the application sends.',
  ],
  removeDuplicate:
    'If lighttpd is the owner, `set-response-header` replaces the application’s copies. If the application is, delete these lines and proxy OPTIONS too.',
} satisfies Recipe;
