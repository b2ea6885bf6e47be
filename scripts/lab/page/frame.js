// Makes requests for the page that holds this frame: `{ id, request }` comes in, `{ id, outcome }` goes out.
async function send({ data, source }) {
  const { url, method, headers, credentials } = data.request;
  let outcome = 'refused';
  try {
    await fetch(url, { method, headers, credentials, cache: 'no-store' });
    outcome = 'read';
  } catch {
    // The reason is the browser's secret; the panel tells it.
  }
  source.postMessage({ id: data.id, outcome }, '*');
}

addEventListener('message', (event) => void send(event));
parent.postMessage({ id: 'ready' }, '*');
