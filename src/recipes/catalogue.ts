import { checkPolicy, type Policy } from './policy.ts';
import type { Recipe } from './recipe.ts';
import actix from './servers/actix.ts';
import aiohttp from './servers/aiohttp.ts';
import apache from './servers/apache.ts';
import aspnetCore from './servers/aspnet-core.ts';
import awsApiGatewayHttp from './servers/aws-api-gateway-http.ts';
import awsApiGatewayRest from './servers/aws-api-gateway-rest.ts';
import awsCloudfront from './servers/aws-cloudfront.ts';
import awsLambda from './servers/aws-lambda.ts';
import awsLambdaUrl from './servers/aws-lambda-url.ts';
import awsS3 from './servers/aws-s3.ts';
import azureApiManagement from './servers/azure-api-management.ts';
import azureAppService from './servers/azure-app-service.ts';
import azureBlobStorage from './servers/azure-blob-storage.ts';
import bun from './servers/bun.ts';
import caddy from './servers/caddy.ts';
import chi from './servers/chi.ts';
import cloudflareWorkers from './servers/cloudflare-workers.ts';
import deno from './servers/deno.ts';
import django from './servers/django.ts';
import elasticsearch from './servers/elasticsearch.ts';
import envoy from './servers/envoy.ts';
import express from './servers/express.ts';
import fastapi from './servers/fastapi.ts';
import fastify from './servers/fastify.ts';
import firebaseFunctions from './servers/firebase-functions.ts';
import flask from './servers/flask.ts';
import gatewayApi from './servers/gateway-api.ts';
import gin from './servers/gin.ts';
import goJub0bsCors from './servers/go-jub0bs-cors.ts';
import goRsCors from './servers/go-rs-cors.ts';
import googleCloudStorage from './servers/google-cloud-storage.ts';
import haproxy from './servers/haproxy.ts';
import hono from './servers/hono.ts';
import iis from './servers/iis.ts';
import ingressNginx from './servers/ingress-nginx.ts';
import istio from './servers/istio.ts';
import keycloak from './servers/keycloak.ts';
import koa from './servers/koa.ts';
import kong from './servers/kong.ts';
import laravel from './servers/laravel.ts';
import lighttpd from './servers/lighttpd.ts';
import minio from './servers/minio.ts';
import nestjs from './servers/nestjs.ts';
import netlify from './servers/netlify.ts';
import nextjs from './servers/nextjs.ts';
import nextjsRewrites from './servers/nextjs-rewrites.ts';
import nginx from './servers/nginx.ts';
import node from './servers/node.ts';
import nuxt from './servers/nuxt.ts';
import ollama from './servers/ollama.ts';
import php from './servers/php.ts';
import quarkus from './servers/quarkus.ts';
import rails from './servers/rails.ts';
import springMvc from './servers/spring-mvc.ts';
import springSecurity from './servers/spring-security.ts';
import supabaseFunctions from './servers/supabase-functions.ts';
import sveltekit from './servers/sveltekit.ts';
import symfony from './servers/symfony.ts';
import towerHttp from './servers/tower-http.ts';
import traefik from './servers/traefik.ts';
import varnish from './servers/varnish.ts';
import vercel from './servers/vercel.ts';
import viteProxy from './servers/vite-proxy.ts';
import webpackProxy from './servers/webpack-proxy.ts';

/** What a policy holds comes from a page. Whoever forgets to check it gets an error, not a snippet. */
const refusing = (recipe: Recipe): Recipe => ({
  ...recipe,
  write: (policy) => recipe.write(accepted(policy)),
  caveats: (policy) => recipe.caveats(accepted(policy)),
});

function accepted(policy: Policy): Policy {
  const problems = checkPolicy(policy);
  if (problems.length > 0) throw new RangeError(problems.join(' '));
  return policy;
}

/** In the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  express,
  node,
  fastify,
  koa,
  hono,
  nestjs,
  nextjs,
  nuxt,
  sveltekit,
  deno,
  bun,
  fastapi,
  flask,
  django,
  aiohttp,
  springMvc,
  springSecurity,
  quarkus,
  aspnetCore,
  rails,
  laravel,
  symfony,
  php,
  goJub0bsCors,
  goRsCors,
  gin,
  chi,
  towerHttp,
  actix,
  nginx,
  apache,
  caddy,
  haproxy,
  traefik,
  envoy,
  varnish,
  lighttpd,
  iis,
  kong,
  awsApiGatewayHttp,
  awsApiGatewayRest,
  awsLambda,
  awsLambdaUrl,
  awsS3,
  awsCloudfront,
  googleCloudStorage,
  azureAppService,
  azureApiManagement,
  azureBlobStorage,
  cloudflareWorkers,
  netlify,
  vercel,
  firebaseFunctions,
  supabaseFunctions,
  ingressNginx,
  gatewayApi,
  istio,
  ollama,
  elasticsearch,
  minio,
  keycloak,
  viteProxy,
  webpackProxy,
  nextjsRewrites,
].map(refusing);

export const recipeFor = (id: string): Recipe | undefined => recipes.find((recipe) => recipe.id === id);
