/** Requests over a plain socket, so that an answer's headers are seen as they were sent. */
import { connect } from 'node:net';
import { within } from '../../scripts/browsers/driver.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Heard {
  readonly status: number;
  /** In the order in which they came, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export async function ask(port: number, { method, path, headers }: Asked): Promise<Heard> {
  const body = method === 'PUT' ? '{"item":1}' : '';
  const all: Readonly<Record<string, string>> = {
    Host: `api.example.com:${port}`,
    ...headers,
    ...(body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': `${body.length}` }),
    Connection: 'close',
  };
  const rows = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = `${method} ${path} HTTP/1.1\r\n${rows.join('')}\r\n${body}`;
  return parse(await within(exchange(port, bytes), 15_000, `an answer to ${method} ${path}`));
}

const exchange = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      heard += text;
      if (!heard.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve(heard);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server closed the connection without an answer.')));
  });

function parse(heard: string): Heard {
  const [line = '', ...rows] = heard.slice(0, heard.indexOf('\r\n\r\n')).split('\r\n');
  return {
    status: Number(line.split(' ')[1]),
    headers: rows.map((row) => {
      const colon = row.indexOf(':');
      return [row.slice(0, colon).toLowerCase(), row.slice(colon + 1).trim()];
    }),
  };
}

export const valuesOf = ({ headers }: Heard, name: string): readonly string[] =>
  headers.filter(([own]) => own === name).map(([, value]) => value);

/** The members of a list that may be spread over several lines. */
export const membersOf = (heard: Heard, name: string): readonly string[] =>
  valuesOf(heard, name)
    .flatMap((value) => value.split(','))
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '');
