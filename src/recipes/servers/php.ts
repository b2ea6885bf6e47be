import { joined, lines, single, singles } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'php',
  name: 'PHP without a framework',
  group: 'php',
  language: 'php',
  file: 'cors.php, required by the first line of the front controller, before any output',
  checked: { by: 'run', versions: 'PHP 8.2', url: 'https://www.php.net/manual/en/function.header.php' },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'php',
    text: lines(
      '<?php',
      `$allowed = [${singles(origins)}];`,
      "$origin = $_SERVER['HTTP_ORIGIN'] ?? '';",
      '$listed = in_array($origin, $allowed, true);',
      "header('Vary: Origin', false);",
      'if ($listed) {',
      '    header("Access-Control-Allow-Origin: $origin");',
      credentials && "    header('Access-Control-Allow-Credentials: true');",
      '}',
      "if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS' && isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD'])) {",
      '    if ($listed) {',
      `        header(${single(`Access-Control-Allow-Methods: ${joined(methods)}`)});`,
      requestHeaders.length > 0 &&
        `        header(${single(`Access-Control-Allow-Headers: ${joined(requestHeaders)}`)});`,
      `        header('Access-Control-Max-Age: ${maxAge}');`,
      '    }',
      '    http_response_code(204);',
      '    exit;',
      '}',
      exposedHeaders.length > 0 && 'if ($listed) {',
      exposedHeaders.length > 0 &&
        `    header(${single(`Access-Control-Expose-Headers: ${joined(exposedHeaders)}`)});`,
      exposedHeaders.length > 0 && '}',
    ),
  }),
  caveats: () => [
    'Nothing may be printed before it, not even an empty line or a byte-order mark: headers cannot follow output.',
    'A web server that does not pass OPTIONS on to PHP has to be told to.',
    'With `display_errors=1` a fatal error is answered 200 with the message in the body.',
  ],
  removeDuplicate:
    'Delete these lines, or the `add_header` and `Header` lines of nginx and Apache: both together send two headers.',
} satisfies Recipe;
