import { double, joined, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'caddy',
  name: 'Caddy',
  group: 'server',
  language: 'caddyfile',
  file: 'Caddyfile: in the site block, in place of its reverse_proxy',
  checked: {
    by: 'run',
    versions: 'Caddy 2.6',
    url: 'https://caddyserver.com/docs/caddyfile/directives/header',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'caddyfile',
    text: lines(
      '@cors_origin {',
      ...origins.map((origin) => `\theader Origin ${double(origin)}`),
      '}',
      '@cors_preflight {',
      '\tmethod OPTIONS',
      '\theader Origin *',
      '\theader Access-Control-Request-Method *',
      '}',
      'header +Vary Origin',
      'header @cors_origin {',
      '\tAccess-Control-Allow-Origin {http.request.header.Origin}',
      credentials && '\tAccess-Control-Allow-Credentials true',
      '}',
      'handle @cors_preflight {',
      '\theader @cors_origin {',
      `\t\tAccess-Control-Allow-Methods ${double(joined(methods))}`,
      requestHeaders.length > 0 && `\t\tAccess-Control-Allow-Headers ${double(joined(requestHeaders))}`,
      `\t\tAccess-Control-Max-Age ${maxAge}`,
      '\t}',
      '\trespond 204',
      '}',
      'handle {',
      exposedHeaders.length > 0 &&
        `\theader @cors_origin Access-Control-Expose-Headers ${double(joined(exposedHeaders))}`,
      '\treverse_proxy localhost:8080 {',
      '\t\theader_down -Access-Control-*',
      '\t}',
      '}',
    ),
  }),
  caveats: () => [
    'Put your own address in place of localhost:8080.',
    'basic_auth and forward_auth come before `handle` and refuse the preflight: give them the matcher `@not_preflight not { method OPTIONS; header Access-Control-Request-Method * }`, one condition a line.',
    'Do not use `defer` for these headers: Caddy’s own 502 would lose them.',
  ],
  removeDuplicate:
    'If Caddy is the owner, `header_down -Access-Control-*` takes the application’s copies out. If the application is, delete the `header` lines and the preflight’s `handle`.',
} satisfies Recipe;
