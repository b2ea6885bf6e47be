import { redirectsWithUrlCredentials } from '../../cors/flow.ts';
import { code, defineRule, type Example } from '../rule.ts';

export default defineRule({
  id: 'redirect-with-url-credentials',
  // Unknown where Firefox does not list the request that it refused to make: then the page may have wanted the redirect itself.
  explains: ['redirect-with-url-credentials', 'unknown'],
  spec: 'http-redirect-fetch',
  severity: 'error',
  title: 'Redirect URL contains a user name and password',
  names: { chrome: ['RedirectContainsCredentials'], firefox: ['CORSDidNotSucceed'] },
  find: ({ cause, flow }) => {
    const isCertain = cause.kind === 'redirect-with-url-credentials';
    const location = isCertain ? cause.location : redirectsWithUrlCredentials(flow, cause.hop);
    if (location === null) return null;
    return {
      headline: 'The server redirects to a URL with a user name and password in it.',
      explanation: `The redirect goes to ${code(location.replace(/\/\/[^/@]*@/, '//…@'))}. The browser does not follow a cross-origin redirect whose URL contains a login, whatever the headers say.`,
      fix: 'Redirect to the same URL without `user:password@`.',
      evidence: [{ in: 'response', header: 'Location', value: location }],
      confidence: isCertain ? 'certain' : 'likely',
    };
  },
});

export const example = {
  broken: `
      GET /files/1 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://user:secret@api.example.com:8000/files/1/content`,
  fixed: `
      GET /files/1 HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 302 Found
      Access-Control-Allow-Origin: http://app.example.com:5173
      Location: http://api.example.com:8000/files/1/content

      GET /files/1/content HTTP/1.1
      Origin: http://app.example.com:5173

      HTTP/1.1 200 OK
      Access-Control-Allow-Origin: http://app.example.com:5173`,
} satisfies Example;
