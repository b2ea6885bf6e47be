import { getHeader } from '../../http/header-list.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'rack-cors-miss',
  explains: ['allow-origin-missing'],
  spec: 'concept-cors-check',
  severity: 'error',
  title: 'rack-cors says why it sent no headers',
  leads: true,
  names: {
    chrome: ['MissingAllowOriginHeader', 'PreflightMissingAllowOriginHeader'],
    firefox: ['CORSMissingAllowOrigin'],
  },
  find: ({ cause: { origin }, exchange }) => {
    const said = getHeader(exchange.response?.headers ?? [], 'X-Rack-CORS');
    if (said === null || !said.startsWith('miss')) return null;
    const reason = said.replace(/^miss;?\s*/, '');
    const path = code(new URL(exchange.url).pathname);
    const why = REASONS[reason]?.(code(origin), path) ?? `it says ${code(reason)}`;
    return {
      headline: `rack-cors refused the request: ${why}.`,
      explanation: `The server’s own CORS middleware looked at the request and found no rule that allows it. It says so in ${code(`X-Rack-CORS: ${said}`)}.`,
      fix: `Add an \`allow\` block in \`config/initializers/cors.rb\` whose \`origins\` has ${code(origin)} and whose \`resource\` covers ${path} with the method.`,
      evidence: [
        { in: 'response', header: 'X-Rack-CORS', value: said },
        { in: 'response', header: 'Access-Control-Allow-Origin', value: null },
      ],
    };
  },
});

export const example = {
  broken: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      X-Rack-CORS: miss; no-origin`,
  fixed: `
      GET /orders HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;

// The reasons that rack-cors 1 to 3 gives.
const REASONS: Readonly<Record<string, (origin: string, path: string) => string>> = {
  'no-origin': (origin) => `${origin} is in none of its lists of origins`,
  'no-path': (_, path) => `none of its resources covers ${path}`,
  'no-method': (_, path) => `the method is not listed for ${path}`,
  'no-header': (_, path) => `a request header is not listed for ${path}`,
};
