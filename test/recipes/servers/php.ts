import { debianVersion } from '../install.ts';
import { type Server } from '../server.ts';

export const php: Server = {
  id: 'php',
  recipe: 'php',
  name: 'PHP',
  kind: 'application',
  debian: ['php-cli'],
  trap: { words: '`header("Access-Control-Allow-Origin: *")`, and nothing for preflights', breaks: 'put' },
  // The package without a version in its name says "2:8.2+93".
  versions: async () => [`PHP ${await debianVersion(`php${await debianVersion('php-cli')}-cli`)}`],
  async prepare(place, recipe) {
    await place.write('cors.php', recipe ?? "<?php header('Access-Control-Allow-Origin: *');");
    const front = await place.write(
      'index.php',
      `<?php
require __DIR__ . '/cors.php';
header('Content-Type: application/json');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/api/fails') {
    throw new RuntimeException('fails');
}
if ($path !== '/api/orders') {
    http_response_code(404);
    exit('{"error":"no such thing"}');
}
if ($_SERVER['REQUEST_METHOD'] === 'GET') {
    header('X-Total-Count: 2');
    header('Cache-Control: max-age=60');
    exit('{"orders":[1,2]}');
}
if (!isset($_SERVER['HTTP_AUTHORIZATION'])) {
    http_response_code(401);
    exit('{"error":"log in"}');
}
echo '{"stored":true}';
`,
    );
    return {
      command: '/usr/bin/php',
      args: ['-d', 'display_errors=0', '-S', `127.0.0.1:${place.port}`, front],
      cwd: place.folder,
    };
  },
};
