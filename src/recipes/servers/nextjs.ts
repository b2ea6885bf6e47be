import { isStatic, type Policy } from '../policy.ts';
import { joined, lines, single, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath, noVary } from '../shared.ts';

export default {
  id: 'nextjs',
  name: 'Next.js',
  group: 'javascript',
  language: 'javascript',
  file: 'next.config.mjs for one origin without cookies, otherwise proxy.js beside it: the first line says which',
  checked: {
    by: 'run',
    versions: 'Next.js 16.4',
    url: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy',
  },
  write: (policy) => ({ language: 'javascript', text: isStatic(policy) ? config(policy) : proxy(policy) }),
  caveats: (policy) => [
    apiPath('/api'),
    'A URL with a slash at its end is redirected with 308 before any header is added, which fails its preflight: call it without the slash.',
    ...(isStatic(policy)
      ? [noVary, 'Answers to unknown routes get no preflight: Next.js says 404 there.']
      : ['Before Next.js 16 the file is middleware.js and the function is called middleware.']),
  ],
  removeDuplicate:
    'Take the Access-Control headers out of the route handlers, or out of next.config and proxy.js: keep one of the three.',
} satisfies Recipe;

function config({ origins, methods, requestHeaders, exposedHeaders, maxAge }: Policy): string {
  const header = (key: string, value: string) => `        { key: '${key}', value: ${single(value)} },`;
  return lines(
    '// next.config.mjs: add headers() to your configuration',
    'export default {',
    '  async headers() {',
    '    return [{',
    "      source: '/api/:path*',",
    '      headers: [',
    header('Access-Control-Allow-Origin', joined(origins)),
    header('Access-Control-Allow-Methods', joined(methods)),
    requestHeaders.length > 0 && header('Access-Control-Allow-Headers', joined(requestHeaders)),
    exposedHeaders.length > 0 && header('Access-Control-Expose-Headers', joined(exposedHeaders)),
    header('Access-Control-Max-Age', `${maxAge}`),
    '      ],',
    '    }];',
    '  },',
    '};',
  );
}

function proxy({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }: Policy): string {
  return lines(
    '// proxy.js, beside next.config',
    "import { NextResponse } from 'next/server';",
    '',
    `const ORIGINS = new Set([${singles(origins)}]);`,
    '',
    'export function proxy(request) {',
    "  const origin = request.headers.get('origin');",
    '  const listed = origin !== null && ORIGINS.has(origin);',
    "  const preflight = request.method === 'OPTIONS' && origin && request.headers.has('access-control-request-method');",
    '  const response = preflight ? new NextResponse(null, { status: 204 }) : NextResponse.next();',
    "  response.headers.append('Vary', 'Origin');",
    '  if (!listed) return response;',
    "  response.headers.set('Access-Control-Allow-Origin', origin);",
    credentials && "  response.headers.set('Access-Control-Allow-Credentials', 'true');",
    '  if (preflight) {',
    `    response.headers.set('Access-Control-Allow-Methods', ${single(joined(methods))});`,
    requestHeaders.length > 0 &&
      `    response.headers.set('Access-Control-Allow-Headers', ${single(joined(requestHeaders))});`,
    `    response.headers.set('Access-Control-Max-Age', '${maxAge}');`,
    '  }',
    exposedHeaders.length > 0 &&
      `  response.headers.set('Access-Control-Expose-Headers', ${single(joined(exposedHeaders))});`,
    '  return response;',
    '}',
    '',
    "export const config = { matcher: '/api/:path*' };",
  );
}
