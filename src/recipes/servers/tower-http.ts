import { double, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

const constants = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const method = (name: string): string =>
  constants.has(name) ? `Method::${name}` : `Method::from_bytes(b${double(name)}).unwrap()`;

/** `from_static` panics at anything but lower case. */
const header = (name: string): string => `HeaderName::from_static(${double(name.toLowerCase())})`;

export default {
  id: 'tower-http',
  name: 'Rust: axum with tower-http',
  group: 'rust',
  language: 'rust',
  file: 'where the Router is built: the layer last, which is outermost',
  checked: {
    by: 'source',
    versions: 'tower-http 0.7',
    url: 'https://docs.rs/tower-http/latest/tower_http/cors/struct.CorsLayer.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'rust',
    text: lines(
      '// cargo add tower-http --features cors',
      requestHeaders.length + exposedHeaders.length > 0
        ? 'use axum::http::{HeaderName, HeaderValue, Method};'
        : 'use axum::http::{HeaderValue, Method};',
      'use std::time::Duration;',
      'use tower_http::cors::CorsLayer;',
      '',
      'let cors = CorsLayer::new()',
      `    .allow_origin([${origins.map((origin) => `HeaderValue::from_static(${double(origin)})`).join(', ')}])`,
      credentials && '    .allow_credentials(true)',
      `    .allow_methods([${methods.map(method).join(', ')}])`,
      requestHeaders.length > 0 && `    .allow_headers([${requestHeaders.map(header).join(', ')}])`,
      exposedHeaders.length > 0 && `    .expose_headers([${exposedHeaders.map(header).join(', ')}])`,
      `    .max_age(Duration::from_secs(${maxAge}));`,
      '',
      'let app = app.layer(cors);',
    ),
  }),
  caveats: () => [
    'Add the layer after every other: an authentication layer outside it refuses the preflight.',
    'Use `layer`, not `route_layer`, which leaves out 404 responses and preflights.',
    'A handler that panics closes the connection: put CatchPanicLayer inside.',
  ],
  removeDuplicate: 'Delete the layer, or handlers and layers that set Access-Control headers by hand.',
} satisfies Recipe;
