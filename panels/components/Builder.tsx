import { useEffect, useRef } from 'preact/hooks';
import type { Policy } from '../../src/recipes/policy.ts';
import { doubledHeaders, policyNeeded } from '../../src/report/policy.ts';
import { answerersOf } from '../../src/report/servers.ts';
import type { Item } from '../../src/session/item.ts';
import type { Session } from '../../src/session/session.ts';
import { visible } from '../../src/session/visible.ts';
import { builderOpen } from '../view.ts';
import { Boundary } from './Boundary.tsx';
import { useFound } from './found.ts';
import { Recipe } from './Recipe.tsx';
import { OpenToday, Sources } from './Sources.tsx';

/** A server's configuration without a failing request, begun with what the selected one needs. */
export function Builder({ session }: { readonly session: Session }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const close = (): void => {
    builderOpen.value = false;
    document.querySelector<HTMLElement>('.tool.builder-tool')?.focus();
  };
  const item = session.selected.value;
  return (
    <section
      class="builder"
      aria-label="Builder"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <button type="button" class="tool close" title="Close" aria-label="Close the builder" onClick={close}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" />
        </svg>
      </button>
      <h1 ref={heading} tabIndex={-1}>
        Write CORS configuration for a server
      </h1>
      <Boundary what="The builder">
        {item === null ? (
          <FromNothing session={session} />
        ) : (
          <FromRequest key={item.id} item={item} session={session} />
        )}
      </Boundary>
    </section>
  );
}

function FromRequest({ item, session }: { readonly item: Item; readonly session: Session }) {
  const { examined, method, host, path } = item;
  const found = useFound(policyNeeded, { examined, session });
  if (found.policy === null) return <FromNothing session={session} />;
  return (
    <>
      <p class="soft">
        Filled in with what{' '}
        <code>
          {visible(method)} {visible(host + path)}
        </code>{' '}
        needs
        {found.others > 0 && `, and ${found.others} more to the same server`}. Edit as you like.
      </p>
      <OpenToday examined={examined} session={session} />
      <Recipe
        policy={found.policy}
        api={found.api}
        answerers={answerersOf(examined)}
        doubled={doubledHeaders(examined)}
        sources={<Sources examined={examined} session={session} />}
        open
      />
    </>
  );
}

function FromNothing({ session }: { readonly session: Session }) {
  const page = session.navigations.value.at(-1)?.url ?? '';
  const origin = /^https?:/.test(page) && URL.canParse(page) ? new URL(page).origin : null;
  const policy: Policy = {
    origins: origin === null ? [] : [origin],
    methods: ['GET', 'HEAD', 'POST'],
    requestHeaders: [],
    exposedHeaders: [],
    credentials: false,
    maxAge: 600,
  };
  return (
    <>
      <p class="soft">No request with known needs is selected: fill in what to allow.</p>
      <Recipe policy={policy} api={null} answerers={[]} doubled={[]} open />
    </>
  );
}
