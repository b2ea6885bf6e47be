import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'fastapi',
  name: 'FastAPI and Starlette',
  group: 'python',
  language: 'python',
  file: 'the last lines of the module that makes `app`',
  checked: {
    by: 'run',
    versions: 'FastAPI 0.142 with Starlette 1.7',
    url: 'https://starlette.dev/middleware/#corsmiddleware',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'python',
    text: lines(
      'from starlette.middleware.cors import CORSMiddleware',
      '',
      '# Around the whole application: with add_middleware an unhandled error, status 500, has no headers.',
      'app = CORSMiddleware(',
      '    app,',
      `    allow_origins=[${doubles(origins)}],`,
      credentials && '    allow_credentials=True,',
      `    allow_methods=[${doubles(methods)}],`,
      requestHeaders.length > 0 && `    allow_headers=[${doubles(requestHeaders)}],`,
      exposedHeaders.length > 0 && `    expose_headers=[${doubles(exposedHeaders)}],`,
      `    max_age=${maxAge},`,
      ')',
    ),
  }),
  caveats: () => [
    'Start it with `uvicorn main:app`: the `fastapi` command wants the FastAPI object itself, so there use `app.add_middleware(CORSMiddleware, …)` with the same arguments, and 500 answers have no headers.',
    'With add_middleware, add it last: what is added later stands outside it, and authentication there refuses the preflight.',
    'Never write `allow_origins=["*"]` with credentials: since Starlette 1.0 it lets every site in with cookies.',
    'A refused preflight is answered 400, with the words `Disallowed CORS origin`, `method` or `headers`.',
  ],
  removeDuplicate:
    'Delete the CORSMiddleware of the application, and that of mounted applications, which inherit it, and any header set on a Response by hand.',
} satisfies Recipe;
