import { writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from './processes.ts';
import { debianVersion, npmVersion } from './install.ts';
import type { CheckId } from './results.ts';

/** Where a server is started: anew each time, with a port and a folder that nobody had before. */
export interface Place {
  readonly port: number;
  /** The port of the application behind, where the server is a proxy. */
  readonly backend: number;
  readonly folder: string;
  /** The folder with the server's `node_modules`. */
  readonly packages: string;
  /** Writes a file into the folder and gives its whole path. */
  readonly write: (name: string, text: string) => Promise<string>;
  readonly run: (
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<string>;
}

export type Kind =
  /** Answers itself. */
  | 'application'
  /** Stands in front of an application that sends headers of its own. */
  | 'proxy'
  /** Serves the page too, so that there is no CORS. */
  | 'development';

export interface Server {
  /** Equal to the file's name, or to what stands before its `.ts` with a version. */
  readonly id: string;
  readonly recipe: string;
  readonly name: string;
  readonly kind: Kind;
  readonly debian?: readonly string[];
  readonly npm?: readonly string[];
  /** What it was before, in words, and a check that fails with it. */
  readonly trap: { readonly words: string; readonly breaks: CheckId };
  /** Whether it refuses `/api/private` itself to those who do not log in. */
  readonly hasOwnLogin?: true;
  /** What ran, as `nginx 1.22.1`. */
  readonly versions: (packages: string) => Promise<readonly string[]>;
  /** Writes what the server needs and says how to start it; null instead of a recipe for the trap. */
  readonly prepare: (place: Place, recipe: string | null) => Promise<Command>;
}

export const written = async (folder: string, name: string, text: string): Promise<string> => {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
};

/** Puts a value in the place of what a recipe says has to be replaced. */
export function fillIn(recipe: string, placeholder: string, value: string): string {
  if (recipe.split(placeholder).length !== 2) throw new Error(`The recipe has not one "${placeholder}".`);
  return recipe.replace(placeholder, () => value);
}

export const fromDebian =
  (...packages: readonly (readonly [name: string, debian: string])[]) =>
  async (): Promise<readonly string[]> =>
    Promise.all(packages.map(async ([name, debian]) => `${name} ${await debianVersion(debian)}`));

export const fromNpm =
  (...packages: readonly (readonly [name: string, npm: string])[]) =>
  async (folder: string): Promise<readonly string[]> =>
    Promise.all(packages.map(async ([name, npm]) => `${name} ${await npmVersion(folder, npm)}`));

/** Starts a module of Node's. */
export const node = (place: Place, ...args: readonly string[]): Command => ({
  command: process.execPath,
  args,
  cwd: place.folder,
  env: { NODE_ENV: 'production', PORT: `${place.port}`, HOST: '127.0.0.1' },
});
