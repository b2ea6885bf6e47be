import { fromDebian, type Server } from '../server.ts';

const trap = `# In every location { }:
if ($request_method = 'OPTIONS') {
    add_header 'Access-Control-Allow-Origin' $http_origin;
    add_header 'Access-Control-Allow-Credentials' 'true';
    add_header 'Access-Control-Allow-Methods' 'GET, PUT, DELETE';
    add_header 'Access-Control-Allow-Headers' 'authorization,content-type';
    return 204;
}
add_header 'Access-Control-Allow-Origin' $http_origin;
add_header 'Access-Control-Allow-Credentials' 'true';`;

/** The recipe's comments say which part goes where. */
function parts(text: string): { readonly http: string; readonly location: string } {
  const [http = '', location = ''] = text.split(/^(?=# In every location \{ \})/m).slice(-2);
  return text.startsWith('# In every location') ? { http: '', location: text } : { http, location };
}

export const nginx: Server = {
  id: 'nginx',
  recipe: 'nginx',
  name: 'nginx',
  kind: 'proxy',
  debian: ['nginx-light'],
  trap: { words: '`add_header` without `always`, beside the application’s own headers', breaks: 'put' },
  hasOwnLogin: true,
  versions: fromDebian(['nginx', 'nginx-light']),
  async prepare(place, recipe) {
    const { http, location } = parts(recipe ?? trap);
    const proxied = `${location}\nproxy_pass http://127.0.0.1:${place.backend};`;
    const passwords = await place.write('passwords', 'me:{PLAIN}secret\n');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${place.folder}/${name};`,
    );
    const config = `
daemon off;
pid ${place.folder}/pid;
error_log stderr;
user root;
events {}
http {
    access_log off;
    ${temporary.join('\n    ')}
    ${http}
    server {
        listen 127.0.0.1:${place.port};
        location /api/ {
            ${proxied}
        }
        location /api/private {
            auth_basic "private";
            auth_basic_user_file ${passwords};
            ${proxied}
        }
    }
}
`;
    const file = await place.write('nginx.conf', config);
    return { command: '/usr/sbin/nginx', args: ['-e', 'stderr', '-c', file], cwd: place.folder };
  },
};
