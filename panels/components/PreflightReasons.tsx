import { preflightReasons, type PreflightReason } from '../../src/diagnosis/preflight-reasons.ts';
import { codeList } from '../../src/diagnosis/rule.ts';
import type { Examined } from '../../src/report/examine.ts';
import { Text } from './Text.tsx';

/** Why the browser asked first. */
export function PreflightReasons({ examined: { flow } }: { readonly examined: Examined }) {
  const reasons = preflightReasons(flow);
  if (reasons.length === 0) return null;
  return (
    <p class="notes">
      <span>
        <strong>Why there was a preflight:</strong> <Text text={reasonsText(reasons)} />
      </span>
    </p>
  );
}

/** One sentence for all of them, then what could be done without. */
function reasonsText(reasons: readonly PreflightReason[]): string {
  const named = reasons.filter(({ kind }) => kind !== 'body').map(({ what }) => what);
  const what =
    named.length === 0
      ? 'your code listens to upload progress, or sends a stream.'
      : `${codeList(named)} ${named.length === 1 ? 'needs' : 'need'} one.`;
  return [what, ...reasons.map(({ without }) => without ?? '')].filter(Boolean).join(' ');
}
