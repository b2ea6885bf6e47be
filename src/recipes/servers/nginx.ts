import { isStatic, type Policy } from '../policy.ts';
import { double, joined, lines } from '../quote.ts';
import type { Part, Recipe } from '../recipe.ts';
import { noVary, responseHeaders } from '../shared.ts';

/** A longer key does not fit into the hash bucket that nginx takes on most processors. */
const longestKey = 44;

const hide = responseHeaders.map((name) => `proxy_hide_header ${name};`);

export default {
  id: 'nginx',
  name: 'nginx',
  group: 'server',
  language: 'nginx',
  file: 'nginx.conf, where the comments say',
  checked: {
    by: 'run',
    versions: 'nginx 1.22',
    url: 'https://nginx.org/en/docs/http/ngx_http_headers_module.html',
  },
  write: (policy) => {
    const parts: readonly Part[] = isStatic(policy)
      ? [inLocation(short(policy))]
      : [inHttp(maps(policy)), inLocation(long(policy))];
    return { language: 'nginx', text: parts.map(({ text }) => text).join('\n\n'), parts };
  },
  caveats: (policy) => [
    'nginx runs `return 204` before `auth_basic`, `auth_request` and `deny`: so the preflight, which carries no login, is no longer answered 401 or 403. Requests other than OPTIONS still have to pass them.',
    ...(isStatic(policy) ? [noVary] : []),
    'Keep `always`: without it errors have no headers, and the page sees a CORS error instead of the 404 or 502.',
    'An `add_header` in a location drops every header inherited from the server block: repeat those, Strict-Transport-Security for example. From nginx 1.29.3 on, `add_header_inherit merge;` keeps them.',
    'With fastcgi_pass, uwsgi_pass or grpc_pass write fastcgi_hide_header, uwsgi_hide_header or grpc_hide_header instead of proxy_hide_header.',
    'The location of an `error_page` needs the same lines.',
    ...(!isStatic(policy) && policy.origins.some((origin) => origin.length > longestKey)
      ? ['An origin this long may need `map_hash_bucket_size 128;` in http { }: `nginx -t` says so.']
      : []),
    'Then run `nginx -t && nginx -s reload`.',
  ],
  removeDuplicate:
    'If nginx is the owner, the proxy_hide_header lines take the application’s copies out. If the application is, delete every add_header of an Access-Control header and the response to OPTIONS.',
} satisfies Recipe;

const inHttp = (text: string): Part => ({
  place: 'http { }',
  where: 'nginx.conf, in http { }, outside every server { }',
  text: lines('# In http { }, outside every server { }:', text),
});

const inLocation = (text: string): Part => ({
  place: 'location { }',
  where: 'nginx.conf, in every location { } that answers, beside its proxy_pass',
  text: lines('# In every location { } that answers, beside its proxy_pass:', text),
});

function short({ origins, methods, requestHeaders, exposedHeaders, maxAge }: Policy): string {
  const origin = `add_header Access-Control-Allow-Origin ${double(joined(origins))} always;`;
  return lines(
    ...hide,
    origin,
    exposedHeaders.length > 0 &&
      `add_header Access-Control-Expose-Headers ${double(joined(exposedHeaders))} always;`,
    'if ($request_method = OPTIONS) {',
    `    ${origin}`,
    `    add_header Access-Control-Allow-Methods ${double(joined(methods))} always;`,
    requestHeaders.length > 0 &&
      `    add_header Access-Control-Allow-Headers ${double(joined(requestHeaders))} always;`,
    `    add_header Access-Control-Max-Age "${maxAge}" always;`,
    '    return 204;',
    '}',
  );
}

function maps({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }: Policy): string {
  const onPreflight = (variable: string, value: string) =>
    `map "$cors_preflight:$cors_origin" ${variable} { default ""; "~^1:." ${double(value)}; }`;
  return lines(
    'map $http_origin $cors_origin {',
    '    default "";',
    ...origins.map((origin) => `    ${double(origin)} $http_origin;`),
    '}',
    credentials && 'map $cors_origin $cors_credentials { "" ""; default "true"; }',
    exposedHeaders.length > 0 &&
      `map $cors_origin $cors_expose { "" ""; default ${double(joined(exposedHeaders))}; }`,
    'map "$request_method:$http_access_control_request_method" $cors_preflight { default 0; "~^OPTIONS:." 1; }',
    '# "~^1:." means: a preflight, from an origin of the list.',
    onPreflight('$cors_methods', joined(methods)),
    requestHeaders.length > 0 && onPreflight('$cors_headers', joined(requestHeaders)),
    onPreflight('$cors_max_age', `${maxAge}`),
  );
}

function long({ requestHeaders, exposedHeaders, credentials }: Policy): string {
  return lines(
    ...hide,
    'add_header Vary Origin always;',
    '# A header whose value is empty is not sent.',
    'add_header Access-Control-Allow-Origin $cors_origin always;',
    credentials && 'add_header Access-Control-Allow-Credentials $cors_credentials always;',
    exposedHeaders.length > 0 && 'add_header Access-Control-Expose-Headers $cors_expose always;',
    'add_header Access-Control-Allow-Methods $cors_methods always;',
    requestHeaders.length > 0 && 'add_header Access-Control-Allow-Headers $cors_headers always;',
    'add_header Access-Control-Max-Age $cors_max_age always;',
    'if ($cors_preflight) {',
    '    return 204;',
    '}',
  );
}
