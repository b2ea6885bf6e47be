import { exchangeOf, firstHop, lastHop, methodAt, urlOf } from '../../src/cors/flow.ts';
import type { Place } from '../../src/http/exchange.ts';
import type { Item } from '../../src/session/item.ts';
import type { Jumps } from '../../src/session/source.ts';
import { visible } from '../../src/session/visible.ts';
import { EXEMPT } from '../../src/session/words.ts';
import { getHeader } from '../../src/http/header-list.ts';
import type { Answerer } from '../../src/diagnosis/answerers.ts';
import type { Examined } from '../../src/report/examine.ts';
import { answerersOf } from '../../src/report/servers.ts';
import { SignIcon, wordOf } from './Sign.tsx';
import { Text, Value } from './Text.tsx';

export function Headline({ item, jumps }: { readonly item: Item; readonly jumps: Jumps }) {
  const { examined, kind, method } = item;
  return (
    <header>
      <h1 tabIndex={-1}>
        <SignIcon sign={kind} label={wordOf(kind)} /> <Text text={headlineOf(examined, item.cause)} />
      </h1>
      <p class="request">
        <strong>{placeOf(examined)}</strong> <Value value={`${method} ${urlOf(examined.flow)}`} />{' '}
        {fateOf(examined)}
      </p>
      <Whence item={item} jumps={jumps} />
    </header>
  );
}

/** The line of code that made the request and who answered, and the ways to it and to the browser's own record. */
function Whence({ item: { examined }, jumps }: { readonly item: Item; readonly jumps: Jumps }) {
  const { initiator } = exchangeOf(firstHop(examined.flow));
  const { toNetwork, toSource } = jumps;
  const answerers = answerersOf(examined).filter(({ confidence }) => confidence !== 'possible');
  if (initiator === null && toNetwork === null && answerers.length === 0) return null;
  return (
    <p class="whence">
      {initiator !== null && (
        <span>
          Sent by{' '}
          {toSource === null ? (
            <code title={visible(initiator.url)}>{nameOf(initiator)}</code>
          ) : (
            <button
              type="button"
              class="link to-source"
              title={`Open in Sources: ${visible(initiator.url)}`}
              onClick={() => toSource(initiator)}
            >
              {nameOf(initiator)}
            </button>
          )}
        </span>
      )}
      {answerers.length > 0 && (
        <span title={answerers.map(({ because }) => visible(because)).join('; ')}>
          Answered by {answerers.map(asSureAsItIs).join(', ')}
        </span>
      )}
      {toNetwork !== null && (
        <button
          type="button"
          class="link to-network"
          title="Show this request in the Network panel"
          onClick={() => toNetwork(urlOf(examined.flow))}
        >
          Show in Network
        </button>
      )}
    </p>
  );
}

function asSureAsItIs({ name, confidence }: Answerer): string {
  return confidence === 'certain' ? name : `probably ${name}`;
}

/** "app.js:42", as the console writes it. */
function nameOf({ url, line }: Place): string {
  const { pathname, host } = new URL(url);
  return visible(`${pathname.split('/').at(-1) || host || url}:${line + 1}`);
}

function headlineOf({ flow, verdict, lead }: Examined, cause: string): string {
  if (lead !== null) return lead.headline;
  const answer = lastHop(flow).actual?.response ?? null;
  switch (verdict.outcome) {
    case 'allowed': {
      const value = answer && getHeader(answer.headers, 'Access-Control-Allow-Origin');
      if (value === null || value.includes('`')) return 'The page could read this response.';
      return `The page could read this response: it allows \`${value}\`.`;
    }
    case 'exempt':
      return verdict.exemption === null ? 'CORS does not apply.' : EXEMPT[verdict.exemption].long;
    case 'unknown':
      if (verdict.missing.length === 0)
        return 'Why CORS? could not examine this request. This is a bug in Why CORS?.';
      return 'The recording does not contain enough to say what the browser decided.';
    case 'failed':
    case 'blocked':
      return `${cause}.`;
  }
}

/** Where the flow ended, in the order in which a reader asks: is it CORS at all, and at which answer? */
function placeOf({ verdict, failure, flow }: Examined): string {
  switch (verdict.outcome) {
    case 'blocked':
      if (failure?.stage === 'preflight') return 'Blocked at the preflight:';
      return flow.hops.length > 1 ? 'Blocked after a redirect:' : 'Blocked at the response:';
    case 'failed':
      return 'Not CORS:';
    case 'allowed':
      return 'Allowed:';
    case 'unknown':
      return 'Unknown:';
    case 'exempt':
      return 'Not subject to CORS:';
  }
}

function fateOf({ verdict, failure, flow }: Examined): string {
  if (verdict.outcome !== 'blocked') return '';
  const last = lastHop(flow);
  if (failure?.stage === 'preflight') {
    return last.actual?.response ? 'was sent anyway.' : 'was never sent.';
  }
  const safe = /^(?:GET|HEAD|OPTIONS)$/.test(methodAt(last));
  return safe
    ? 'got a response, but your page is not allowed to read it.'
    : 'reached the server, which may have acted on it, but the page may not read the response.';
}
