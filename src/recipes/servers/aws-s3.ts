import { json } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { methodsAmong, unknownMethods } from '../shared.ts';

const known = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

export default {
  id: 'aws-s3',
  name: 'Amazon S3',
  group: 'cloud',
  language: 'json',
  file: 'the bucket’s Permissions, Cross-origin resource sharing',
  checked: {
    by: 'documentation',
    versions: 'S3, November 2026',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
  },
  write: (policy) => ({
    language: 'json',
    text: json([
      {
        AllowedOrigins: policy.origins,
        AllowedMethods: methodsAmong(policy, known),
        AllowedHeaders: policy.requestHeaders,
        ExposeHeaders: policy.exposedHeaders,
        MaxAgeSeconds: policy.maxAge,
      },
    ]),
  }),
  caveats: (policy) => [
    ...unknownMethods(policy, known, 'S3'),
    'The command line wants it inside an object: `{"CORSRules": […]}`.',
    'A presigned URL needs every signed header in AllowedHeaders, `x-amz-checksum-` headers among them.',
    'A bucket in another region is redirected, which fails the preflight: use the address of its own region.',
    ...(policy.credentials
      ? []
      : ['As far as we know S3 sends Access-Control-Allow-Credentials for a listed origin by itself.']),
  ],
  removeDuplicate:
    'If CloudFront or another proxy adds the headers, delete the bucket’s rules, or let the proxy replace them (OriginOverride).',
} satisfies Recipe;
