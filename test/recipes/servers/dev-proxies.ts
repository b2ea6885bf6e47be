import path from 'node:path';
import { fillIn, fromNpm, node, type Server } from '../server.ts';

const trap = { words: 'the page calls the other server itself', breaks: 'put' } as const;
const pointed = (recipe: string, backend: number): string =>
  fillIn(recipe, 'http://localhost:8080', `http://127.0.0.1:${backend}`);

export const viteProxy: Server = {
  id: 'vite-proxy',
  recipe: 'vite-proxy',
  name: 'Vite',
  kind: 'development',
  npm: ['vite'],
  trap,
  versions: fromNpm(['Vite', 'vite']),
  async prepare(place, recipe) {
    await place.write('index.html', '<!doctype html><title>Page</title>');
    if (recipe !== null) await place.write('vite.config.mjs', pointed(recipe, place.backend));
    const vite = path.join(place.packages, 'node_modules/vite/bin/vite.js');
    const { env, ...command } = node(
      place,
      vite,
      '--host',
      '127.0.0.1',
      '--port',
      `${place.port}`,
      '--strictPort',
    );
    return { ...command, env: { ...env, NODE_ENV: 'development' } };
  },
};

export const webpackProxy: Server = {
  id: 'webpack-proxy',
  recipe: 'webpack-proxy',
  name: 'webpack-dev-server',
  kind: 'development',
  npm: ['webpack', 'webpack-dev-server'],
  trap,
  versions: fromNpm(['webpack-dev-server', 'webpack-dev-server']),
  async prepare(place, recipe) {
    await place.write('src/index.js', '');
    await place.write('public/index.html', '<!doctype html><title>Page</title>');
    await place.write(
      'webpack.config.cjs',
      recipe === null ? 'module.exports = {};' : pointed(recipe, place.backend),
    );
    return node(
      place,
      await place.write(
        'serve.cjs',
        `
const webpack = require('webpack');
const WebpackDevServer = require('webpack-dev-server');
const { devServer, ...config } = require('./webpack.config.cjs');
const compiler = webpack({ ...config, mode: 'development', context: __dirname });
new WebpackDevServer({ ...devServer, host: '127.0.0.1', port: process.env.PORT }, compiler).start();
`,
      ),
    );
  },
};
