import { joined, lines, single, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'aws-lambda',
  name: 'AWS Lambda behind a REST API or a load balancer',
  group: 'cloud',
  language: 'javascript',
  file: 'the module that exports the handler',
  checked: {
    by: 'documentation',
    versions: 'proxy integration, event format 1.0',
    url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'javascript',
    text: lines(
      `const ORIGINS = new Set([${singles(origins)}]);`,
      '',
      'const withCors = (app) => async (event, context) => {',
      '  const origin = event.headers?.origin ?? event.headers?.Origin;',
      "  const headers = { Vary: 'Origin' };",
      '  const listed = ORIGINS.has(origin);',
      "  if (listed) headers['Access-Control-Allow-Origin'] = origin;",
      credentials && "  if (listed) headers['Access-Control-Allow-Credentials'] = 'true';",
      "  if (event.httpMethod === 'OPTIONS') {",
      '    if (listed) {',
      `      headers['Access-Control-Allow-Methods'] = ${single(joined(methods))};`,
      requestHeaders.length > 0 &&
        `      headers['Access-Control-Allow-Headers'] = ${single(joined(requestHeaders))};`,
      `      headers['Access-Control-Max-Age'] = '${maxAge}';`,
      '    }',
      "    return { statusCode: 204, headers, body: '' };",
      '  }',
      exposedHeaders.length > 0 &&
        `  if (listed) headers['Access-Control-Expose-Headers'] = ${single(joined(exposedHeaders))};`,
      '  try {',
      '    const answer = await app(event, context);',
      '    return { ...answer, headers: { ...answer.headers, ...headers } };',
      '  } catch (error) {',
      '    console.error(error);',
      "    return { statusCode: 500, headers, body: 'Internal Server Error' };",
      '  }',
      '};',
      '',
      'export const handler = withCors(app); // app: your own handler',
    ),
  }),
  caveats: () => [
    'The REST API needs a method for OPTIONS that leads here, without an authorizer and without an API key.',
    'Errors that API Gateway makes itself (401, 403, 429, 504) do not pass through here: give its DEFAULT_4XX and DEFAULT_5XX gateway responses the headers too.',
    'A function URL or an HTTP API can do it in their own settings instead: do not do both.',
  ],
  removeDuplicate:
    'Delete the Access-Control headers from what your own handler returns, in whatever capitals they are.',
} satisfies Recipe;
