import { fillIn, fromDebian, type Server } from '../server.ts';

const trap = `server.modules += ( "mod_setenv" )
setenv.add-response-header = ( "Access-Control-Allow-Origin" => "*" )
proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => 8080 )) )`;

/** In the place that the recipe's caveat names. */
const withLogin = (text: string): string =>
  fillIn(
    text,
    'else {\n',
    `else {
  auth.require = ( "/api/private" => ( "method" => "basic", "realm" => "private", "require" => "valid-user" ) )
`,
  );

export const lighttpd: Server = {
  id: 'lighttpd',
  recipe: 'lighttpd',
  name: 'lighttpd',
  kind: 'proxy',
  debian: ['lighttpd'],
  trap: { words: '`setenv.add-response-header`, beside the application’s own headers', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['lighttpd', 'lighttpd']),
  async prepare(place, recipe) {
    const passwords = await place.write('passwords', 'me:secret\n');
    const pointed = (text: string) => fillIn(text, '"port" => 8080', `"port" => ${place.backend}`);
    const config = `
server.modules = ( "mod_auth", "mod_authn_file", "mod_proxy" )
server.document-root = "${place.folder}"
server.bind = "127.0.0.1"
server.port = ${place.port}
server.upload-dirs = ( "${place.folder}" )
auth.backend = "plain"
auth.backend.plain.userfile = "${passwords}"
${recipe === null ? pointed(trap) : withLogin(pointed(recipe))}
`;
    const file = await place.write('lighttpd.conf', config);
    return { command: '/usr/sbin/lighttpd', args: ['-D', '-f', file], cwd: place.folder };
  },
};
