/** What leaves the panel as text; read when someone first asks for it. */
import { version } from '../package.json';
import { writeHar } from '../src/har/write.ts';
import type { Examined } from '../src/report/examine.ts';
import { markdownOf } from '../src/report/markdown.ts';
import { exchangesOfAll } from '../src/report/recording.ts';
import { reportOf } from '../src/report/report.ts';
import { share, type Shared } from '../src/report/share.ts';
import type { Item } from '../src/session/item.ts';

export type Format = 'markdown' | 'json';

interface Exported {
  readonly text: string;
  readonly redacted: readonly string[];
}

/** Some of a session's flows for others. */
export function textOf(items: readonly Item[], all: readonly Item[], format: Format): Exported {
  const shared = share(items.map(examinedOf), all.map(examinedOf));
  return { text: format === 'markdown' ? markdownOf(shared) : jsonOf(shared), redacted: shared.redacted };
}

function jsonOf({ flows, redacted }: Shared): string {
  return `${JSON.stringify({ ...reportOf(flows), redacted }, null, 2)}\n`;
}

/** A session as a HAR file. */
export function harOf(items: readonly Item[]): Exported {
  const { flows, redacted } = share(items.map(examinedOf));
  return { text: writeHar(exchangesOfAll(flows), version), redacted };
}

function examinedOf({ examined }: Item): Examined {
  return examined;
}
