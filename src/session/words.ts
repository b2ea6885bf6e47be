import type { Exemption, FailedReason } from '../cors/types.ts';
import type { Examined } from '../report/examine.ts';
import { MISSING } from '../report/missing.ts';
import type { Dropped } from './source.ts';

/** Why CORS does not apply: in a few words, and in a sentence. */
export const EXEMPT: Readonly<Record<Exemption, { readonly short: string; readonly long: string }>> = {
  'same-origin': {
    short: 'Same origin',
    long: 'The request stayed on the page’s own origin, so CORS does not apply.',
  },
  'no-cors': {
    short: 'Sent without CORS',
    long: 'The request was made without CORS: by an image, a script, a form or `mode: "no-cors"`. The browser sends it and does not let scripts read the response.',
  },
  navigation: {
    short: 'Navigation',
    long: 'The browser opened a document. No script reads it, so CORS does not apply.',
  },
  websocket: {
    short: 'WebSocket',
    long: 'CORS does not apply to WebSockets. The server itself has to check `Origin`.',
  },
  scheme: { short: 'Not HTTP', long: 'CORS is about `http:` and `https:`; this address has another scheme.' },
  'service-worker': {
    short: 'Answered by a service worker',
    long: 'A service worker answered this request and the page could read the response; how the server would have responded is not recorded.',
  },
};

/** Failures in a few words, for the drawing of the way. */
export const FAILED: Readonly<Record<FailedReason, string>> = {
  aborted: 'cancelled by the page',
  'blocked-by-client': 'blocked by an extension',
  'blocked-by-response': 'blocked by a response header',
  'blocked-by-orb': 'blocked by Opaque Response Blocking',
  'blocked-by-policy': 'blocked by a policy',
  'blocked-silently': 'blocked; the browser does not say why',
  certificate: 'certificate not trusted',
  'connection-refused': 'connection refused',
  'connection-reset': 'connection reset',
  'empty-response': 'closed without a response',
  'local-network-access': 'local network access refused',
  'name-not-resolved': 'host name not found',
  network: 'network error',
  offline: 'offline',
  proxy: 'proxy error',
  'redirect-refused': 'redirect not followed',
  scheme: 'a file, not a server',
  timeout: 'no response in time',
  tls: 'TLS handshake failed',
  'too-many-redirects': 'too many redirects',
  'unsafe-port': 'port not allowed',
  'unsafe-redirect': 'unsafe redirect',
};

/** Why a flow is what it is, in a few words without values: flows with the same words belong together. */
export function causeOf({ verdict, lead }: Examined): string {
  if (lead !== null) return lead.title;
  switch (verdict.outcome) {
    case 'allowed':
      return 'Allowed';
    case 'exempt':
      return verdict.exemption === null ? 'CORS does not apply' : EXEMPT[verdict.exemption].short;
    case 'failed':
      return `Not CORS: ${FAILED[verdict.reason ?? 'network']}`;
    case 'unknown':
      if (verdict.missing.length === 0) return 'Why CORS? could not examine this';
      return `Not recorded: ${verdict.missing.map((one) => MISSING[one].short).join(', ')}`;
    case 'blocked':
      return verdict.failures[0]?.kind.replaceAll('-', ' ') ?? 'Blocked';
  }
}

/** That the list is not whole, and where the rest may be seen; null where it is whole. Backticks mark code. */
export function droppedText({ passed, others }: Dropped, live: boolean): string | null {
  const parts = [
    ...(passed === 0
      ? []
      : [`${passed === 1 ? 'one request' : `${withCommas(passed)} requests`} that passed`]),
    ...(others === 0
      ? []
      : [
          passed === 0
            ? `the ${oldest(others)} ${others === 1 ? 'request' : 'requests'}`
            : `the ${oldest(others)} of the others`,
        ]),
  ];
  if (parts.length === 0) return null;
  const what = `To save memory, the list leaves out ${parts.join(' and ')}.`;
  return live
    ? `${what} The Network panel may still show ${passed + others === 1 ? 'it' : 'them'}.`
    : `${what} \`whycors check\` on the command line reads the whole file.`;
}

function oldest(count: number): string {
  return count === 1 ? 'oldest' : `${withCommas(count)} oldest`;
}

function withCommas(count: number): string {
  return `${count}`.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
