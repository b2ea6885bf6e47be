import type { Inference, Unknown } from '../cors/types.ts';

interface Gap {
  /** What is missing, after "Not recorded:". */
  readonly short: string;
  readonly what: string;
  readonly todo: string;
}

/** What a recording lacks, and how to get it. */
export const MISSING: Readonly<Record<Unknown, Gap>> = {
  origin: {
    short: 'the origin',
    what: 'No `Origin` header was recorded, and nothing else shows which page made the request.',
    todo: 'Reload the page with DevTools open, so that the whole request is recorded.',
  },
  credentials: {
    short: 'the credentials mode',
    what: 'The recording does not say whether credentials (such as cookies) were sent, and the outcome depends on it.',
    todo: 'Look in your code for `credentials: "include"` (fetch) or `withCredentials` (XMLHttpRequest, axios).',
  },
  preflight: {
    short: 'the preflight’s response',
    what: 'A preflight was sent; its response was not recorded.',
    todo: 'Reload the page with DevTools open and try again. If there is still no response, the server did not finish sending it.',
  },
  response: {
    short: 'the response',
    what: 'The response to the request was not recorded.',
    todo: 'Reload the page with DevTools open and try again. The browser’s console says whether the request was blocked.',
  },
  mode: {
    short: 'the mode',
    what: 'The recording does not say whether the request was made under CORS at all.',
    todo: 'Look in your code for `mode: "no-cors"`, or whether an element such as `<img>` made the request.',
  },
  reason: {
    short: 'the reason',
    what: 'The recorded headers pass every check, and yet the browser hid the response from the page.',
    todo: 'Look for the message in the browser’s console: a Content Security Policy, an extension or Cross-Origin-Resource-Policy can do this.',
  },
};

/** What was concluded where the recording says nothing, and from what. */
export function concludedText({ what, value, because }: Inference): string {
  if (what !== 'credentials') return because;
  const sent = value === 'include' ? 'with credentials, such as cookies' : 'without credentials';
  return `${because} So your request was sent ${sent}.`;
}
