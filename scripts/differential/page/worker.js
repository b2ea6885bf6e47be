importScripts('client.js');
async function answer({ data }) {
  postMessage({ id: data.id, outcome: await perform(data.request) });
}

addEventListener('message', (event) => void answer(event));
