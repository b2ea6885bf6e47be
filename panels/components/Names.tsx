import type { ComponentChildren } from 'preact';
import type { Examined } from '../../src/report/examine.ts';
import { Copy } from './Copy.tsx';
import { Value } from './Text.tsx';

const MDN = 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/';

/** What the browsers call it, so that a search finds the same. */
export function Names({ examined: { failure, lead, verdict } }: { readonly examined: Examined }) {
  return (
    <dl class="names">
      {failure !== null && (
        <>
          <Name title="Chrome, Edge" value={failure.chrome}>
            {failure.parameter !== '' && (
              <span class="soft">
                {' '}
                with <Value value={failure.parameter} />
              </span>
            )}
          </Name>
          <Name title="Firefox" value={failure.firefox} href={MDN + encodeURIComponent(failure.firefox)} />
        </>
      )}
      {verdict.netError !== null && verdict.netError !== '' && (
        <Name title="Chrome, Edge" value={verdict.netError} />
      )}
      {lead !== null && (
        <>
          <Name title="Standard" value={lead.spec.replace('https://', '')} href={lead.spec} />
          <Name title="Our rule" value={lead.rule} />
        </>
      )}
    </dl>
  );
}

interface NameProps {
  readonly title: string;
  readonly value: string;
  readonly href?: string;
  readonly children?: ComponentChildren;
}

function Name({ title, value, href, children }: NameProps) {
  return (
    <div class="header">
      <dt>{title}</dt>
      <dd>
        {href === undefined || !href.startsWith('https://') ? (
          <Value value={value} />
        ) : (
          <a href={href} target="_blank" rel="noreferrer">
            <Value value={value} />
          </a>
        )}
        {children}
        <Copy text={value} what={`the name (${title})`} />
      </dd>
    </div>
  );
}
