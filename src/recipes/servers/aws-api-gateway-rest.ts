import { double, indent, joined, lines, single } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

/** API Gateway wants a constant in single quotes of its own. */
const constant = (value: string): string => `"${single(value)}"`;

export default {
  id: 'aws-api-gateway-rest',
  name: 'AWS API Gateway: REST API',
  group: 'cloud',
  language: 'yaml',
  file: 'CloudFormation template; Api and Resource are your own RestApi and Resource',
  checked: {
    by: 'documentation',
    versions: 'CloudFormation, November 2026',
    url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  },
  write: ({ origins, methods, requestHeaders, credentials, maxAge }) => {
    const several = origins.length > 1;
    const [first = ''] = origins;
    const values: readonly (readonly [string, string])[] = [
      ...(several ? [] : [['Access-Control-Allow-Origin', first] as const]),
      ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
      ['Access-Control-Allow-Methods', joined(methods)],
      ...(requestHeaders.length > 0
        ? [['Access-Control-Allow-Headers', joined(requestHeaders)] as const]
        : []),
      ['Access-Control-Max-Age', `${maxAge}`],
      ['Vary', 'Origin'],
    ];
    const names = [...(several ? ['Access-Control-Allow-Origin'] : []), ...values.map(([name]) => name)];
    const gatewayResponse = (logicalName: string, type: string) =>
      lines(
        `  ${logicalName}:`,
        '    Type: AWS::ApiGateway::GatewayResponse',
        '    Properties:',
        '      RestApiId: { Ref: Api }',
        `      ResponseType: ${type}`,
        '      ResponseParameters:',
        `        gatewayresponse.header.Access-Control-Allow-Origin: ${constant(first)}`,
        credentials && `        gatewayresponse.header.Access-Control-Allow-Credentials: "'true'"`,
      );
    return {
      language: 'yaml',
      text: lines(
        'Resources:',
        '  CorsPreflight: # one for each resource',
        '    Type: AWS::ApiGateway::Method',
        '    Properties:',
        '      RestApiId: { Ref: Api }',
        '      ResourceId: { Ref: Resource }',
        '      HttpMethod: OPTIONS',
        '      AuthorizationType: NONE',
        '      ApiKeyRequired: false',
        '      Integration:',
        '        Type: MOCK',
        '        RequestTemplates:',
        `          application/json: '{"statusCode": 200}'`,
        '        IntegrationResponses:',
        '          - StatusCode: "200"',
        '            ResponseParameters:',
        ...values.map(([name, value]) => `              method.response.header.${name}: ${constant(value)}`),
        several && indent(chooseOrigin(origins), '            '),
        '      MethodResponses:',
        '        - StatusCode: "200"',
        '          ResponseParameters:',
        ...names.map((name) => `            method.response.header.${name}: false`),
        '',
        '  # For the errors that API Gateway makes itself: 401, 403, 429, 504.',
        gatewayResponse('CorsDefault4XX', 'DEFAULT_4XX'),
        gatewayResponse('CorsDefault5XX', 'DEFAULT_5XX'),
      ),
    };
  },
  caveats: ({ origins, exposedHeaders }) => [
    'This answers the preflight only: your function or integration has to send Access-Control-Allow-Origin itself. For Lambda see the recipe for it.',
    ...(origins.length > 1
      ? [
          'The errors that API Gateway makes itself can name one origin only: the other origins see a CORS error there.',
        ]
      : []),
    ...(exposedHeaders.length > 0
      ? [
          `Access-Control-Expose-Headers with ${exposedHeaders.join(', ')} goes into the responses of the integration.`,
        ]
      : []),
    'Deploy the stage again afterwards: until then nothing changes.',
    'The binary media type `*/*` breaks the MOCK integration, and the preflight is answered 500.',
  ],
  removeDuplicate:
    'Delete the OPTIONS method if the function answers OPTIONS, and header mappings in the integration response if the function sends the headers.',
} satisfies Recipe;

const chooseOrigin = (origins: readonly string[]): string =>
  lines(
    'ResponseTemplates:',
    '  application/json: |',
    // Its name arrives as the browser wrote it: in lower case over HTTP/2.
    `    #set($origin = "$!input.params().header.get('origin')$!input.params().header.get('Origin')")`,
    `    #if(${origins.map((origin) => `$origin == ${double(origin)}`).join(' || ')})`,
    '    #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '    #end',
  );
