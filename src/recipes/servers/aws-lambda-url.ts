import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods, yamlList } from '../shared.ts';

/** At most six characters, so OPTIONS is not among them; it need not be. */
const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export default {
  id: 'aws-lambda-url',
  name: 'AWS Lambda function URL',
  group: 'cloud',
  language: 'yaml',
  file: 'CloudFormation: the properties of the AWS::Lambda::Url',
  checked: {
    by: 'documentation',
    versions: 'CloudFormation, November 2026',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors',
  },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'Cors:',
      `  AllowOrigins: ${yamlList(policy.origins)}`,
      policy.credentials && '  AllowCredentials: true',
      `  AllowMethods: ${yamlList(methodsAmong(policy, known))}`,
      policy.requestHeaders.length > 0 && `  AllowHeaders: ${yamlList(policy.requestHeaders)}`,
      policy.exposedHeaders.length > 0 && `  ExposeHeaders: ${yamlList(policy.exposedHeaders)}`,
      `  MaxAge: ${policy.maxAge}`,
    ),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'A function URL'),
    'Delete the Access-Control headers from the function’s own responses: here both copies are sent.',
  ],
  removeDuplicate:
    'The function URL cannot take headers out: delete them in the code, or delete this `Cors`.',
} satisfies Recipe;
