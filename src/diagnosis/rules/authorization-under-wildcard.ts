import { requestedHeaders } from '../../cors/preflight.ts';
import { extractHeaderListValues } from '../../http/field-value.ts';
import { code, defineRule, type Evidence, type Example } from '../rule.ts';

export default defineRule({
  id: 'authorization-under-wildcard',
  explains: ['allowed'],
  spec: 'cors-preflight-fetch',
  severity: 'warning',
  title: 'Authorization allowed only by the wildcard',
  names: { chrome: [], firefox: [] },
  find: ({ flow, cause }) => {
    const { preflight } = flow.hops[cause.hop] ?? { preflight: null };
    const asked =
      preflight && requestedHeaders(preflight).some((name) => name.toLowerCase() === 'authorization');
    const list =
      preflight?.response &&
      extractHeaderListValues(preflight.response.headers, 'Access-Control-Allow-Headers');
    if (!asked || list?.kind !== 'values' || !list.values.includes('*')) return null;
    if (list.values.some((name) => name.toLowerCase() === 'authorization')) return null;
    return {
      headline: `The server allows any header with ${code('*')}, which by the standard does not cover ${code('Authorization')}.`,
      explanation:
        'Chrome, Firefox and Safari still let it pass, the first two with a warning. Following the standard, they may stop doing so.',
      fix: 'Name it explicitly: `Access-Control-Allow-Headers: *, Authorization`.',
      evidence: [
        {
          entry: preflight?.index ?? 0,
          in: 'response',
          header: 'Access-Control-Allow-Headers',
          value: list.values.join(', '),
        },
      ] as readonly Evidence[],
    };
  },
});

export const example = {
  broken: `
      OPTIONS /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: GET
      Access-Control-Request-Headers: authorization

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: *
      Access-Control-Allow-Headers: *

      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Authorization: Bearer abc

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *`,
  fixed: `
      OPTIONS /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Access-Control-Request-Method: GET
      Access-Control-Request-Headers: authorization

      HTTP/1.1 204 No Content
      Access-Control-Allow-Origin: *
      Access-Control-Allow-Headers: *, Authorization

      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173
      Authorization: Bearer abc

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: *`,
} satisfies Example;
