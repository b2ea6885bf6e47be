/** A real nginx in front of servers that are down, slow, failing and cached, for what only a gateway does. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../browsers/driver.ts';
import type { Listening } from './server.ts';

const NGINX = '/usr/sbin/nginx';

/** Installs nginx where it is missing: on Debian as root. */
export function ensureNginx(): void {
  if (existsSync(NGINX)) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`This test wants nginx in ${NGINX}: install it, or run as root on Debian.`);
  }
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update'], options);
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'nginx-light'], options);
}

export interface Upstreams {
  /** A port on which nothing listens. */
  readonly dead: number;
  /** The server that fails, stays silent or answers, by path. */
  readonly live: number;
}

/** Starts nginx on a port, as a gateway in front of both upstreams. Resolves once it takes connections. */
export async function startNginx(port: number, { dead, live }: Upstreams): Promise<Listening> {
  ensureNginx();
  const folder = await mkdtemp(join(tmpdir(), 'whycors-nginx-'));
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=answers:1m;
  limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;
  server {
    listen 127.0.0.1:${port};
    location /gateway/dead { proxy_pass http://127.0.0.1:${dead}; }
    location /gateway/slow { proxy_pass http://127.0.0.1:${live}; proxy_read_timeout 300ms; }
    location /gateway/live { proxy_pass http://127.0.0.1:${live}; }
    location /gateway/small { proxy_pass http://127.0.0.1:${live}; client_max_body_size 10; }
    location /gateway/few { proxy_pass http://127.0.0.1:${live}; limit_req zone=few; limit_req_status 429; }
    location /gateway/cached {
      proxy_pass http://127.0.0.1:${live}; proxy_cache answers; proxy_cache_valid 200 1m;
      add_header X-Cache-Status $upstream_cache_status always;
    }
  }
}
`,
  );
  // As root its workers would be another user, who may not write into the folder.
  const server = spawn(
    NGINX,
    ['-c', config, '-p', folder, '-g', process.getuid?.() === 0 ? 'user root;' : ''],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await until(() => takesConnections(port), 'nginx');
  return {
    port,
    close: async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
