import type { Command } from '../processes.ts';
import { fromDebian, type Place, type Server } from '../server.ts';

/** Debian's, for which its packages are: others may come first in the path. */
const python = (place: Place, ...args: readonly string[]): Command => ({
  command: '/usr/bin/python3',
  args,
  cwd: place.folder,
  env: { PORT: `${place.port}`, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: place.folder },
});

export const fastapi: Server = {
  id: 'fastapi',
  recipe: 'fastapi',
  name: 'FastAPI',
  kind: 'application',
  debian: ['python3-fastapi', 'python3-uvicorn'],
  trap: { words: '`add_middleware(CORSMiddleware, …)`', breaks: 'throws' },
  versions: fromDebian(['FastAPI', 'python3-fastapi'], ['Starlette', 'python3-starlette']),
  async prepare(place, recipe) {
    const trap = `
from starlette.middleware.cors import CORSMiddleware
app.add_middleware(CORSMiddleware, allow_origin_regex="http://(app|admin).example.com:.*", allow_credentials=True, allow_methods=["*"], allow_headers=["*"])`;
    await place.write(
      'main.py',
      `
from fastapi import Depends, FastAPI, Header, HTTPException, Response

app = FastAPI()

def log_in(authorization: str | None = Header(None)):
    if authorization is None:
        raise HTTPException(401)

@app.get("/api/orders")
def read(response: Response):
    response.headers["X-Total-Count"] = "2"
    response.headers["Cache-Control"] = "max-age=60"
    return {"orders": [1, 2]}

@app.put("/api/orders", dependencies=[Depends(log_in)])
@app.delete("/api/orders", dependencies=[Depends(log_in)])
def store():
    return {"stored": True}

@app.get("/api/fails")
def fails():
    raise RuntimeError("fails")

${recipe ?? trap}
`,
    );
    return python(place, '-m', 'uvicorn', 'main:app', '--host', '127.0.0.1', '--port', `${place.port}`);
  },
};

export const flask: Server = {
  id: 'flask',
  recipe: 'flask',
  name: 'Flask',
  kind: 'application',
  debian: ['python3-flask', 'python3-flask-cors'],
  trap: { words: '`CORS(app, supports_credentials=True)`', breaks: 'refused' },
  versions: fromDebian(['Flask', 'python3-flask'], ['Flask-CORS', 'python3-flask-cors']),
  async prepare(place, recipe) {
    const trap = `from flask_cors import CORS
CORS(app, supports_credentials=True, expose_headers="X-Total-Count")`;
    return python(
      place,
      await place.write(
        'main.py',
        `
import os
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
${recipe ?? trap}

@app.before_request
def log_in():
    if request.method == "OPTIONS":
        return
    if request.method != "GET" and "Authorization" not in request.headers:
        abort(401)

@app.get("/api/orders")
def read():
    return jsonify(orders=[1, 2]), 200, {"X-Total-Count": "2", "Cache-Control": "max-age=60"}

@app.put("/api/orders")
@app.delete("/api/orders")
def store():
    return jsonify(stored=True)

@app.get("/api/fails")
def fails():
    raise RuntimeError("fails")

app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
`,
      ),
    );
  },
};

export const django: Server = {
  id: 'django',
  recipe: 'django',
  name: 'Django',
  kind: 'application',
  debian: ['python3-django', 'python3-django-cors-headers'],
  trap: { words: '`CORS_ALLOW_ALL_ORIGINS` without `CORS_ALLOW_CREDENTIALS`', breaks: 'put' },
  versions: fromDebian(['Django', 'python3-django'], ['django-cors-headers', 'python3-django-cors-headers']),
  async prepare(place, recipe) {
    const trap = `
INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]
CORS_ALLOW_ALL_ORIGINS = True`;
    await place.write(
      'settings.py',
      `
SECRET_KEY = "secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
${recipe ?? trap}
`,
    );
    await place.write(
      'urls.py',
      `
from django.http import JsonResponse
from django.urls import path

def orders(request):
    if request.method == "GET":
        return JsonResponse({"orders": [1, 2]}, headers={"X-Total-Count": "2", "Cache-Control": "max-age=60"})
    if "Authorization" not in request.headers:
        return JsonResponse({"error": "log in"}, status=401)
    return JsonResponse({"stored": True})

def fails(request):
    raise RuntimeError("fails")

urlpatterns = [path("api/orders", orders), path("api/fails", fails)]
`,
    );
    const { env, ...command } = python(
      place,
      '-m',
      'django',
      'runserver',
      '--noreload',
      `127.0.0.1:${place.port}`,
    );
    return { ...command, env: { ...env, DJANGO_SETTINGS_MODULE: 'settings' } };
  },
};

export const aiohttp: Server = {
  id: 'aiohttp',
  recipe: 'aiohttp',
  name: 'aiohttp',
  kind: 'application',
  debian: ['python3-aiohttp'],
  trap: { words: 'no CORS at all', breaks: 'put' },
  versions: fromDebian(['aiohttp', 'python3-aiohttp']),
  prepare: async (place, recipe) =>
    python(
      place,
      await place.write(
        'main.py',
        `
import os
${recipe ?? 'from aiohttp import web\napp = web.Application()'}

async def read(request):
    return web.json_response({"orders": [1, 2]}, headers={"X-Total-Count": "2", "Cache-Control": "max-age=60"})

async def store(request):
    if "Authorization" not in request.headers:
        raise web.HTTPUnauthorized()
    return web.json_response({"stored": True})

async def fails(request):
    raise RuntimeError("fails")

app.router.add_get("/api/orders", read)
app.router.add_put("/api/orders", store)
app.router.add_delete("/api/orders", store)
app.router.add_get("/api/fails", fails)
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
`,
      ),
    ),
};
