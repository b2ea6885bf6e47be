importScripts('client.js');
addEventListener('message', async ({ data }) => {
  postMessage({ id: data.id, outcome: await perform(data.request) });
});
