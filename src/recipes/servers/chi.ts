import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { goOptions } from '../shared.ts';

export default {
  id: 'chi',
  name: 'Go: chi',
  group: 'go',
  language: 'go',
  file: 'right after chi.NewRouter(), before other middleware and routes',
  checked: { by: 'run', versions: 'chi 5.0, go-chi/cors 1.2', url: 'https://github.com/go-chi/cors#readme' },
  write: (policy) => ({
    language: 'go',
    text: lines(
      '// import "github.com/go-chi/cors"',
      'router.Use(cors.Handler(cors.Options{',
      goOptions(policy),
      '}))',
    ),
  }),
  caveats: () => [
    'Call Use at the top, not inside a group or a route: there the preflight does not reach it.',
    'Do not copy the origins of its README, `https://*` and `http://*`: with credentials they let every site in.',
    'Without chi’s Recoverer inside it a handler that panics closes the connection.',
  ],
  removeDuplicate:
    'Delete the `cors.Handler` line, or the `w.Header().Set` lines that write Access-Control headers.',
} satisfies Recipe;
