import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'nextjs-rewrites',
  name: 'Next.js: rewrites, without CORS',
  group: 'development',
  language: 'javascript',
  file: 'next.config.mjs',
  checked: {
    by: 'run',
    versions: 'Next.js 16.4',
    url: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites',
  },
  write: () => ({
    language: 'javascript',
    text: lines(
      "// The page then calls fetch('/api/…'): the same origin, so there is no CORS.",
      'export default {',
      '  async rewrites() {',
      "    return [{ source: '/api/:path*', destination: 'http://localhost:8080/api/:path*' }];",
      '  },',
      '};',
    ),
  }),
  caveats: () => [
    'Call `/api/…` in the page, not the address of the API.',
    'It works in production too, wherever Next.js itself runs, but not with `output: "export"`.',
    'Your own route handlers under the same path come first.',
  ],
  removeDuplicate:
    'Through a rewrite no CORS headers are needed: delete those that `headers()` adds to the same paths.',
} satisfies Recipe;
