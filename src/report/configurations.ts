import { checkPolicy, type Policy } from '../recipes/policy.ts';
import type { Answerer } from '../diagnosis/answerers.ts';
import type { Examined } from './examine.ts';
import { policyOf } from './policy.ts';
import { answerersOf, likeliestOf } from './servers.ts';

/** What one server has to be configured for, so that all requests to it pass. */
export interface Configuration {
  /** The server's origin. */
  readonly api: string;
  readonly policy: Policy;
  /** Who answered there, as far as there is a recipe for it; null where no answer tells. */
  readonly answerer: Answerer | null;
}

/** One for each server that something was blocked on, and that a configuration helps. */
export function configurationsOf(session: readonly Examined[]): readonly Configuration[] {
  const found = new Map<string, Configuration>();
  for (const examined of session) {
    if (examined.verdict.outcome !== 'blocked') continue;
    // Whether there is a policy is soon known; what all requests need of it, only once for each server.
    const own = policyOf(examined);
    if (own.policy === null || found.has(own.api)) continue;
    const { policy } = policyOf(examined, session);
    if (policy === null || checkPolicy(policy).length > 0) continue;
    found.set(own.api, { api: own.api, policy, answerer: likeliestOf(answerersOf(examined)) });
  }
  return [...found.values()];
}

/** One for each server of several recordings, with what each of them needs. */
export function joinConfigurations(all: readonly Configuration[]): readonly Configuration[] {
  const found = new Map<string, Configuration>();
  for (const one of all) {
    const before = found.get(one.api) ?? one;
    const [a, b] = [before.policy, one.policy];
    found.set(one.api, {
      api: one.api,
      answerer: before.answerer ?? one.answerer,
      policy: {
        origins: union(a.origins, b.origins),
        methods: union(a.methods, b.methods),
        requestHeaders: union(a.requestHeaders, b.requestHeaders),
        exposedHeaders: union(a.exposedHeaders, b.exposedHeaders),
        credentials: a.credentials || b.credentials,
        maxAge: a.maxAge,
      },
    });
  }
  return [...found.values()];
}

/** Names that differ in case alone are one. */
function union(a: readonly string[], b: readonly string[]): readonly string[] {
  const known = new Set(a.map((name) => name.toLowerCase()));
  return [...a, ...b.filter((name) => !known.has(name.toLowerCase()))];
}

/** The command that writes the configuration. A policy that was checked has no character that a shell knows. */
export function commandOf({ policy, answerer }: Configuration): string {
  const { origins, methods, requestHeaders, exposedHeaders, credentials } = policy;
  const list = (option: string, values: readonly string[]): readonly string[] =>
    values.length === 0 ? [] : [`--${option}`, values.join(',')];
  return [
    'whycors recipe',
    ...list('server', [answerer?.recipe ?? 'NAME']),
    ...list('origin', origins),
    ...list('methods', methods),
    ...list('headers', requestHeaders),
    ...list('expose', exposedHeaders),
    ...(credentials ? ['--credentials'] : []),
  ].join(' ');
}
