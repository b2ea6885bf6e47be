import type { Examined } from '../../src/report/examine.ts';
import { doubledHeaders, policyOf } from '../../src/report/policy.ts';
import { answerersOf } from '../../src/report/servers.ts';
import { partsOf } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { Boundary } from './Boundary.tsx';
import { useFound } from './found.ts';
import { lazily } from './lazily.tsx';
import { OpenToday, Sources } from './Sources.tsx';
import { Text } from './Text.tsx';

const Recipe = lazily('The configuration', async () => (await import('./Recipe.tsx')).Recipe);

interface Props {
  readonly examined: Examined;
  readonly session: Session;
}

/** The fix as configuration of the server that answered. */
export function Configuration({ examined, session }: Props) {
  const found = useFound(policyOf, { examined, session });
  if (examined.verdict.outcome !== 'blocked') return null;
  if (found.policy === null) {
    // The problem has said what helps.
    if (examined.diagnoses.some(({ rule }) => rule === examined.obstacle?.kind)) return null;
    return (
      <section aria-labelledby="configuration">
        <h2 id="configuration">No configuration</h2>
        <p>
          <Text text={found.reason} />
        </p>
      </section>
    );
  }
  const { policy, api, others } = found;
  return (
    <section aria-labelledby="configuration">
      <h2 id="configuration">
        Server configuration{' '}
        <span class="soft">
          for {partsOf(api).host}: what it allows today plus what this
          {others === 0
            ? ' request needs'
            : ` and ${others} other ${others === 1 ? 'request' : 'requests'} need`}
        </span>
      </h2>
      <OpenToday examined={examined} session={session} />
      <Boundary what="The configuration">
        <Recipe
          policy={policy}
          api={api}
          answerers={answerersOf(examined)}
          doubled={doubledHeaders(examined)}
          sources={<Sources examined={examined} session={session} />}
        />
      </Boundary>
    </section>
  );
}
