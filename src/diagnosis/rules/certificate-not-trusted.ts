import { originOf } from '../../http/origin.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'certificate-not-trusted',
  explains: ['certificate'],
  spec: 'concept-network-error',
  severity: 'error',
  title: 'Not CORS: the certificate is not trusted',
  names: { chrome: [], firefox: ['CORSDidNotSucceed'] },
  find: ({ exchange, cause }) => {
    const host = code(originOf(exchange.url) ?? exchange.url);
    const why = REASONS.find(([name]) => cause.netError?.includes(name))?.[1] ?? '';
    return {
      headline: `The browser does not trust the certificate of ${host}${why === '' ? '' : `: ${why}`}.`,
      explanation:
        'The browser closed the connection before it sent the request. A page can’t ask the user to accept the certificate; only a tab can.',
      fix: `Open ${code(exchange.url)} in a tab to see the reason. Give the server a certificate that this machine trusts; for development, one from a local certificate authority installed here.`,
      evidence: [],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Referer: http://app.example.com:5173/

      net::ERR_CERT_AUTHORITY_INVALID`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

const REASONS = [
  ['AUTHORITY_INVALID', 'it is self-signed, or its issuer is unknown here'],
  ['COMMON_NAME_INVALID', 'it was issued for another host name'],
  ['DATE_INVALID', 'it has expired, or is not valid yet'],
  ['REVOKED', 'it was revoked'],
  ['WEAK', 'its signature or key is too weak'],
  ['CERTIFICATE_TRANSPARENCY', 'it is not in a public certificate log'],
  ['SSL_CLIENT_AUTH', 'the server wants a certificate from you'],
] as const;
