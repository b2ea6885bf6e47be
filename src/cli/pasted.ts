/** Messages that people meet beside CORS errors, or take for one. No browser's console says of them that CORS refused anything. */
import { TEXTS } from '../diagnosis/console-texts.ts';
import { lineOf } from '../diagnosis/console-lines.ts';
import type { ConsoleFinding } from '../diagnosis/console.ts';
import { code } from '../diagnosis/rule.ts';

type Told = Omit<ConsoleFinding, 'rules'>;

/** A message of a library that was told as little as the script that uses it. */
const untold = ([url = '']: readonly string[]): Told =>
  TEXTS['script-error']({ ...lineOf('Chrome', 'script-error'), url: url === '' ? null : url });

const MESSAGES: readonly (readonly [pattern: RegExp, told: (groups: readonly string[]) => Told])[] = [
  // Angular, axios and jQuery, where a response came.
  [/Http failure response for (\S+?): ([45]\d\d)\b/, answered],
  [/\b[A-Z]{3,10} (https?:\S+) ([45]\d\d)\b/, answered],
  [/\b[A-Z]{3,10}(https?:\S+)\s*\[HTTP\/[\d.]+ ([45]\d\d)\b/, answered],
  [/the server responded with a status of()\s+([45]\d\d)\b/, answered],
  [/Request failed with status code() ([45]\d\d)\b/, answered],
  [/^()([45]\d\d)$/, answered],

  // Angular
  [/Http failure response for (https?:\S+?): 0\b/, untold],
  [/HttpErrorResponse \{(?=[^]{0,300}status: 0\b)[^]{0,300}?\burl: ['"](https?:[^'"]+)/, untold],
  [/Http failure response for [^:]{0,100}: 0\b|\b0 Unknown Error|HttpErrorResponse \{/, untold],
  // Dart: its http package, and dio, the older and the newer
  [/ClientException: XMLHttpRequest error\.?, uri=(\S+)/, untold],
  [/XMLHttpRequest error\b|XMLHttpRequest onError callback/, untold],
  // Axios, and what the polyfill of fetch and React Native say
  [/\bNetwork Error\b|\bERR_NETWORK\b|Network request failed/, untold],
  [/^(?:Uncaught )?(?:\(in promise\) )?(?:ProgressEvent\b|\[object ProgressEvent\])/, untold],
  [/^(?:status:? ?)?0$/i, untold],

  [
    /^(?:Uncaught )?Script error\.?(?: \(:0:0\))?$/,
    () => ({
      title: 'A script from another origin failed',
      headline:
        'A script that your page loads from another origin threw an error, and the page is not told which.',
      explanation:
        'Browsers hide what happens in such a script from `window.onerror`, unless the script was loaded with CORS. The browser’s own console shows the whole error.',
      fix: 'Load the script with `<script crossorigin="anonymous" src="…">`, and let its server send `Access-Control-Allow-Origin`; without that header the script is then not loaded at all.',
    }),
  ],
  [
    /\bTainted canvases?\b|canvas has been tainted by cross-origin data|may not be loaded\b[^]{0,80}cross-origin|cross-origin image at \S+ may not be loaded/i,
    () => ({
      title: 'A canvas with an image from another origin',
      headline:
        'The canvas holds an image of another origin that was loaded without CORS, so its content can’t be read.',
      explanation:
        'Otherwise a page could read pictures that only your user may see. Drawing them is allowed.',
      fix: 'Set `image.crossOrigin = \'anonymous\'` before `image.src` (in HTML `crossorigin="anonymous"`), and let the image’s server send `Access-Control-Allow-Origin`.',
    }),
  ],
  [
    /Blocked a frame with origin "([^"]*)" from accessing/,
    ([origin = '']) => ({
      title: 'Not CORS: access to another page’s window',
      headline: `Your page, ${code(origin)}, tried to reach into a frame or window of another origin.`,
      explanation:
        'The same-origin policy forbids that, and no header of CORS allows it. No request was refused.',
      fix: 'Let the two pages talk by `postMessage`, and check `event.origin` in the one that listens.',
    }),
  ],
  [
    /WebSocket connection to '([^']*)' failed/,
    ([url = '']) => ({
      title: 'Not CORS: a WebSocket',
      headline: `The WebSocket to ${code(url)} could not be opened.`,
      explanation:
        'CORS does not apply to WebSockets, and no `Access-Control-` header is looked at. A server that is down, a proxy that does not pass the upgrade on, or a server that refuses your `Origin` itself ends so.',
      fix: 'Look at the request in the Network panel: the status of its response tells whether the server, or a proxy before it, refused.',
    }),
  ],
  // Spring and ASP.NET Core, in the server’s log.
  [
    /allowedOrigins cannot contain the special value|does not allow specifying a wildcard \(any\) origin and credentials/,
    () => ({
      title: 'The server refuses its own configuration',
      headline: 'Your server is told to allow every origin with credentials, and refuses to.',
      explanation:
        'Browsers accept no `*` together with credentials. Until the configuration is changed, the server answers `500` without CORS headers, and the browser reports a CORS error.',
      fix: 'Name the origins that you trust, or allow no credentials if the API needs no cookies. A pattern or a function that accepts every origin also silences the message, and then every page on the web can read what your users can.',
    }),
  ],
  [
    /\bTypeError: fetch failed\b/,
    () => ({
      title: 'Not CORS: Node.js',
      headline: 'Node.js says this, where the request of a server or of a build got no response.',
      explanation: 'CORS is a matter of browsers; Node.js does not look at it.',
      fix: 'Print the error’s `cause`: it holds the reason, such as `ECONNREFUSED`, which `whycors explain` knows.',
    }),
  ],
  [
    /\b(?:strict-origin-when-cross-origin|no-referrer-when-downgrade)\b/,
    () => ({
      title: 'No error: a referrer policy',
      headline:
        'This is how much of the page’s address goes along as `Referer`; it is the browser’s default.',
      explanation: 'It has nothing to do with CORS. DevTools show it for every request, those that fail too.',
      fix: 'Look in the console for the line about this request, and explain that.',
    }),
  ],
  [
    /\bprovisional headers are shown/i,
    () => ({
      title: 'No error: provisional headers',
      headline:
        'DevTools show the headers that the browser was going to send, since it did not send them, or not over the network.',
      explanation:
        'That is so where a preflight was refused, something blocked the request, or a cache answered it.',
      fix: 'Look in the console for the line about this request, and at a request `OPTIONS` to the same address; or save both as a HAR file and run `whycors check` on it.',
    }),
  ],
  [
    /^\(?blocked:([\w-]+)\)?$/,
    ([reason = '']) => ({
      title: 'Not CORS: blocked by the browser',
      headline: `Chrome blocked this request for a reason of its own, which it calls ${code(reason)}.`,
      explanation: 'It would say `CORS error` there if a CORS check had refused it.',
      fix: 'Look in the console and in the Issues panel: they name the rule, and the address.',
    }),
  ],
  [/blocked by CORS\b|\bCORS (?:policy|error)\b/i, () => TEXTS.unfinished(lineOf('Chrome', 'unfinished'))],
  // Firefox writes to its console in the language of its menus.
  [
    /\bCORS\b[^]{0,500}https?:\/\/|https?:\/\/[^]{0,500}\bCORS\b|\(Cross-Origin\b/,
    () => ({
      title: 'About CORS, and in words that are not known here',
      headline: 'This is about CORS, and not a line that browsers write in English.',
      explanation:
        'Firefox writes to its console in the language of its menus, and only the English lines are known here.',
      fix: 'The link at the end of Firefox’s line leads to a page whose address ends with the reason in English, such as `CORSMissingAllowOrigin`; explain that. Or save the requests as a HAR file and run `whycors check` on it.',
    }),
  ],
];

function answered([url = '', status = '']: readonly string[]): Told {
  return {
    title: `Not CORS by itself: the server answered ${status}`,
    headline: `${url === '' || url === '(unknown' ? 'The server' : code(url)} answered with the status ${code(status)}: the request arrived.`,
    explanation:
      'If the console has a line about CORS for the same address, the error page lacks the CORS headers, and the status is still what went wrong first.',
    fix: `Find out in the server’s log why it answers ${code(status)}; then explain the line about CORS, if there is one.`,
  };
}

/** What there is to say about a message; null where it is none of these. */
export function explainPasted(text: string): Told | null {
  const trimmed = text.trim().slice(0, LONGEST);
  for (const [pattern, told] of MESSAGES) {
    const match = pattern.exec(trimmed);
    if (match !== null) return told(match.slice(1).map((group) => group ?? ''));
  }
  return null;
}

/** Longer texts are no message. */
const LONGEST = 20_000;
