import type { Policy } from './policy.ts';

export type Group =
  | 'javascript'
  | 'python'
  | 'jvm'
  | 'dotnet'
  | 'ruby'
  | 'php'
  | 'go'
  | 'rust'
  | 'server'
  | 'cloud'
  | 'kubernetes'
  | 'product'
  | 'development';

export type Language =
  | 'apache'
  | 'caddyfile'
  | 'csharp'
  | 'go'
  | 'haproxy'
  | 'java'
  | 'javascript'
  | 'json'
  | 'lighttpd'
  | 'nginx'
  | 'php'
  | 'properties'
  | 'python'
  | 'ruby'
  | 'rust'
  | 'shell'
  | 'vcl'
  | 'xml'
  | 'yaml';

/** What goes to one place, where a configuration goes to several. */
export interface Part {
  /** As in "Copy … part". */
  readonly place: string;
  /** The same in full. */
  readonly where: string;
  readonly text: string;
}

export interface Snippet {
  /** All of it, where there are parts. */
  readonly text: string;
  readonly language: Language;
  readonly parts?: readonly Part[];
}

/** Who vouches for a recipe. Only what we have run is shown without the words "not tested by us". */
export interface Checked {
  readonly by: 'run' | 'source' | 'documentation';
  readonly versions: string;
  readonly url: string;
}

export interface Recipe {
  /** Equal to the file's name. */
  readonly id: string;
  readonly name: string;
  readonly group: Group;
  readonly language: Language;
  /** Where the snippet goes, in words. */
  readonly file: string;
  readonly checked: Checked;
  readonly write: (policy: Policy) => Snippet;
  readonly caveats: (policy: Policy) => readonly string[];
  /** How to take the second copy of a header out here, when two layers send it. */
  readonly removeDuplicate: string;
}
