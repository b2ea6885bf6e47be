import { fromDebian, type Server } from '../server.ts';

const trap = `http-response set-header Access-Control-Allow-Origin "*"
http-response del-header Access-Control-Allow-Credentials`;

export const haproxy: Server = {
  id: 'haproxy',
  recipe: 'haproxy',
  name: 'HAProxy',
  kind: 'proxy',
  debian: ['haproxy'],
  trap: { words: '`http-response set-header`, and nothing for preflights', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['HAProxy', 'haproxy']),
  async prepare(place, recipe) {
    const config = `
defaults
  mode http
  timeout connect 2s
  timeout client 20s
  timeout server 20s
  retries 0
userlist people
  user me insecure-password secret
frontend api
  bind 127.0.0.1:${place.port}
  ${recipe ?? trap}
  http-request auth realm private if { path_beg /api/private } !{ http_auth(people) }
  default_backend app
backend app
  server app 127.0.0.1:${place.backend}
`;
    const file = await place.write('haproxy.cfg', config);
    return { command: '/usr/sbin/haproxy', args: ['-db', '-f', file], cwd: place.folder };
  },
};
