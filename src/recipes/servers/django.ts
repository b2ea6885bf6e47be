import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'django',
  name: 'Django',
  group: 'python',
  language: 'python',
  file: 'settings.py, below INSTALLED_APPS and MIDDLEWARE',
  checked: {
    by: 'run',
    versions: 'Django 3.2, django-cors-headers 3.14',
    url: 'https://github.com/adamchainz/django-cors-headers#configuration',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'python',
    text: lines(
      '# pip install django-cors-headers',
      'INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]',
      'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]  # first',
      'CORS_URLS_REGEX = r"^/api/.*$"',
      `CORS_ALLOWED_ORIGINS = [${doubles(origins)}]`,
      credentials && 'CORS_ALLOW_CREDENTIALS = True',
      `CORS_ALLOW_METHODS = [${doubles(methods)}]`,
      `CORS_ALLOW_HEADERS = [${doubles(requestHeaders)}]`,
      exposedHeaders.length > 0 && `CORS_EXPOSE_HEADERS = [${doubles(exposedHeaders)}]`,
      `CORS_PREFLIGHT_MAX_AGE = ${maxAge}`,
      credentials && '# With cookies, so that a POST is not refused with 403 by the CSRF check:',
      credentials && `CSRF_TRUSTED_ORIGINS = [${doubles(origins)}]`,
    ),
  }),
  caveats: ({ credentials, requestHeaders }) => [
    apiPath('/api/'),
    'The middleware has to be first: below CommonMiddleware or SecurityMiddleware their redirects lose the headers, and even a preflight may be redirected.',
    ...(credentials && !requestHeaders.some((name) => name.toLowerCase() === 'x-csrftoken')
      ? ['With session cookies, also allow the header x-csrftoken: the page has to send it.']
      : []),
    ...(credentials
      ? ['If CSRF_TRUSTED_ORIGINS has a value already, add to it instead of replacing it.']
      : []),
    'A URL without its slash at the end is redirected: call it with the slash.',
  ],
  removeDuplicate:
    'Delete CorsMiddleware from MIDDLEWARE and the CORS_ settings, or any view that sets an Access-Control header.',
} satisfies Recipe;
