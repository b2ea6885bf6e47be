import { joined, lines, single, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'node',
  name: 'Node.js without a framework',
  group: 'javascript',
  language: 'javascript',
  file: 'the file that calls http.createServer: the function above it, the call as the first line of the handler',
  checked: {
    by: 'run',
    versions: 'Node.js 20.20',
    url: 'https://nodejs.org/api/http.html#responseappendheadername-value',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'javascript',
    text: lines(
      `const ORIGINS = new Set([${singles(origins)}]);`,
      '',
      '// True: it was a preflight, and it is answered.',
      'function cors(req, res) {',
      '  const { origin } = req.headers;',
      '  const listed = ORIGINS.has(origin);',
      "  res.appendHeader('Vary', 'Origin');",
      "  if (listed) res.setHeader('Access-Control-Allow-Origin', origin);",
      credentials && "  if (listed) res.setHeader('Access-Control-Allow-Credentials', 'true');",
      "  if (req.method === 'OPTIONS' && origin && req.headers['access-control-request-method']) {",
      '    if (listed) {',
      `      res.setHeader('Access-Control-Allow-Methods', ${single(joined(methods))});`,
      requestHeaders.length > 0 &&
        `      res.setHeader('Access-Control-Allow-Headers', ${single(joined(requestHeaders))});`,
      `      res.setHeader('Access-Control-Max-Age', '${maxAge}');`,
      '    }',
      '    res.writeHead(204).end();',
      '    return true;',
      '  }',
      exposedHeaders.length > 0 &&
        `  if (listed) res.setHeader('Access-Control-Expose-Headers', ${single(joined(exposedHeaders))});`,
      '  return false;',
      '}',
      '',
      'const server = http.createServer((req, res) => {',
      '  if (cors(req, res)) return;',
      '  // your handler',
      '});',
    ),
  }),
  caveats: () => [
    'Catch what your handler throws and answer 500 yourself: otherwise the process ends, and the browser sees a failed connection.',
    'A later `res.writeHead(status, { Vary: … })` replaces the Vary header that is set here.',
  ],
  removeDuplicate:
    'Delete the call of `cors(req, res)`, or every other `setHeader` and `writeHead` that writes an Access-Control header.',
} satisfies Recipe;
