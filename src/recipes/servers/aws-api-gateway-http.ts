import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { yamlList } from '../shared.ts';

export default {
  id: 'aws-api-gateway-http',
  name: 'AWS API Gateway: HTTP API',
  group: 'cloud',
  language: 'yaml',
  file: 'CloudFormation: the properties of the AWS::ApiGatewayV2::Api',
  checked: {
    by: 'documentation',
    versions: 'CloudFormation, November 2026',
    url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'yaml',
    text: lines(
      'CorsConfiguration:',
      `  AllowOrigins: ${yamlList(origins)}`,
      credentials && '  AllowCredentials: true',
      `  AllowMethods: ${yamlList(methods)}`,
      requestHeaders.length > 0 && `  AllowHeaders: ${yamlList(requestHeaders)}`,
      exposedHeaders.length > 0 && `  ExposeHeaders: ${yamlList(exposedHeaders)}`,
      `  MaxAge: ${maxAge}`,
    ),
  }),
  caveats: () => [
    'With this, API Gateway answers preflights and ignores Access-Control headers of the function: changing them in code has no effect.',
    'A `$default` or ANY route with an authorizer may catch the preflight: add a route `OPTIONS /{proxy+}` without one.',
  ],
  removeDuplicate: 'Nothing to do: API Gateway replaces the headers of the integration.',
} satisfies Recipe;
