import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'webpack-proxy',
  name: 'webpack-dev-server: proxy in development, without CORS',
  group: 'development',
  language: 'javascript',
  file: 'webpack.config.js',
  checked: {
    by: 'run',
    versions: 'webpack-dev-server 5.2',
    url: 'https://webpack.js.org/configuration/dev-server/#devserverproxy',
  },
  write: () => ({
    language: 'javascript',
    text: lines(
      "// The page then calls fetch('/api/…'): the same origin, so there is no CORS.",
      'module.exports = {',
      '  devServer: {',
      "    proxy: [{ context: ['/api'], target: 'http://localhost:8080', changeOrigin: true }],",
      '  },',
      '};',
    ),
  }),
  caveats: () => [
    'Call `/api/…` in the page, not the address of the API.',
    'Since webpack-dev-server 5 `proxy` has to be an array: the older object does not start.',
    "Add `pathRewrite: { '^/api': '' }` if the API’s own paths do not begin with /api.",
    '`changeOrigin` changes the Host header only: the API still sees the development server’s Origin, and may refuse it.',
    'It works in development only: in production you need a reverse proxy or CORS.',
  ],
  removeDuplicate:
    'Through the proxy no CORS headers are needed. Delete Access-Control entries of `devServer.headers`.',
} satisfies Recipe;
