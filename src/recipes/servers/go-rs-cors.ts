import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { goOptions } from '../shared.ts';

export default {
  id: 'go-rs-cors',
  name: 'Go: net/http with rs/cors',
  group: 'go',
  language: 'go',
  file: 'where the server is started, around the whole mux',
  checked: { by: 'run', versions: 'rs/cors 1.7', url: 'https://pkg.go.dev/github.com/rs/cors' },
  write: (policy) => ({
    language: 'go',
    text: lines(
      '// import "github.com/rs/cors"',
      'allow := cors.New(cors.Options{',
      goOptions(policy),
      '})',
      'log.Fatal(http.ListenAndServe(":8080", allow.Handler(mux)))',
    ),
  }),
  caveats: () => [
    'Wrap the whole mux: a pattern such as `GET /x` answers the preflight 405.',
    'Keep the list of origins: without it every origin is allowed.',
    'A refused preflight is answered 204 without any Access-Control header, whatever was wrong with it.',
    'A handler that panics closes the connection: recover inside the middleware and answer 500.',
  ],
  removeDuplicate:
    'Take `allow.Handler` away, or the `w.Header().Set` lines that write Access-Control headers.',
} satisfies Recipe;
