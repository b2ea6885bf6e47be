import { double, doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'actix',
  name: 'Rust: Actix Web',
  group: 'rust',
  language: 'rust',
  file: 'inside the closure of HttpServer::new: the wrap last, which is outermost',
  checked: {
    by: 'source',
    versions: 'actix-cors 0.7',
    url: 'https://docs.rs/actix-cors/latest/actix_cors/struct.Cors.html',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'rust',
    text: lines(
      '// cargo add actix-cors',
      'let cors = actix_cors::Cors::default()',
      ...origins.map((origin) => `    .allowed_origin(${double(origin)})`),
      credentials && '    .supports_credentials()',
      `    .allowed_methods([${doubles(methods)}])`,
      requestHeaders.length > 0 && `    .allowed_headers([${doubles(requestHeaders)}])`,
      exposedHeaders.length > 0 && `    .expose_headers([${doubles(exposedHeaders)}])`,
      `    .max_age(${maxAge});`,
      '',
      'App::new()',
      '    // your services and other middleware',
      '    .wrap(cors)',
    ),
  }),
  caveats: () => [
    'The last `wrap` is outermost: authentication wrapped after it refuses the preflight.',
    'A middleware inside that returns `Err` skips the headers: let it return `Ok` with the error’s response.',
    'Build Cors inside the closure: it cannot be shared.',
  ],
  removeDuplicate: 'Delete the wrap, or handlers and DefaultHeaders that set Access-Control headers.',
} satisfies Recipe;
