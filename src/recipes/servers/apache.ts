import { double, joined, lines, regex } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { responseHeaders } from '../shared.ts';

const onPreflight = `"expr=-n env('CORS_ORIGIN') && %{REQUEST_METHOD} == 'OPTIONS' && req('Access-Control-Request-Method') != ''"`;

export default {
  id: 'apache',
  name: 'Apache HTTP Server',
  group: 'server',
  language: 'apache',
  file: 'the VirtualHost, or .htaccess: above every other RewriteRule',
  checked: {
    by: 'run',
    versions: 'Apache 2.4',
    url: 'https://httpd.apache.org/docs/2.4/mod/mod_headers.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'apache',
    text: lines(
      '# a2enmod headers setenvif rewrite',
      `SetEnvIf Origin "^(${origins.map(regex).join('|')})$" CORS_ORIGIN=$0`,
      '# What the application sends itself is in the other table, "onsuccess".',
      ...responseHeaders.map((name) => `Header onsuccess unset ${name}`),
      'Header always merge Vary "Origin"',
      'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
      credentials && 'Header always set Access-Control-Allow-Credentials "true" env=CORS_ORIGIN',
      exposedHeaders.length > 0 &&
        `Header always set Access-Control-Expose-Headers ${double(joined(exposedHeaders))} env=CORS_ORIGIN`,
      `Header always set Access-Control-Allow-Methods ${double(joined(methods))} ${onPreflight}`,
      requestHeaders.length > 0 &&
        `Header always set Access-Control-Allow-Headers ${double(joined(requestHeaders))} ${onPreflight}`,
      `Header always set Access-Control-Max-Age "${maxAge}" ${onPreflight}`,
      '# The preflight is answered before authentication.',
      'RewriteEngine On',
      'RewriteCond %{REQUEST_METHOD} =OPTIONS',
      'RewriteCond %{HTTP:Origin} .',
      'RewriteCond %{HTTP:Access-Control-Request-Method} .',
      'RewriteRule ^ - [R=204,L]',
    ),
  }),
  caveats: () => [
    'Do not write a comment at the end of a line: Apache does not start with one.',
    'In .htaccess it needs `AllowOverride FileInfo` or more.',
    'Keep both the `unset` and the `always` lines: the two tables are sent together, so one copy in each makes two headers.',
  ],
  removeDuplicate:
    'If Apache is the owner, the `Header onsuccess unset` lines take the application’s copies out. If the application is, delete every `Header` line for an Access-Control header and the RewriteRule.',
} satisfies Recipe;
