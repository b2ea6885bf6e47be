import type { FailedReason } from '../../cors/types.ts';
import { originOf } from '../../http/origin.ts';
import { code, defineRule } from '../rule.ts';

type Reason = Exclude<FailedReason, 'connection-refused'>;

/** What happened, and what to do about it. `{host}` stands for the server's origin. */
const CASES: Readonly<Record<Reason, readonly [headline: string, fix: string]>> = {
  aborted: [
    'The page gave this request up itself, before an answer came.',
    'Nothing, if your code or a navigation cancelled it on purpose.',
  ],
  'blocked-by-client': [
    'An extension or ad blocker stopped this request to {host}.',
    'Try in a window without extensions, or allow the URL in the blocker.',
  ],
  'blocked-by-response': [
    "The answer of {host} forbids other origins to embed it, by `Cross-Origin-Resource-Policy` or the page's own `Cross-Origin-Embedder-Policy`.",
    'Send `Cross-Origin-Resource-Policy: cross-origin` on the resource, or request it with CORS.',
  ],
  'blocked-by-orb': [
    "{host} answered with a type that this kind of element can't use, so the browser dropped it unread.",
    'Check the URL and its `Content-Type`; to read data, use `fetch` with CORS.',
  ],
  'blocked-by-policy': [
    'A policy of this browser or machine stopped the request to {host}.',
    'Ask who manages the browser.',
  ],
  'blocked-silently': [
    'The browser stopped this request before it was sent, and the recording does not say why.',
    "Look at the console: a Content Security Policy, mixed content (http from an https page), a blocked port, or DevTools' own request blocking would be named there.",
  ],
  certificate: [
    'The browser does not trust the certificate of {host}.',
    'Open the URL in a tab to see the reason, and give the server a certificate that the browser trusts.',
  ],
  'connection-reset': [
    '{host} closed the connection before it answered.',
    'Read the server log, or the log of the proxy in front: it crashed, or dropped the request.',
  ],
  'empty-response': [
    '{host} took the connection and closed it without an answer.',
    'Read the server log: it crashed on this request, or speaks https where you use http.',
  ],
  'local-network-access': [
    'The browser did not let this page reach {host} on a local network.',
    'Allow local network access for the page in the browser, and serve the page over https. No header helps.',
  ],
  'name-not-resolved': [
    'There is no server by the name of {host}.',
    'Check the host name in the URL, and your DNS or VPN.',
  ],
  network: [
    'The request to {host} got no answer.',
    'Open the URL in a tab to see the reason: the server may be down, its name unknown or its certificate not trusted; or the page gave the request up.',
  ],
  offline: ['This machine had no network.', 'Reconnect, then try again.'],
  proxy: ['The proxy between you and {host} refused or failed.', 'Check the proxy settings of this machine.'],
  'redirect-refused': [
    "The redirect was allowed, and your code did not want it: it asked with `redirect: 'error'`, or the redirect can't be followed.",
    'Request the final URL directly, or leave `redirect` at its default.',
  ],
  timeout: [
    '{host} did not answer in time.',
    'Look at the server: is it overloaded, or behind a firewall that drops packets?',
  ],
  tls: [
    'The browser and {host} could not agree on an encrypted connection.',
    'Check that the port speaks https, with a current version of TLS.',
  ],
  'too-many-redirects': [
    '{host} redirects in a circle.',
    'Open the URL in a tab and follow where it leads; the server has to end the chain.',
  ],
  'unsafe-port': [
    'The browser never opens connections to this port, since it belongs to another protocol.',
    'Let the server listen on another port.',
  ],
  'unsafe-redirect': [
    '{host} redirects to a URL that a page may not load, such as `file:` or `data:`.',
    'Let the server redirect to an http or https URL.',
  ],
};

export default defineRule({
  id: 'no-answer',
  explains: Object.keys(CASES) as Reason[],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: no answer to check',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ cause, exchange }) => {
    const [headline, fix] = CASES[cause.kind];
    return {
      headline: headline.replace('{host}', code(originOf(exchange.url) ?? exchange.url)),
      explanation: `There is no answer in which CORS headers could be missing${cause.netError ? `; the browser reports ${code(cause.netError)}` : ''}.`,
      fix,
      evidence: [],
    };
  },
  example: {
    broken: `
      GET /orders HTTP/1.1
      Host: api.example.com:8002

      net::ERR_EMPTY_RESPONSE`,
    fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
  },
});
