import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'gin',
  name: 'Go: Gin',
  group: 'go',
  language: 'go',
  file: 'right after gin.Default() or gin.New(), before groups and routes',
  checked: {
    by: 'run',
    versions: 'Gin 1.8, gin-contrib/cors 1.4',
    url: 'https://github.com/gin-contrib/cors#readme',
  },
  write: (policy) => ({
    language: 'go',
    text: lines(
      '// import "github.com/gin-contrib/cors"',
      // The package sends it to listed origins only, so a cache could serve the answer without headers to them.
      'router.Use(func(c *gin.Context) { c.Header("Vary", "Origin") })',
      'router.Use(cors.New(cors.Config{',
      `\tAllowOrigins: []string{${doubles(policy.origins)}},`,
      policy.credentials && '\tAllowCredentials: true,',
      `\tAllowMethods: []string{${doubles(policy.methods)}},`,
      `\tAllowHeaders: []string{${doubles(policy.requestHeaders)}},`,
      policy.exposedHeaders.length > 0 && `\tExposeHeaders: []string{${doubles(policy.exposedHeaders)}},`,
      `\tMaxAge: ${policy.maxAge} * time.Second,`,
      '}))',
    ),
  }),
  caveats: () => [
    'Call Use on the engine: on a group the preflight is answered 404.',
    'Keep `time.Second`: a bare number counts nanoseconds.',
    'A request from another origin is answered 403, not only its preflight.',
    'The redirect of a URL with a wrong slash at its end has no headers: call it as the route is written.',
  ],
  removeDuplicate: 'Delete the `cors.New` line, or the `c.Header` lines that write Access-Control headers.',
} satisfies Recipe;
