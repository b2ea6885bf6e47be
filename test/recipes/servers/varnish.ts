import { fromDebian, type Server } from '../server.ts';

export const varnish: Server = {
  id: 'varnish',
  recipe: 'varnish',
  name: 'Varnish',
  kind: 'proxy',
  debian: ['varnish'],
  trap: { words: 'no CORS at all: the application’s login refuses the preflight', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['Varnish', 'varnish']),
  async prepare(place, recipe) {
    const config = `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${place.backend}"; }

${recipe ?? ''}

sub vcl_recv {
  if (req.url ~ "^/api/private" && !req.http.Authorization) {
    return (synth(401));
  }
}
`;
    const file = await place.write('default.vcl', config);
    const storage = ['-s', 'malloc,16m', '-t', '60'];
    return {
      command: '/usr/sbin/varnishd',
      args: ['-F', '-n', place.folder, '-a', `127.0.0.1:${place.port}`, '-f', file, '-j', 'none', ...storage],
      cwd: place.folder,
    };
  },
};
