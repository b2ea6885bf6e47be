/** What is said of a line of a console that lacks what the rules name, or that no rule is about. */
import type { ConsoleLine } from './console-lines.ts';
import type { ConsoleFinding } from './console.ts';
import { code } from './rule.ts';
import { tracingAdvice } from './tracing.ts';

const page = ({ origin }: Pick<ConsoleLine, 'origin'>): string =>
  origin === null ? 'your page' : code(origin);
const target = ({ url }: Pick<ConsoleLine, 'url'>): string => (url === null ? 'the server' : code(url));
const allowOrigin = ({ origin }: ConsoleLine, on = 'the response'): string => {
  if (origin === null) {
    return 'Send `Access-Control-Allow-Origin` with the origin of your page: scheme, host and port as the address bar has them, without a slash.';
  }
  return origin === 'null'
    ? 'Serve your page over http or https, and let the server send `Access-Control-Allow-Origin` with the origin that it has then. Do not allow `null`: any page can send it.'
    : `Send \`Access-Control-Allow-Origin: ${origin}\` on ${on}.`;
};

const lacks = ({ browser }: ConsoleLine): string =>
  `it has no \`Access-Control-Allow-Origin\`${browser === 'Safari' ? ', or a different one' : ''}.`;

/** Whether the response was an error page, as far as the line tells. */
export function isError(line: ConsoleLine): line is ConsoleLine & { readonly status: number } {
  return line.status !== null && line.status >= 400;
}

const OTHER_LINE =
  'Explain the other line, or save the requests as a HAR file and run `whycors check` on it.';

type Text = (line: ConsoleLine) => Omit<ConsoleFinding, 'rules'>;

/** For lines that lack what the rules name. */
export const TEXTS = {
  'allow-origin-missing': (line) => {
    if (isError(line)) return errorPage(line);
    if (isToItself(line)) return elsewhere(line);
    const isPreflight = line.stage === 'preflight';
    return {
      title: 'No Access-Control-Allow-Origin',
      headline: `The response ${isPreflight ? 'to the preflight ' : ''}from ${target(line)} does not allow ${page(line)}: ${lacks(line)}`,
      explanation: `The browser lets a page read a response from another origin only if the response says so. ${line.origin === 'null' ? 'A page that was opened from a file, or stands in a frame with `sandbox`, has no origin that a server could name.' : 'Redirects and error pages need the header too: a status from 400 on in the Network panel means that something else went wrong first.'}`,
      fix: `${allowOrigin(line, isPreflight ? 'the preflight and on the response itself' : 'the response')} ${otherwise(line)}`,
    };
  },
  'allow-origin-mismatch': ({ value, ...line }) =>
    value === null || value.includes(',')
      ? {
          title: 'Several values in Access-Control-Allow-Origin',
          headline: `${capital(target(line))} sends more than one value in \`Access-Control-Allow-Origin\`${value === null ? '' : `: ${code(value)}`}.`,
          explanation:
            'Only one value is allowed. Often an application and a proxy in front of it both add the header.',
          fix: 'Let only one of them send the header.',
        }
      : {
          title: 'A different origin is allowed',
          headline: `${capital(target(line))} allows ${code(value)}, and that is not the origin of your page.`,
          explanation:
            'The browser compares the two character by character: scheme, host and port, without a path and without a slash at the end.',
          fix: 'Send back the origin that is asking, if it is one that you trust, with `Vary: Origin`.',
        },
  'allow-origin-wildcard': (line) => ({
    title: 'Wildcard with credentials',
    headline: `${capital(target(line))} allows \`*\`, and your request sends credentials.`,
    explanation:
      '`*` means “anyone, without cookies”. With credentials, the response has to name your origin.',
    fix: `${allowOrigin(line)} Add \`Access-Control-Allow-Credentials: true\` and \`Vary: Origin\`; or, if the API needs no cookies, make the request without \`credentials: 'include'\` (\`withCredentials\`).`,
  }),
  'allow-credentials-not-true': (line) => ({
    title: 'Access-Control-Allow-Credentials is not true',
    headline: `Your request sends credentials, and ${target(line)} does not answer \`Access-Control-Allow-Credentials: true\`.`,
    explanation:
      'The response allows your origin, but not with cookies or other credentials. Only `true` counts, in lower case and once.',
    fix: "Send `Access-Control-Allow-Credentials: true`; or, if the API needs no cookies, make the request without `credentials: 'include'` (`withCredentials`).",
  }),
  'preflight-status-not-ok': (line) => ({
    title: 'Preflight status is not OK',
    headline: `${capital(target(line))} answered the preflight with a status outside 200 to 299.`,
    explanation:
      'The browser asks with `OPTIONS`, without cookies and without `Authorization`, before it sends your request. Whatever headers the response has, a status such as 401, 404 or 405 refuses the request.',
    fix: 'Answer `OPTIONS` with `204` and the CORS headers, before any login and any routing.',
  }),
  'preflight-redirected': (line) => ({
    title: 'Preflight redirected',
    headline: `${capital(target(line))} answered the preflight with a redirect.`,
    explanation:
      'A preflight has to be answered at the same address, with a status from 200 to 299: the browser does not follow. Often it is a missing slash, http instead of https, or a login page.',
    fix: 'Request the address to which it redirects, or answer `OPTIONS` before redirecting.',
  }),
  'allow-methods-malformed': (line) => malformed(line, 'Methods', 'GET, PUT'),
  'allow-headers-malformed': (line) => malformed(line, 'Headers', 'content-type, authorization'),
  'method-not-allowed': (line) => {
    const method = line.name === null ? 'the method' : code(line.name);
    return {
      title: 'Method not allowed by the preflight',
      headline: `${capital(target(line))} does not list ${method} in \`Access-Control-Allow-Methods\`.`,
      explanation:
        'Only `GET`, `HEAD` and `POST` are allowed without being listed. Capitals count, and with credentials `*` is no wildcard.',
      fix: `Add ${line.name === null ? 'the method of your request' : method} to \`Access-Control-Allow-Methods\` on the preflight’s response.`,
    };
  },
  'header-not-allowed': (line) => {
    const header = line.name === null ? 'a header' : code(line.name);
    const tracing = line.name === null ? null : tracingAdvice([line.name]);
    return {
      title: 'Header not allowed by the preflight',
      headline: `Your request sends ${header}, and ${target(line)} does not list it in \`Access-Control-Allow-Headers\`.`,
      explanation:
        'Every header that your page sets has to be listed in the preflight’s response. The browser names only the first that is missing, and with credentials `*` is no wildcard.',
      fix: `Add ${line.name === null ? 'its name' : header} to \`Access-Control-Allow-Headers\` on the preflight’s response, or leave the header out of the request.${tracing === null ? '' : ` ${tracing}`}`,
    };
  },
  'redirect-with-url-credentials': (line) => ({
    title: 'Redirect URL contains a user name and password',
    headline: `${capital(target(line))} redirects to a URL with a user name and password in it.`,
    explanation:
      'The browser does not follow a cross-origin redirect whose URL contains a login, whatever the headers say.',
    fix: 'Redirect to the same URL without `user:password@`.',
  }),
  'redirect-refused': (line) => ({
    title: 'Redirect refused',
    headline: `${capital(target(line))} redirects to where your request may not go.`,
    explanation:
      'Every response on the way is checked, redirects included, before the browser follows. After a redirect to a third origin the `Origin` is `null`.',
    fix: 'Request the final address directly, or send the CORS headers on the redirect as well.',
  }),
  network: (line) => ({
    title: 'Not CORS: no response',
    headline: `The request to ${target(line)} got no response.`,
    explanation:
      'Firefox says “CORS” here of everything that fails before there is a response: the server is down, its name unknown, its certificate not trusted, or an extension or a service worker stopped it. There was no header to check.',
    fix: 'Open the URL in a tab, which shows the reason. If it opens there, try in a window without extensions and tracking protection: they stop what pages request. If another line about the same URL stands beside it, that one names the cause.',
  }),
  scheme: (line) =>
    line.url !== null && /^[\w.-]+:\d/.test(line.url)
      ? {
          title: 'The URL lacks its scheme',
          headline: `${code(line.url)} does not begin with \`http://\` or \`https://\`.`,
          explanation:
            'The browser takes what stands before the first colon for the scheme, and knows none of that name.',
          fix: `Write the whole URL: ${code(`http://${line.url}`)}, or with \`https://\`.`,
        }
      : {
          title: 'Not http',
          headline: `${line.url === null ? 'What was requested' : code(line.url)} is not an http or https URL.`,
          explanation:
            'CORS exists for http and https alone: pages opened from a file, and addresses such as `file:`, can’t be read across origins.',
          fix: 'Serve the files by a local web server, and write the whole URL, with `http://` or `https://`.',
        },
  mode: (line) => ({
    title: 'Not CORS: refused by your own request’s mode',
    headline: `Your code asked for ${target(line)} in a mode that does not allow it.`,
    explanation: 'Nothing was sent, and no header of the server’s can change that.',
    fix: "Leave out `mode` in the call of `fetch`, or use `mode: 'cors'`. Don’t use `mode: 'no-cors'`: the response can then not be read.",
  }),
  policy: (line) => ({
    title: 'Not CORS: blocked by the Content Security Policy',
    headline: `The Content Security Policy of your own page does not allow a connection to ${target(line)}.`,
    explanation: 'Nothing was sent. The policy comes with your page, not with the server that you asked.',
    fix: 'Add the origin to `connect-src` in the `Content-Security-Policy` of your page.',
  }),
  'mixed-content': (line) => ({
    title: 'Not CORS: http from an https page',
    headline: `Your page uses https, and asks for ${target(line)} by http.`,
    explanation: 'The browser blocks such requests before it sends them, whatever headers the server has.',
    fix: 'Use https for the API too; on your own machine, `http://localhost` is exempt.',
  }),
  worker: (line) => {
    const isOpaque = /\bopaque\b/.test(line.value ?? '');
    return {
      title: `A service worker ${isOpaque ? 'answered with an opaque response' : 'failed'}`,
      headline: `The service worker of your page took over the request to ${target(line)}, and ${isOpaque ? 'answered it with an opaque response' : 'had no response for it'}.`,
      explanation: isOpaque
        ? 'A response that was fetched or stored without CORS is good only for a request without CORS. The page made this one with it.'
        : 'Where a worker’s own request fails, it may be for CORS: that holds for what workers fetch as well. The console has another line beside this one, which names the reason.',
      fix: isOpaque
        ? "In the worker pass the page’s request on with `fetch(event.request)`, or fetch with `mode: 'cors'`. Then delete what it stored, in DevTools under Application."
        : OTHER_LINE,
    };
  },
  'switched-off': () => ({
    title: 'CORS is switched off in this browser',
    headline: 'Someone set `content.cors.disable` in this Firefox: every cross-origin request fails.',
    explanation: 'No header of any server can change that.',
    fix: 'Reset `content.cors.disable` in `about:config`.',
  }),
  authorization: (line) => ({
    title: 'A wildcard will not cover Authorization',
    headline: `${capital(target(line))} allows the header \`Authorization\` by \`*\` only.`,
    explanation:
      'This is a warning: the request passes today. The standard does not let `Access-Control-Allow-Headers: *` cover `Authorization`.',
    fix: 'List it: `Access-Control-Allow-Headers: authorization, *`.',
  }),
  unnamed: (line) =>
    line.status === null
      ? {
          title: 'The browser does not say why',
          headline: `The request to ${target(line)} failed, and this line does not tell the reason.`,
          explanation:
            'Browsers write it of requests that CORS refused, and of others. The console has another line beside this one, which names the reason.',
          fix: OTHER_LINE,
        }
      : {
          title: 'A response that the page may not read',
          headline: `${capital(target(line))} answered ${code(`${line.status}`)}, and the browser did not give the response to your page.`,
          explanation:
            'So it is where CORS refused a response that arrived. The console has another line beside this one, which names the reason.',
          fix: isError(line)
            ? `Find out on the server why it answers ${code(`${line.status}`)}: the error came first. ${OTHER_LINE}`
            : OTHER_LINE,
        },
  unfinished: (line) => ({
    title: 'Blocked by CORS, and the reason is missing',
    headline: `CORS refused the request to ${target(line)}, and what you copied does not tell at which check.`,
    explanation:
      'The reason is the end of the line in the console. In Chrome’s Network panel it stands in the tooltip of the status `CORS error`, as a name such as `MissingAllowOriginHeader`.',
    fix: 'Explain the whole line or that name, or save the requests as a HAR file and run `whycors check` on it.',
  }),
  'script-error': (line) => ({
    title: 'A script is not told why',
    headline: `${line.url === null ? 'A request' : `The request to ${code(line.url)}`} failed, and this is all that the page’s script was told.`,
    explanation:
      'Browsers keep the reason from scripts on purpose, so that no page can probe other servers. It may be CORS, and it may be a server that is down, a certificate, an extension or a policy: the message is the same.',
    fix: 'Look in the browser’s own console for a red line about the same address, such as “blocked by CORS policy”, “Cross-Origin Request Blocked”, “access control checks” or `net::ERR_…`, and explain that one; or save the requests as a HAR file and run `whycors check` on it.',
  }),
} as const satisfies Readonly<Record<string, Text>>;

/** Without a header: what helps a page of a development server, or one that asks a server which is not its own. */
function otherwise({ origin, url }: ConsoleLine): string {
  const isLocal = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(origin ?? '');
  if (!isLocal || url === null || !URL.canParse(url)) {
    return 'If the server is not yours, let your own server make the request.';
  }
  return `Or let your development server forward the request (its setting \`proxy\`), and write the path alone in your code: ${code(new URL(url).pathname)}.`;
}

/** Whether the page asked its own origin: no response from there needs to allow anything. */
function isToItself({ origin, url }: ConsoleLine): boolean {
  return origin !== null && url !== null && URL.canParse(url) && new URL(url).origin === origin;
}

function elsewhere(line: ConsoleLine): Omit<ConsoleFinding, 'rules'> {
  return {
    title: 'Redirected to another origin',
    headline: `${capital(target(line))} is of your page’s own origin, so the request was redirected to another one.`,
    explanation:
      'The response to which it led does not allow your page. Often that is a login page, to which an expired session leads; such a page sends no CORS headers.',
    fix: 'Look in the Network panel where the redirect leads. Where it is a login, have the server answer `401` instead, and let the page send the user to log in.',
  };
}

/** An error page that does not say who may read it. */
function errorPage(line: ConsoleLine & { readonly status: number }): Omit<ConsoleFinding, 'rules'> {
  const status = code(`${line.status}`);
  return {
    title: 'Error response without CORS headers',
    headline: `${capital(target(line))} answered ${status}, and the response does not allow ${page(line)}: ${lacks(line)}`,
    explanation:
      'The error came first: that is the problem to solve. The browser then hides the response from your code, since it does not say who may read it.',
    fix: `Find out on the server why it answers ${status}; then send the header on error responses too.`,
  };
}

function malformed(
  { value, url }: ConsoleLine,
  which: string,
  example: string,
): Omit<ConsoleFinding, 'rules'> {
  const header = `Access-Control-Allow-${which}`;
  return {
    title: `${header} is malformed`,
    headline: `${url === null ? 'The server' : capital(code(url))} sends an \`${header}\` that can’t be parsed${value === null ? '' : `: ${code(value)}`}.`,
    explanation: 'One invalid name makes the browser reject the whole list.',
    fix: `Send names separated by commas, without quotes, semicolons or brackets, such as \`${header}: ${example}\`.`,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
