import type { Comparison } from '../../src/diagnosis/rule.ts';
import { differenceOf } from '../../src/session/difference.ts';
import { visible } from '../../src/session/visible.ts';
import { Copy } from './Copy.tsx';

/** Two values below each other, with the characters marked in which they differ. */
export function Compare({ comparison: { needed, found } }: { readonly comparison: Comparison }) {
  if (found.lines !== undefined) return <Several needed={needed} label={found.label} lines={found.lines} />;
  const { before, first, second, after } = differenceOf(visible(needed.value), visible(found.value));
  // Wholly different values are not compared letter by letter. Else what one of them lacks keeps its place, as wide
  // as the other's part where something has to stand aligned behind it.
  const whole = before === '' && after === '';
  const widest = Math.max([...first].length, [...second].length);
  const width = whole ? 0 : after === '' || widest > 16 ? 1 : widest;
  return (
    <dl class="compare">
      <dt>{needed.label}</dt>
      <dd>
        <Line {...{ before, after, width }} part={first} sort={whole ? 'plain' : 'needed'} />
        <Copy text={needed.value} what="this value" />
      </dd>
      <dt>{found.label}</dt>
      <dd>
        <Line {...{ before, after, width }} part={second} sort="found" />
      </dd>
    </dl>
  );
}

/** All lines but the one that would be enough are marked. */
interface SeveralProps {
  readonly needed: Comparison['needed'];
  readonly label: string;
  readonly lines: readonly string[];
}

/** More lines than anyone reads. */
const MOST = 8;

function Several({ needed, label, lines }: SeveralProps) {
  return (
    <dl class="compare">
      <dt>{needed.label}</dt>
      <dd>
        <code>{visible(needed.value)}</code>
        <Copy text={needed.value} what="this value" />
      </dd>
      <dt>{label}</dt>
      {lines.slice(0, MOST).map((line, i) => (
        <dd key={i} class="one-of-several">
          <code>
            {needed.value === line && lines.indexOf(line) === i ? (
              visible(line)
            ) : (
              <mark class="found">{line === '' ? <i>(nothing)</i> : visible(line)}</mark>
            )}
          </code>
        </dd>
      ))}
      {lines.length > MOST && <dd class="one-of-several soft">and {lines.length - MOST} more</dd>}
    </dl>
  );
}

interface LineProps {
  readonly before: string;
  readonly part: string;
  readonly after: string;
  readonly width: number;
  readonly sort: 'needed' | 'found' | 'plain';
}

function Line({ before, part, after, width, sort }: LineProps) {
  const gap = Math.max(0, width - [...part].length);
  const empty = part === '' ? 'nothing' : '';
  return (
    <code>
      {before}
      {(part !== '' || gap > 0) && (
        <mark class={sort} title={empty}>
          {part}
          {gap > 0 && <span class="gap">{' '.repeat(gap)}</span>}
        </mark>
      )}
      {after}
      {before + part + after === '' && <i>(nothing)</i>}
    </code>
  );
}
