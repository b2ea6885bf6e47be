const situations = await (await fetch('situations.json')).json();
const byId = new Map(situations.map((situation) => [situation.id, situation]));

async function send({ url, method, headers, credentials }) {
  try {
    await fetch(url, { method, headers, credentials, cache: 'no-store' });
    return 'read';
  } catch {
    return 'refused';
  }
}

const frames = new Map();

function frameFor(from) {
  if (!frames.has(from)) {
    const frame = document.createElement('iframe');
    if (from === 'sandbox') frame.sandbox = 'allow-scripts';
    frame.src = from === 'loopback' ? `http://127.0.0.1:${location.port}/frame.html` : 'frame.html';
    const ready = new Promise((resolve) => {
      addEventListener('message', ({ source, data }) => {
        if (source === frame.contentWindow && data.id === 'ready') resolve(frame.contentWindow);
      });
    });
    document.body.append(frame);
    frames.set(from, ready);
  }
  return frames.get(from);
}

async function sendFrom({ request, id }) {
  if (request.from === 'page') return send(request);
  const frame = await frameFor(request.from);
  return new Promise((resolve) => {
    addEventListener('message', function receive({ source, data }) {
      if (source !== frame || data.id !== id) return;
      removeEventListener('message', receive);
      resolve(data.outcome);
    });
    frame.postMessage({ id, request }, '*');
  });
}

let cookie;

/** Makes one situation's request; resolves with `read` or `refused`. */
async function run(id) {
  const situation = byId.get(id);
  if (situation.request.credentials === 'include') {
    const { origin } = new URL(situation.request.url);
    cookie ??= fetch(`${origin}/cookie`, { credentials: 'include' });
    await cookie;
  }
  return sendFrom(situation);
}

const GROUPS = {
  rules: 'One request for each rule',
  more: 'More ways to fail',
  passing: 'Requests that pass',
};

const main = document.querySelector('main');
const buttons = [];
for (const [group, heading] of Object.entries(GROUPS)) {
  const title = document.createElement('h2');
  title.textContent = heading;
  const box = document.createElement('div');
  box.className = 'buttons';
  for (const situation of situations) {
    if (situation.group !== group || situation.id.endsWith('.fixed')) continue;
    const button = document.createElement('button');
    const output = document.createElement('output');
    button.append(output, situation.title);
    const press = async () => {
      output.textContent = '…';
      output.textContent = await run(situation.id);
    };
    button.addEventListener('click', () => void press());
    buttons.push(button);
    box.append(button);
  }
  main.append(title, box);
}
document.querySelector('#all').addEventListener('click', () => {
  for (const button of buttons) button.click();
});

globalThis.lab = { run, runAll: (ids) => Promise.all(ids.map(async (id) => [id, await run(id)])) };
