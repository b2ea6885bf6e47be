import { requestHeadersOrAccept } from '../policy.ts';
import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods, yamlList } from '../shared.ts';

const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export default {
  id: 'aws-cloudfront',
  name: 'Amazon CloudFront',
  group: 'cloud',
  language: 'yaml',
  file: 'CloudFormation template; then name it as ResponseHeadersPolicyId in the cache behaviour',
  checked: {
    by: 'documentation',
    versions: 'CloudFormation, November 2026',
    url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
  },
  write: (policy) => ({
    language: 'yaml',
    text: lines(
      'Resources:',
      '  CorsHeaders:',
      '    Type: AWS::CloudFront::ResponseHeadersPolicy',
      '    Properties:',
      '      ResponseHeadersPolicyConfig:',
      '        Name: cors',
      '        CorsConfig:',
      `          AccessControlAllowOrigins: { Items: ${yamlList(policy.origins)} }`,
      `          AccessControlAllowCredentials: ${policy.credentials}`,
      `          AccessControlAllowMethods: { Items: ${yamlList(methodsAmong(policy, known))} }`,
      `          AccessControlAllowHeaders: { Items: ${yamlList(requestHeadersOrAccept(policy))} }`,
      policy.exposedHeaders.length > 0 &&
        `          AccessControlExposeHeaders: { Items: ${yamlList(policy.exposedHeaders)} }`,
      `          AccessControlMaxAgeSec: ${policy.maxAge}`,
      '          OriginOverride: true',
    ),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'CloudFront'),
    'The cache behaviour has to allow OPTIONS, which means the choice with all seven methods.',
    'CloudFront adds headers but passes OPTIONS on: the server behind has to answer it with a 2xx status (not checked by us).',
    'Make an invalidation afterwards: stored responses keep their old headers.',
  ],
  removeDuplicate:
    'Keep `OriginOverride: true`: it replaces what the server behind sends. Or delete the policy.',
} satisfies Recipe;
