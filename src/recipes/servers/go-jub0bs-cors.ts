import { isAddress } from '../policy.ts';
import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

const isInsecure = (origin: string): boolean =>
  origin.startsWith('http:') && !/^http:\/\/(localhost|127\.)/.test(origin);

export default {
  id: 'go-jub0bs-cors',
  name: 'Go: net/http with jub0bs/cors',
  group: 'go',
  language: 'go',
  file: 'where the server is started, around the whole mux',
  checked: {
    by: 'source',
    versions: 'jub0bs/cors 1.0, which needs Go 1.25',
    url: 'https://pkg.go.dev/github.com/jub0bs/cors',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'go',
    text: lines(
      '// import "github.com/jub0bs/cors"',
      'allow, err := cors.NewMiddleware(cors.Config{',
      `\tOrigins: []string{${doubles(origins)}},`,
      credentials && '\tCredentialed: true,',
      `\tMethods: []string{${doubles(methods)}},`,
      `\tRequestHeaders: []string{${doubles(requestHeaders)}},`,
      exposedHeaders.length > 0 && `\tResponseHeaders: []string{${doubles(exposedHeaders)}},`,
      // 0 would mean "not said", which browsers take as five seconds.
      `\tMaxAgeInSeconds: ${maxAge || -1},`,
      '})',
      'if err != nil {',
      '\tlog.Fatal(err)',
      '}',
      'log.Fatal(http.ListenAndServe(":8080", allow.Wrap(mux)))',
    ),
  }),
  caveats: ({ origins, credentials }) => [
    ...(credentials && origins.some((origin) => isInsecure(origin) && !isAddress(origin))
      ? [
          'It refuses http origins together with credentials, and it is right: whoever reads the network gets in. Use https, or set `DangerouslyTolerateInsecureOrigins: true`.',
        ]
      : []),
    'Wrap the whole mux: a pattern such as `GET /x` answers the preflight 405.',
    'A handler that panics closes the connection: recover inside the middleware and answer 500.',
  ],
  removeDuplicate: 'Take `allow.Wrap` away, or the `w.Header().Set` lines that write Access-Control headers.',
} satisfies Recipe;
