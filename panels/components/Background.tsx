import { exchangesOf } from '../../src/cors/flow.ts';
import { whoAnswered, type Answerer } from '../../src/diagnosis/answerers.ts';
import { preflightReasons, type PreflightReason } from '../../src/diagnosis/preflight-reasons.ts';
import { codeList } from '../../src/diagnosis/rule.ts';
import type { Examined } from '../../src/report/examine.ts';
import { visible } from '../../src/session/visible.ts';
import { Text } from './Text.tsx';

/** Who answered, as far as the answer gives it away, and why the browser asked first. */
export function Background({ examined: { flow } }: { readonly examined: Examined }) {
  const answered = exchangesOf(flow).findLast(({ response }) => response !== null);
  const who = (answered === undefined ? [] : whoAnswered(answered)).filter(isWorthSaying);
  const reasons = preflightReasons(flow);
  if (who.length === 0 && reasons.length === 0) return null;
  return (
    <ul class="notes">
      {who.length > 0 && (
        <li>
          <strong>Recognized: {who.map(({ name }) => name).join(', ')}</strong>
          <span class="soft"> ({who.map(({ because }) => visible(because)).join('; ')})</span>
        </li>
      )}
      {reasons.length > 0 && (
        <li>
          <strong>Why there was a preflight:</strong> <Text text={reasonsText(reasons)} />
        </li>
      )}
    </ul>
  );
}

/** One sentence for all of them, then what could be done without. */
function reasonsText(reasons: readonly PreflightReason[]): string {
  const named = reasons.filter(({ kind }) => kind !== 'body').map(({ name }) => name);
  const what =
    named.length === 0
      ? (reasons[0]?.why ?? '')
      : `${codeList(named)} ${named.length === 1 ? 'needs' : 'need'} a preflight.`;
  return [what, ...reasons.map(({ without }) => without ?? '')].filter(Boolean).join(' ');
}

function isWorthSaying({ confidence }: Answerer): boolean {
  return confidence !== 'possible';
}
