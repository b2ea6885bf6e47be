import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'vite-proxy',
  name: 'Vite: proxy in development, without CORS',
  group: 'development',
  language: 'javascript',
  file: 'vite.config.js',
  checked: { by: 'run', versions: 'Vite 8.3', url: 'https://vite.dev/config/server-options#server-proxy' },
  write: () => ({
    language: 'javascript',
    text: lines(
      "// The page then calls fetch('/api/…'): the same origin, so there is no CORS.",
      'export default {',
      '  server: {',
      "    proxy: { '/api': { target: 'http://localhost:8080', changeOrigin: true } },",
      '  },',
      '};',
    ),
  }),
  caveats: () => [
    'Call `/api/…` in the page, not the address of the API.',
    "Add `rewrite: (path) => path.replace(/^\\/api/, '')` if the API’s own paths do not begin with /api.",
    '`changeOrigin` changes the Host header only: the API still sees the development server’s Origin, and may refuse it.',
    'It works in development only: in production you need a reverse proxy or CORS.',
  ],
  removeDuplicate:
    'Through the proxy no CORS headers are needed. Vite answers preflights itself: list outside origins in `server.cors.origin`.',
} satisfies Recipe;
