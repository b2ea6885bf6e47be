// Makes requests in every way that the web has. An outcome is `read` or `refused`; an element that was refused and one
// whose bytes were no image, font or style sheet look the same.
const PATIENCE = 30_000;

function perform(request) {
  const made =
    request.api === 'fetch'
      ? byFetch(request)
      : request.api.startsWith('xhr')
        ? byXhr(request)
        : byElement(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, 'late'));
  return Promise.race([made, late]).catch((error) => `error: ${error}`);
}

async function byFetch({ url, method, headers, credentials, body, mode, redirect }) {
  try {
    const options = {
      method,
      headers,
      credentials,
      body,
      mode: mode ?? 'cors',
      redirect: redirect ?? 'follow',
      cache: 'no-store',
    };
    const response = await fetch(url, options);
    // The answer is there, and its body may yet break off.
    await response.text().catch(() => null);
    return 'read';
  } catch {
    return 'refused';
  }
}

function byXhr({ api, url, method, headers, credentials, body }) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    for (const [name, value] of headers) xhr.setRequestHeader(name, value);
    xhr.withCredentials = credentials === 'include';
    if (api === 'xhr-upload') xhr.upload.addEventListener('progress', () => {});
    xhr.addEventListener('load', () => resolve('read'));
    xhr.addEventListener('error', () => resolve('refused'));
    xhr.send(body);
  });
}

function byElement({ api, url, credentials }) {
  return new Promise((resolve) => {
    const crossOrigin = credentials === 'include' ? 'use-credentials' : 'anonymous';
    const listen = (target, loaded = 'load') => {
      target.addEventListener(loaded, () => resolve('read'));
      target.addEventListener('error', () => resolve('refused'));
      return target;
    };
    switch (api) {
      case 'image':
        return Object.assign(listen(new Image()), { crossOrigin, src: url });
      case 'module':
        return document.head.append(
          Object.assign(listen(document.createElement('script')), { type: 'module', crossOrigin, src: url }),
        );
      case 'style':
        return document.head.append(
          Object.assign(listen(document.createElement('link')), {
            rel: 'stylesheet',
            crossOrigin,
            href: url,
          }),
        );
      case 'font':
        return new FontFace(`f${Math.random()}`, `url(${url})`).load().then(
          () => resolve('read'),
          () => resolve('refused'),
        );
      case 'eventsource': {
        const source = listen(new EventSource(url, { withCredentials: credentials === 'include' }), 'open');
        const close = () => source.close();
        source.addEventListener('open', close);
        source.addEventListener('error', close);
      }
    }
  });
}

// From here on for the page alone.
const query = new URLSearchParams(globalThis.location.search);
const contexts = new Map();
const waiting = new Map();
let last = 0;

function contextFor(from) {
  if (!contexts.has(from)) contexts.set(from, from === 'worker' ? startWorker() : startFrame(from));
  return contexts.get(from);
}

function settle({ data }) {
  waiting.get(data.id)?.(data.outcome);
  waiting.delete(data.id);
}

async function startWorker() {
  const worker = new Worker('worker.js');
  worker.addEventListener('message', settle);
  return (message) => worker.postMessage(message);
}

function startFrame(from) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    if (from === 'sandbox') frame.sandbox = 'allow-scripts';
    frame.src = from === 'sandbox' ? 'frame.html' : `${query.get('frame')}/frame.html`;
    addEventListener('message', (event) => {
      if (event.source !== frame.contentWindow) return;
      if (event.data.id === 'ready') resolve((message) => frame.contentWindow.postMessage(message, '*'));
      else settle(event);
    });
    document.body.append(frame);
  });
}

async function send(request) {
  if (request.from === 'page') return perform(request);
  const post = await contextFor(request.from);
  const id = ++last;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    post({ id, request });
  });
}

/** Sets the cookies. */
async function prepare() {
  await Promise.all(
    query
      .getAll('cookie')
      .map((origin) => fetch(`${origin}/cookie`, { credentials: 'include' }).catch(() => null)),
  );
}

/** Makes a harmless request from each of these places, whose URLs show whether DevTools listen there by now. */
async function probe(places, round) {
  const ask = async (from) =>
    send({
      api: 'fetch',
      from,
      url: `${location.origin}/probe/${from}/${round}`,
      method: 'GET',
      headers: [],
    });
  await Promise.all(places.map(ask));
}

/** Runs jobs, at most `limit` at once; a job is a list of requests, made together or one after the other. */
async function runAll(jobs, limit) {
  const outcomes = [];
  let next = 0;
  const work = async () => {
    while (next < jobs.length) {
      const index = next++;
      const { requests, together } = jobs[index];
      if (together) outcomes[index] = await Promise.all(requests.map(send));
      else {
        outcomes[index] = [];
        for (const request of requests) outcomes[index].push(await send(request));
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return outcomes;
}
