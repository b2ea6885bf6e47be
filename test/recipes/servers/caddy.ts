import { fillIn, fromDebian, type Server } from '../server.ts';

const trap = `header Access-Control-Allow-Origin {http.request.header.Origin}
header Access-Control-Allow-Credentials true
reverse_proxy localhost:8080`;

export const caddy: Server = {
  id: 'caddy',
  recipe: 'caddy',
  name: 'Caddy',
  kind: 'proxy',
  debian: ['caddy'],
  trap: { words: '`header`, beside the application’s own headers', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['Caddy', 'caddy']),
  async prepare(place, recipe) {
    // The matcher is what the recipe's caveat asks for; the hash is of "secret".
    const config = `{
	admin off
	auto_https off
}
http://:${place.port} {
	bind 127.0.0.1
	@not_preflight {
		path /api/private
		not {
			method OPTIONS
			header Access-Control-Request-Method *
		}
	}
	basicauth @not_preflight {
		me JDJhJDE0JGNBeWlhQTM0Lm1kT2JZQ0N1SGU4Y09KRFB3dm5TVHFrMXhGYjh6MUxXQnRmeTVuZ2JLMU95
	}
	${fillIn(recipe ?? trap, 'localhost:8080', `127.0.0.1:${place.backend}`)}
}
`;
    const file = await place.write('Caddyfile', config);
    return {
      command: '/usr/bin/caddy',
      args: ['run', '--config', file, '--adapter', 'caddyfile'],
      cwd: place.folder,
      env: { HOME: place.folder, XDG_DATA_HOME: place.folder, XDG_CONFIG_HOME: place.folder },
    };
  },
};
