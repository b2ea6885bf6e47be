import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'tls-handshake-failed',
  explains: ['tls'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: TLS handshake failed',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    return {
      headline: `The browser and ${host} could not agree on an encrypted connection.`,
      explanation:
        'The connection failed before anything was sent. The usual reason is a port that serves http, not https.',
      fix: 'Check whether the server serves https on this port; if it does, enable TLS 1.2 or newer.',
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_SSL_PROTOCOL_ERROR`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
