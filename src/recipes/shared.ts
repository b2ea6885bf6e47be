import { isStatic, type Policy } from './policy.ts';
import { double, doubles, joined, lines, single, singles } from './quote.ts';

/** The options of npm's `cors`, whose names NestJS and @fastify/cors share. An empty `allowedHeaders` is not left out: these packages would then allow every header. */
export const corsOptions = (policy: Policy): string =>
  lines(
    isStatic(policy) ? `  origin: ${singles(policy.origins)},` : `  origin: [${singles(policy.origins)}],`,
    policy.credentials && '  credentials: true,',
    `  methods: [${singles(policy.methods)}],`,
    `  allowedHeaders: [${singles(policy.requestHeaders)}],`,
    policy.exposedHeaders.length > 0 && `  exposedHeaders: [${singles(policy.exposedHeaders)}],`,
    `  maxAge: ${policy.maxAge},`,
  );

/** A wrapper for any handler that takes a Request and gives a Response. */
export const fetchWrapper = ({
  origins,
  methods,
  requestHeaders,
  exposedHeaders,
  credentials,
  maxAge,
}: Policy): string =>
  lines(
    `const ORIGINS = new Set([${singles(origins)}]);`,
    '',
    'const withCors = (handler) => async (request, ...rest) => {',
    "  const origin = request.headers.get('Origin');",
    '  const listed = origin !== null && ORIGINS.has(origin);',
    '  const allow = (headers) => {',
    "    headers.append('Vary', 'Origin');",
    "    headers.delete('Access-Control-Allow-Origin');",
    "    headers.delete('Access-Control-Allow-Credentials');",
    "    if (listed) headers.set('Access-Control-Allow-Origin', origin);",
    credentials && "    if (listed) headers.set('Access-Control-Allow-Credentials', 'true');",
    '    return headers;',
    '  };',
    '',
    "  if (request.method === 'OPTIONS' && origin && request.headers.has('Access-Control-Request-Method')) {",
    '    const headers = allow(new Headers());',
    '    if (listed) {',
    `      headers.set('Access-Control-Allow-Methods', ${single(joined(methods))});`,
    requestHeaders.length > 0 &&
      `      headers.set('Access-Control-Allow-Headers', ${single(joined(requestHeaders))});`,
    `      headers.set('Access-Control-Max-Age', '${maxAge}');`,
    '    }',
    '    return new Response(null, { status: 204, headers });',
    '  }',
    '',
    '  let response;',
    '  try {',
    '    response = await handler(request, ...rest);',
    '  } catch (error) {',
    '    console.error(error);',
    "    response = new Response('Internal Server Error', { status: 500 });",
    '  }',
    '  const headers = allow(new Headers(response.headers));',
    exposedHeaders.length > 0 &&
      `  if (listed) headers.set('Access-Control-Expose-Headers', ${single(joined(exposedHeaders))});`,
    '  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });',
    '};',
  );

export const fetchWrapperCaveats: readonly string[] = [
  'Wrap the whole handler, so that the preflight is answered before authentication and errors carry the headers too.',
  'Let WebSocket upgrades go past the wrapper: it makes a new response out of each one.',
];

/** The options of rs/cors, which chi's fork kept. A maximum age of 0 would mean "not sent", which browsers take as five seconds. */
export const goOptions = (policy: Policy): string =>
  lines(
    `\tAllowedOrigins: []string{${doubles(policy.origins)}},`,
    policy.credentials && '\tAllowCredentials: true,',
    `\tAllowedMethods: []string{${doubles(policy.methods)}},`,
    `\tAllowedHeaders: []string{${doubles(policy.requestHeaders)}},`,
    policy.exposedHeaders.length > 0 && `\tExposedHeaders: []string{${doubles(policy.exposedHeaders)}},`,
    `\tMaxAge: ${policy.maxAge || -1},`,
  );

/** A YAML list on one line. Quoted always: to YAML, a method called `ON` would be true. */
export const yamlList = (values: readonly string[]): string => `[${doubles(values)}]`;

/** A header value in YAML. */
export const yamlJoined = (values: readonly string[]): string => double(joined(values));

/** All that a server may have to take out of the answer of the application behind it. */
export const responseHeaders: readonly string[] = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
];

/** For servers that know the web's usual methods only. */
export const methodsAmong = (policy: Policy, known: readonly string[]): readonly string[] => {
  const methods = policy.methods.filter((method) => known.includes(method));
  return methods.length > 0 ? methods : ['GET'];
};

export const unknownMethods = (policy: Policy, known: readonly string[], who: string): readonly string[] =>
  policy.methods
    .filter((method) => !known.includes(method))
    .map((method) => `${who} cannot allow ${method}, so it is left out.`);

/** For what has the origin as a constant. */
export const noVary =
  'It sends the same origin to everyone, so it can do without Vary: Origin, which a server needs that chooses the origin by the request.';

export const apiPath = (path: string): string => `Change \`${path}\` if your API lives under another path.`;
