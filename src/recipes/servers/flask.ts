import { isAddress } from '../policy.ts';
import { double, doubles, lines, regex } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

/** Flask-CORS takes an origin with brackets for a regular expression, and matches it without an end. */
const written = (origin: string): string => (isAddress(origin) ? `r"^${regex(origin)}$"` : double(origin));

export default {
  id: 'flask',
  name: 'Flask',
  group: 'python',
  language: 'python',
  file: 'the module that makes `app`, right after Flask(__name__)',
  checked: {
    by: 'run',
    versions: 'Flask 2.2, Flask-CORS 3.0',
    url: 'https://flask-cors.readthedocs.io/en/latest/configuration.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'python',
    text: lines(
      'from flask_cors import CORS  # pip install flask-cors',
      '',
      'CORS(app, resources={r"/api/*": {',
      `    "origins": [${origins.map(written).join(', ')}],`,
      credentials && '    "supports_credentials": True,',
      `    "methods": [${doubles(methods)}],`,
      `    "allow_headers": [${doubles(requestHeaders)}],`,
      exposedHeaders.length > 0 && `    "expose_headers": [${doubles(exposedHeaders)}],`,
      `    "max_age": ${maxAge},`,
      '}})',
      '',
      '# Flask-CORS leaves Vary out for origins that are not listed, and a cache would then serve that response to the others.',
      '@app.after_request',
      'def vary_by_origin(response):',
      '    response.vary.add("Origin")',
      '    return response',
    ),
  }),
  caveats: () => [
    apiPath('/api/*'),
    "Begin every `before_request` that authenticates with `if request.method == 'OPTIONS': return`: it runs for preflights too, and a 401 fails them.",
    'The preflight of a URL without a route is answered 404, which fails it.',
    'With `debug=True` the page of an unhandled error has no headers; in production it has.',
  ],
  removeDuplicate:
    'Use `CORS(app, …)` or `@cross_origin`, not both, and delete headers that views or `after_request` set by hand.',
} satisfies Recipe;
