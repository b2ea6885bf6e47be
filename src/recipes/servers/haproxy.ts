import { double, joined, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'haproxy',
  name: 'HAProxy',
  group: 'server',
  language: 'haproxy',
  file: 'haproxy.cfg: in the frontend, above every other http-request rule',
  checked: {
    by: 'run',
    versions: 'HAProxy 2.6',
    url: 'https://docs.haproxy.org/2.6/configuration.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => {
    const listed = 'if { var(txn.cors_origin) -m found }';
    const set = (name: string, value: string, condition: string) =>
      `http-after-response set-header ${name} ${value} ${condition}`;
    const onPreflight = `${listed} { var(txn.cors_preflight) -m bool }`;
    return {
      language: 'haproxy',
      text: lines(
        `http-request set-var(txn.cors_origin) req.fhdr(Origin) if { req.fhdr(Origin) -m str ${origins.map(double).join(' ')} }`,
        'http-request set-var(txn.cors_preflight) bool(true) if METH_OPTIONS { req.fhdr(Origin) -m found } { req.fhdr(Access-Control-Request-Method) -m found }',
        'http-request return status 204 if { var(txn.cors_preflight) -m bool }',
        '# What the application sends itself goes:',
        'http-after-response del-header Access-Control- -m beg',
        'http-after-response add-header Vary Origin',
        set('Access-Control-Allow-Origin', '%[var(txn.cors_origin)]', listed),
        credentials && set('Access-Control-Allow-Credentials', 'true', listed),
        exposedHeaders.length > 0 &&
          set(
            'Access-Control-Expose-Headers',
            double(joined(exposedHeaders)),
            `${listed} !{ var(txn.cors_preflight) -m bool }`,
          ),
        set('Access-Control-Allow-Methods', double(joined(methods)), onPreflight),
        requestHeaders.length > 0 &&
          set('Access-Control-Allow-Headers', double(joined(requestHeaders)), onPreflight),
        set('Access-Control-Max-Age', `${maxAge}`, onPreflight),
      ),
    };
  },
  caveats: () => [
    'It needs HAProxy 2.2 or later: older ones have no http-after-response.',
    'Keep it above authentication and `http-request redirect`: both fail a preflight.',
    '`http-response` rules do not run for answers that HAProxy makes itself, such as 503: that is why these are `http-after-response`.',
  ],
  removeDuplicate:
    'If HAProxy is the owner, the `del-header` line takes the application’s copies out. If the application is, delete all of these rules.',
} satisfies Recipe;
