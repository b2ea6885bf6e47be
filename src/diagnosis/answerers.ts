/**
 * Who answered, by what the answer's headers give away. Values of nginx, Apache, Caddy, lighttpd, Varnish, Express,
 * Next.js, Uvicorn, Werkzeug, Django, aiohttp, Rack, PHP and Tornado were read off running servers; the others are
 * from the products' documentation, and names of vendors' own headers prove their product.
 */
import type { Exchange } from '../http/exchange.ts';
import { lowerName, normalize } from '../http/header-list.ts';

export type Confidence = 'certain' | 'likely' | 'possible';

/** From the application outwards: the outermost layer is the one whose Server header a browser sees. */
export type Layer = 'application' | 'server' | 'proxy' | 'gateway' | 'host' | 'cdn';

export interface Answerer {
  readonly id: string;
  readonly name: string;
  readonly layer: Layer;
  readonly confidence: Confidence;
  /** The header line, or the part of the path, that gives it away. */
  readonly because: string;
  /** The recipe that configures it; null where there is none. */
  readonly recipe: string | null;
}

interface Fingerprint extends Omit<Answerer, 'confidence' | 'because'> {
  /** Header or `:path`, what its value has to look like (null: it is enough that it is there), and how much that proves. */
  readonly signs: readonly (readonly [header: string, value: RegExp | null, confidence: Confidence])[];
}

const FINGERPRINTS: readonly Fingerprint[] = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    layer: 'cdn',
    recipe: 'cloudflare-workers',
    signs: [
      ['server', /^cloudflare$/i, 'certain'],
      ['cf-ray', null, 'certain'],
    ],
  },
  {
    id: 'cloudfront',
    name: 'Amazon CloudFront',
    layer: 'cdn',
    recipe: 'aws-cloudfront',
    signs: [
      ['x-amz-cf-id', null, 'certain'],
      ['via', /CloudFront/i, 'certain'],
      ['x-cache', /cloudfront/i, 'certain'],
      ['server', /^CloudFront$/i, 'certain'],
    ],
  },
  {
    id: 'fastly',
    name: 'Fastly',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['x-served-by', /^cache-/i, 'certain'],
      ['x-timer', /^S\d/i, 'likely'],
      ['x-fastly-request-id', null, 'certain'],
    ],
  },
  {
    id: 'akamai',
    name: 'Akamai',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['server', /^AkamaiGHost|^AkamaiNetStorage/i, 'certain'],
      ['x-akamai-transformed', null, 'certain'],
      ['akamai-grn', null, 'certain'],
    ],
  },
  {
    id: 'azure-front-door',
    name: 'Azure Front Door',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['x-azure-ref', null, 'certain'],
      ['x-msedge-ref', null, 'likely'],
    ],
  },
  {
    id: 'bunny',
    name: 'bunny.net',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['server', /^BunnyCDN/i, 'certain'],
      ['cdn-pullzone', null, 'certain'],
    ],
  },
  {
    id: 'keycdn',
    name: 'KeyCDN',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['server', /^keycdn/i, 'certain'],
      ['x-edge-location', null, 'possible'],
    ],
  },
  {
    id: 'gcore',
    name: 'Gcore',
    layer: 'cdn',
    recipe: null,
    signs: [
      ['x-id-fe', null, 'possible'],
      ['server', /^gcore/i, 'likely'],
    ],
  },
  {
    id: 'vercel',
    name: 'Vercel',
    layer: 'host',
    recipe: 'vercel',
    signs: [
      ['x-vercel-id', null, 'certain'],
      ['server', /^Vercel$/i, 'certain'],
      ['x-vercel-error', null, 'certain'],
    ],
  },
  {
    id: 'netlify',
    name: 'Netlify',
    layer: 'host',
    recipe: 'netlify',
    signs: [
      ['x-nf-request-id', null, 'certain'],
      ['server', /^Netlify/i, 'certain'],
    ],
  },
  {
    id: 'firebase',
    name: 'Firebase or Google Cloud',
    layer: 'host',
    recipe: 'firebase-functions',
    signs: [
      ['server', /^Google Frontend$/i, 'likely'],
      ['x-cloud-trace-context', null, 'likely'],
    ],
  },
  {
    id: 'github-pages',
    name: 'GitHub Pages',
    layer: 'host',
    recipe: null,
    signs: [
      ['server', /^GitHub\.com$/i, 'certain'],
      ['x-github-request-id', null, 'certain'],
    ],
  },
  {
    id: 'heroku',
    name: 'Heroku',
    layer: 'host',
    recipe: null,
    signs: [
      ['via', /\bvegur\b|heroku-router/i, 'certain'],
      ['server', /^Heroku$|^Cowboy$/i, 'likely'],
    ],
  },
  {
    id: 'fly',
    name: 'Fly.io',
    layer: 'host',
    recipe: null,
    signs: [
      ['fly-request-id', null, 'certain'],
      ['server', /^Fly\//i, 'certain'],
    ],
  },
  {
    id: 'render',
    name: 'Render',
    layer: 'host',
    recipe: null,
    signs: [
      ['x-render-origin-server', null, 'certain'],
      ['rndr-id', null, 'certain'],
    ],
  },
  {
    id: 'railway',
    name: 'Railway',
    layer: 'host',
    recipe: null,
    signs: [
      ['x-railway-request-id', null, 'certain'],
      ['server', /^railway/i, 'certain'],
    ],
  },
  {
    id: 'azure-app-service',
    name: 'Azure App Service',
    layer: 'host',
    recipe: 'azure-app-service',
    signs: [
      ['set-cookie', /^ARRAffinity/i, 'certain'],
      ['x-ms-middleware-request-id', null, 'likely'],
    ],
  },
  {
    id: 'azure-blob-storage',
    name: 'Azure Blob Storage',
    layer: 'host',
    recipe: 'azure-blob-storage',
    signs: [
      ['server', /^(?:Windows-Azure-Blob|Azurite-Blob)/i, 'certain'],
      // Queues, tables and files say the same.
      ['x-ms-error-code', /^CorsPreflightFailure$/, 'likely'],
    ],
  },
  {
    id: 'aws-s3',
    name: 'Amazon S3',
    layer: 'host',
    recipe: 'aws-s3',
    signs: [
      ['server', /^AmazonS3$/i, 'certain'],
      ['x-amz-id-2', null, 'likely'],
    ],
  },
  {
    id: 'google-cloud-storage',
    name: 'Google Cloud Storage',
    layer: 'host',
    recipe: 'google-cloud-storage',
    signs: [
      ['server', /^UploadServer$/i, 'certain'],
      ['x-goog-stored-content-length', null, 'certain'],
      ['x-guploader-uploadid', null, 'certain'],
    ],
  },
  {
    id: 'google-load-balancer',
    name: 'Google Cloud Load Balancing',
    layer: 'gateway',
    recipe: null,
    signs: [['via', /^1\.1 google$/i, 'likely']],
  },
  {
    id: 'supabase',
    name: 'Supabase',
    layer: 'host',
    recipe: 'supabase-functions',
    signs: [
      ['sb-project-ref', null, 'certain'],
      ['sb-gateway-version', null, 'certain'],
      ['x-sb-edge-region', null, 'certain'],
      ['x-served-by', /^supabase-edge-runtime/i, 'certain'],
    ],
  },
  {
    id: 'aws-api-gateway-rest',
    name: 'Amazon API Gateway (REST)',
    layer: 'gateway',
    recipe: 'aws-api-gateway-rest',
    signs: [
      ['x-amz-apigw-id', null, 'certain'],
      ['x-amzn-errortype', null, 'likely'],
    ],
  },
  {
    id: 'aws-api-gateway-http',
    name: 'Amazon API Gateway (HTTP)',
    layer: 'gateway',
    recipe: 'aws-api-gateway-http',
    signs: [['apigw-requestid', null, 'certain']],
  },
  {
    id: 'aws-lambda',
    name: 'AWS Lambda',
    layer: 'application',
    recipe: 'aws-lambda-url',
    signs: [
      ['x-amzn-trace-id', null, 'possible'],
      ['x-amzn-remapped-content-length', null, 'likely'],
    ],
  },
  {
    id: 'aws-elb',
    name: 'an AWS load balancer',
    layer: 'gateway',
    recipe: null,
    signs: [['server', /^awselb\//i, 'certain']],
  },
  {
    id: 'azure-api-management',
    name: 'Azure API Management',
    layer: 'gateway',
    recipe: 'azure-api-management',
    signs: [
      ['ocp-apim-trace-location', null, 'certain'],
      ['ocp-apim-apiid', null, 'certain'],
    ],
  },
  {
    id: 'kong',
    name: 'Kong',
    layer: 'gateway',
    recipe: 'kong',
    signs: [
      ['via', /\bkong\//i, 'certain'],
      ['server', /^kong\//i, 'certain'],
      ['x-kong-upstream-latency', null, 'certain'],
      ['x-kong-proxy-latency', null, 'certain'],
      ['x-kong-response-latency', null, 'certain'],
    ],
  },
  {
    id: 'tyk',
    name: 'Tyk',
    layer: 'gateway',
    recipe: null,
    signs: [
      ['x-tyk-api-expires', null, 'certain'],
      ['x-generator', /^tyk\.io/i, 'certain'],
    ],
  },
  {
    id: 'envoy',
    name: 'Envoy or Istio',
    layer: 'proxy',
    recipe: 'envoy',
    signs: [
      ['server', /^(?:istio-)?envoy$/i, 'certain'],
      ['x-envoy-upstream-service-time', null, 'certain'],
      ['x-envoy-decorator-operation', null, 'certain'],
    ],
  },
  {
    id: 'traefik',
    name: 'Traefik',
    layer: 'proxy',
    recipe: 'traefik',
    signs: [
      ['server', /^traefik/i, 'certain'],
      ['x-traefik-router', null, 'certain'],
    ],
  },
  {
    id: 'varnish',
    name: 'Varnish',
    layer: 'proxy',
    recipe: 'varnish',
    signs: [
      ['via', /\bvarnish\b/i, 'certain'],
      ['x-varnish', null, 'certain'],
    ],
  },
  {
    id: 'squid',
    name: 'Squid',
    layer: 'proxy',
    recipe: null,
    signs: [
      ['via', /\bsquid\b/i, 'certain'],
      ['server', /^squid\//i, 'certain'],
      ['x-squid-error', null, 'certain'],
    ],
  },
  {
    id: 'haproxy',
    name: 'HAProxy',
    layer: 'proxy',
    recipe: 'haproxy',
    signs: [
      ['server', /^haproxy/i, 'certain'],
      ['set-cookie', /^SERVERID=/i, 'possible'],
    ],
  },
  {
    id: 'openresty',
    name: 'OpenResty (nginx)',
    layer: 'server',
    recipe: 'nginx',
    signs: [['server', /^openresty/i, 'certain']],
  },
  {
    id: 'nginx',
    name: 'nginx',
    layer: 'server',
    recipe: 'nginx',
    signs: [
      ['server', /^nginx/i, 'certain'],
      ['x-nginx-cache', null, 'likely'],
      ['x-nginx-cache-status', null, 'likely'],
    ],
  },
  {
    id: 'apache',
    name: 'Apache httpd',
    layer: 'server',
    recipe: 'apache',
    signs: [['server', /^Apache(?:\/|$)/i, 'certain']],
  },
  {
    id: 'tomcat',
    name: 'Apache Tomcat',
    layer: 'application',
    recipe: 'spring-mvc',
    signs: [['server', /^Apache-Coyote|^Apache Tomcat/i, 'certain']],
  },
  {
    id: 'caddy',
    name: 'Caddy',
    layer: 'server',
    recipe: 'caddy',
    signs: [
      ['server', /^Caddy$/i, 'certain'],
      ['via', /\bCaddy\b/i, 'certain'],
    ],
  },
  {
    id: 'lighttpd',
    name: 'lighttpd',
    layer: 'server',
    recipe: 'lighttpd',
    signs: [['server', /^lighttpd/i, 'certain']],
  },
  {
    id: 'iis',
    name: 'IIS',
    layer: 'server',
    recipe: 'iis',
    signs: [['server', /^Microsoft-IIS\//i, 'certain']],
  },
  {
    id: 'litespeed',
    name: 'LiteSpeed',
    layer: 'server',
    recipe: null,
    signs: [
      ['server', /^LiteSpeed/i, 'certain'],
      ['x-litespeed-cache', null, 'certain'],
    ],
  },
  {
    id: 'express',
    name: 'Express',
    layer: 'application',
    recipe: 'express',
    signs: [
      ['x-powered-by', /^Express$/i, 'certain'],
      ['set-cookie', /^connect\.sid=/i, 'likely'],
    ],
  },
  {
    id: 'nextjs',
    name: 'Next.js',
    layer: 'application',
    recipe: 'nextjs',
    signs: [
      ['x-powered-by', /^Next\.js/i, 'certain'],
      ['x-nextjs-cache', null, 'certain'],
      ['x-nextjs-prerender', null, 'certain'],
      ['vary', /next-router-state-tree/i, 'certain'],
    ],
  },
  {
    id: 'nuxt',
    name: 'Nuxt (Nitro)',
    layer: 'application',
    recipe: 'nuxt',
    signs: [
      ['x-powered-by', /^Nuxt/i, 'certain'],
      ['x-powered-by', /^Nitro/i, 'certain'],
    ],
  },
  {
    id: 'fastify',
    name: 'Fastify',
    layer: 'application',
    recipe: 'fastify',
    signs: [['keep-alive', /^timeout=72$/i, 'likely']],
  },
  {
    id: 'sveltekit',
    name: 'SvelteKit',
    layer: 'application',
    recipe: 'sveltekit',
    signs: [
      ['x-sveltekit-page', null, 'certain'],
      ['x-sveltekit-normalize', null, 'certain'],
    ],
  },
  {
    id: 'uvicorn',
    name: 'FastAPI or Starlette (Uvicorn)',
    layer: 'application',
    recipe: 'fastapi',
    signs: [
      ['server', /^uvicorn$/i, 'certain'],
      ['server', /^hypercorn/i, 'likely'],
    ],
  },
  {
    id: 'werkzeug',
    name: 'Flask (Werkzeug)',
    layer: 'application',
    recipe: 'flask',
    signs: [['server', /^Werkzeug\//i, 'certain']],
  },
  {
    id: 'gunicorn',
    name: 'a Python application (gunicorn)',
    layer: 'application',
    recipe: 'django',
    signs: [['server', /^gunicorn/i, 'certain']],
  },
  {
    id: 'django',
    name: 'Django',
    layer: 'application',
    recipe: 'django',
    signs: [
      ['server', /^WSGIServer\//i, 'certain'],
      ['set-cookie', /^csrftoken=/i, 'likely'],
    ],
  },
  {
    id: 'aiohttp',
    name: 'aiohttp',
    layer: 'application',
    recipe: 'aiohttp',
    signs: [['server', /aiohttp\//i, 'certain']],
  },
  {
    id: 'tornado',
    name: 'Tornado',
    layer: 'application',
    recipe: null,
    signs: [['server', /^TornadoServer\//i, 'certain']],
  },
  {
    id: 'spring',
    name: 'Spring',
    layer: 'application',
    recipe: 'spring-security',
    signs: [
      ['set-cookie', /^JSESSIONID=/i, 'likely'],
      ['x-application-context', null, 'certain'],
    ],
  },
  {
    id: 'jetty',
    name: 'Jetty',
    layer: 'application',
    recipe: 'spring-mvc',
    signs: [['server', /^Jetty/i, 'certain']],
  },
  {
    id: 'kestrel',
    name: 'ASP.NET Core (Kestrel)',
    layer: 'application',
    recipe: 'aspnet-core',
    signs: [
      ['server', /^Kestrel$/i, 'certain'],
      ['set-cookie', /^\.AspNetCore\./i, 'certain'],
    ],
  },
  {
    id: 'aspnet',
    name: 'ASP.NET',
    layer: 'application',
    recipe: 'iis',
    signs: [
      ['x-aspnet-version', null, 'certain'],
      ['x-powered-by', /^ASP\.NET/i, 'certain'],
    ],
  },
  {
    id: 'rails',
    name: 'Rails or Rack',
    layer: 'application',
    recipe: 'rails',
    signs: [
      ['x-runtime', /^[\d.]+$/i, 'likely'],
      ['x-rack-cors', null, 'certain'],
      ['server', /^(?:Puma|puma|WEBrick|thin)\b/i, 'likely'],
      ['x-powered-by', /Phusion Passenger/i, 'certain'],
    ],
  },
  {
    id: 'laravel',
    name: 'Laravel',
    layer: 'application',
    recipe: 'laravel',
    signs: [['set-cookie', /^(?:laravel_session|XSRF-TOKEN)=/i, 'likely']],
  },
  {
    id: 'symfony',
    name: 'Symfony',
    layer: 'application',
    recipe: 'symfony',
    signs: [['x-debug-token', null, 'certain']],
  },
  {
    id: 'php',
    name: 'PHP',
    layer: 'application',
    recipe: 'php',
    signs: [
      ['x-powered-by', /^PHP\//i, 'certain'],
      ['set-cookie', /^PHPSESSID=/i, 'likely'],
    ],
  },
  {
    id: 'deno',
    name: 'Deno',
    layer: 'application',
    recipe: 'deno',
    signs: [['server', /^deno/i, 'certain']],
  },
  {
    id: 'elasticsearch',
    name: 'Elasticsearch',
    layer: 'application',
    recipe: 'elasticsearch',
    signs: [['x-elastic-product', null, 'certain']],
  },
  {
    id: 'minio',
    name: 'MinIO',
    layer: 'application',
    recipe: 'minio',
    signs: [
      ['server', /^MinIO/i, 'certain'],
      ['x-minio-deployment-id', null, 'certain'],
    ],
  },
  {
    id: 'keycloak',
    name: 'Keycloak',
    layer: 'application',
    recipe: 'keycloak',
    signs: [
      // Its token endpoint, which pages ask most, sends no header of its own.
      [':path', /\/realms\/[^/]+\/protocol\/openid-connect\//, 'certain'],
      ['set-cookie', /^(?:AUTH_SESSION_ID|KC_RESTART)=/i, 'likely'],
    ],
  },
];

const RANK: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

interface Sign {
  readonly product: number;
  readonly who: Omit<Answerer, 'confidence' | 'because'>;
  readonly value: RegExp | null;
  readonly confidence: Confidence;
  /** Among the signs of its product: the smaller, the more it proves. */
  readonly rank: number;
}

/** Signs by the header that carries them, so that an answer's lines are gone through once. */
const SIGNS = new Map<string, Sign[]>();
for (const [product, { signs, ...who }] of FINGERPRINTS.entries()) {
  for (const [at, [header, value, confidence]] of signs.entries()) {
    const sign = { product, who, value, confidence, rank: RANK[confidence] * signs.length + at };
    SIGNS.set(header, [...(SIGNS.get(header) ?? []), sign]);
  }
}

/** Everyone who left a mark on an answer, the most certain first; among equals in the order of the table, outer layers first. */
export function whoAnswered({ url, response }: Exchange): readonly Answerer[] {
  if (response === null) return [];
  const best = new Map<number, { readonly sign: Sign; readonly because: string }>();
  for (const [name, line] of [[':path', pathOf(url)] as const, ...response.headers]) {
    const header = lowerName(name);
    for (const sign of SIGNS.get(header) ?? []) {
      const before = best.get(sign.product);
      if (before !== undefined && before.sign.rank <= sign.rank) continue;
      const value = normalize(line);
      if (sign.value?.test(value) ?? true) best.set(sign.product, { sign, because: lineOf(header, value) });
    }
  }
  return [...best]
    .toSorted(
      ([a, { sign: one }], [b, { sign: other }]) => RANK[one.confidence] - RANK[other.confidence] || a - b,
    )
    .map(([, { sign, because }]) => ({ ...sign.who, confidence: sign.confidence, because }));
}

/** Without what stands behind it, which can hold secrets. */
function pathOf(url: string): string {
  return url.replace(/^\w+:\/\/[^/?#]*|[?#].*$/gs, '');
}

function lineOf(name: string, value: string): string {
  if (name === ':path') return value;
  // A cookie's value is a secret: its name gives the server away.
  return name === 'set-cookie' ? `Set-Cookie: ${value.split('=')[0]}` : `${name}: ${value}`;
}

/** How many products are known, for those who check the table. */
export const FINGERPRINTED: readonly string[] = FINGERPRINTS.map(({ id }) => id);

/** The recipes that the table names. */
export const FINGERPRINTED_RECIPES: readonly string[] = FINGERPRINTS.map(({ recipe }) => recipe).filter(
  (recipe) => recipe !== null,
);
