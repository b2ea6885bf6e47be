import path from 'node:path';
import { fillIn, fromDebian, type Place, type Server } from '../server.ts';

/** Debian's sources of packages, without modules and without a network. */
const environment = ({ packages }: Place) => ({
  GO111MODULE: 'off',
  GOPATH: '/usr/share/gocode',
  GOPROXY: 'off',
  GOFLAGS: '',
  GOCACHE: path.join(packages, 'build'),
});

async function built(place: Place, source: string) {
  await place.write('main.go', source);
  await place.run('/usr/bin/go', ['build', '-o', 'server', 'main.go'], environment(place));
  return {
    command: path.join(place.folder, 'server'),
    args: [],
    cwd: place.folder,
    env: { GIN_MODE: 'release' },
  };
}

const handlers = `
func read(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Total-Count", "2")
	w.Header().Set("Cache-Control", "max-age=60")
	w.Write([]byte(\`{"orders":[1,2]}\`))
}

func store(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "" {
		http.Error(w, \`{"error":"log in"}\`, 401)
		return
	}
	w.Write([]byte(\`{"stored":true}\`))
}
`;

export const goRsCors: Server = {
  id: 'go-rs-cors',
  recipe: 'go-rs-cors',
  name: 'Go with rs/cors',
  kind: 'application',
  debian: ['golang-go', 'golang-github-rs-cors-dev'],
  trap: { words: '`cors.Default()`', breaks: 'put' },
  versions: fromDebian(['rs/cors', 'golang-github-rs-cors-dev']),
  prepare: (place, recipe) =>
    built(
      place,
      `package main

import (
	"log"
	"net/http"

	"github.com/rs/cors"
)
${handlers}
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/orders", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			read(w, r)
		} else {
			store(w, r)
		}
	})
	// A handler that panics has to be caught inside of the middleware.
	mux.HandleFunc("/api/fails", func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			recover()
			http.Error(w, "fails", 500)
		}()
		panic("fails")
	})
	${fillIn(recipe ?? 'log.Fatal(http.ListenAndServe(":8080", cors.Default().Handler(mux)))', '":8080"', `"127.0.0.1:${place.port}"`)}
}
`,
    ),
};

export const gin: Server = {
  id: 'gin',
  recipe: 'gin',
  name: 'Gin',
  kind: 'application',
  debian: ['golang-go', 'golang-github-gin-gonic-gin-dev', 'golang-github-gin-contrib-cors-dev'],
  trap: { words: '`cors.Default()`', breaks: 'put' },
  versions: fromDebian(
    ['Gin', 'golang-github-gin-gonic-gin-dev'],
    ['gin-contrib/cors', 'golang-github-gin-contrib-cors-dev'],
  ),
  prepare: (place, recipe) =>
    built(
      place,
      `package main

import (
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

var _ = time.Second

func logIn(c *gin.Context) {
	if c.GetHeader("Authorization") == "" {
		c.AbortWithStatusJSON(401, gin.H{"error": "log in"})
	}
}

func main() {
	router := gin.Default()
	${recipe ?? 'router.Use(cors.Default())'}
	router.GET("/api/orders", func(c *gin.Context) {
		c.Header("X-Total-Count", "2")
		c.Header("Cache-Control", "max-age=60")
		c.JSON(200, gin.H{"orders": []int{1, 2}})
	})
	store := func(c *gin.Context) { c.JSON(200, gin.H{"stored": true}) }
	router.PUT("/api/orders", logIn, store)
	router.DELETE("/api/orders", logIn, store)
	router.GET("/api/fails", func(c *gin.Context) { panic("fails") })
	router.Run("127.0.0.1:${place.port}")
}
`,
    ),
};

export const chi: Server = {
  id: 'chi',
  recipe: 'chi',
  name: 'chi',
  kind: 'application',
  debian: ['golang-go', 'golang-github-go-chi-chi-dev', 'golang-github-go-chi-cors-dev'],
  trap: { words: 'the origins of its README, `https://*` and `http://*`', breaks: 'refused' },
  versions: fromDebian(
    ['chi', 'golang-github-go-chi-chi-dev'],
    ['go-chi/cors', 'golang-github-go-chi-cors-dev'],
  ),
  prepare: (place, recipe) => {
    const trap = `router.Use(cors.Handler(cors.Options{
	AllowedOrigins: []string{"https://*", "http://*"},
	AllowedMethods: []string{"GET", "POST", "PUT", "DELETE", "OPTIONS"},
	AllowedHeaders: []string{"Accept", "Authorization", "Content-Type", "X-CSRF-Token"},
	ExposedHeaders: []string{"X-Total-Count"},
	AllowCredentials: true,
}))`;
    return built(
      place,
      `package main

import (
	"net/http"

	"github.com/go-chi/chi"
	"github.com/go-chi/chi/middleware"
	"github.com/go-chi/cors"
)
${handlers}
func main() {
	router := chi.NewRouter()
	${recipe ?? trap}
	router.Use(middleware.Recoverer)
	router.Get("/api/orders", read)
	router.Put("/api/orders", store)
	router.Delete("/api/orders", store)
	router.Get("/api/fails", func(w http.ResponseWriter, r *http.Request) { panic("fails") })
	http.ListenAndServe("127.0.0.1:${place.port}", router)
}
`,
    );
  },
};
