import { codeList } from './rule.ts';

/** What libraries for monitoring add to the requests of a page, to follow them through the servers. */
const TRACING =
  /^(?:baggage|sentry-trace|traceparent|tracestate|b3|x-b3-[\w-]+|uber-trace-id|newrelic|request-id|request-context|x-datadog-[\w-]+|x-amzn-trace-id)$/i;

/** What to do about headers that no line of the page's own code sets; null where there is none among them. */
export function tracingAdvice(names: readonly string[]): string | null {
  const added = names.filter((name) => TRACING.test(name));
  if (added.length === 0) return null;
  return `A library for monitoring adds ${codeList(added)}: let it do so for your own servers only (Sentry calls that \`tracePropagationTargets\`).`;
}
