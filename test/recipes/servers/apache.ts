import { fromDebian, type Server } from '../server.ts';

const trap = `Header always set Access-Control-Allow-Origin "%{HTTP_ORIGIN}e"
Header always set Access-Control-Allow-Credentials "true"
SetEnvIf Origin "(.*)" HTTP_ORIGIN=$1`;

const modules = [
  'mpm_event',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_user',
  'auth_basic',
  'headers',
  'setenvif',
  'rewrite',
  'proxy',
  'proxy_http',
];

export const apache: Server = {
  id: 'apache',
  recipe: 'apache',
  name: 'Apache',
  kind: 'proxy',
  debian: ['apache2-bin'],
  trap: { words: '`Header always set`, beside the application’s own headers', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['Apache', 'apache2-bin']),
  async prepare(place, recipe) {
    const passwords = await place.write('passwords', 'me:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n');
    const config = `
ServerRoot ${place.folder}
ServerName api.example.com
PidFile ${place.folder}/pid
Mutex file:${place.folder}
ErrorLog ${place.folder}/errors
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
User www-data
Group www-data
Listen 127.0.0.1:${place.port}
<VirtualHost *>
${recipe ?? trap}
ProxyPass /api/ http://127.0.0.1:${place.backend}/api/ retry=0
<Location /api/private>
    AuthType Basic
    AuthName private
    AuthUserFile ${passwords}
    Require valid-user
</Location>
</VirtualHost>
`;
    const file = await place.write('httpd.conf', config);
    return { command: '/usr/sbin/apache2', args: ['-DFOREGROUND', '-f', file], cwd: place.folder };
  },
};
