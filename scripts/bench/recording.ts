/**
 * A recording as Chromium 156 saves one, of as many entries as wanted. Of twenty entries one flow is blocked, four pass across
 * origins, and the rest are of the page's own origin or made without CORS. Header counts are those of real recordings, and there
 * are no bodies: with these, parsing would take longer and the engine would not.
 */
const PAGE = 'https://shop.example.com';
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const START = Date.UTC(2026, 0, 5, 9);

type Headers = readonly (readonly [name: string, value: string])[];

interface Sketch {
  readonly method?: string;
  readonly url: string;
  readonly type: string;
  readonly mode: string;
  readonly site: string;
  readonly request?: Headers;
  readonly status?: number;
  readonly answer?: Headers;
  readonly error?: string | null;
  /** Milliseconds after the entry's own time, and how long it took. */
  readonly after?: number;
  readonly takes?: number;
}

/** The text of the recording, without white space, as which it is the least work to parse. */
export function recordingText(count: number): string {
  const parts: string[] = [];
  for (let at = 0; parts.length < count; at++) {
    for (const sketch of sketchesOf(at)) {
      if (parts.length < count) parts.push(JSON.stringify(entryOf(sketch, at)));
    }
  }
  const page = {
    startedDateTime: timeOf(0),
    id: 'page_1',
    title: `${PAGE}/`,
    pageTimings: { onLoad: 812.4 },
  };
  const log = { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [page] };
  return `{"log":${JSON.stringify(log).slice(0, -1)},"entries":[${parts.join(',')}]}}`;
}

/** The entries of one flow. Nineteen such steps make twenty entries: the blocked flow has a preflight every other time. */
function sketchesOf(at: number): readonly Sketch[] {
  const step = at % 19;
  const api = `https://api.example.net/v2/orders/${at}?expand=lines,customer&page=${at % 7}`;
  const cors = { type: 'fetch', mode: 'cors', site: 'cross-site' } as const;
  const own = { type: 'fetch', mode: 'cors', site: 'same-origin' } as const;
  const origin = [['origin', PAGE]] as const;
  const passes = [
    ['access-control-allow-origin', PAGE],
    ['access-control-expose-headers', 'x-request-id'],
    ['vary', 'Origin, Accept-Encoding'],
  ] as const;
  switch (step) {
    case 3:
      return blocked(at, api);
    case 5:
    case 9:
      return [{ ...cors, url: api, request: origin, answer: passes }];
    case 12: {
      const asked = [
        ['access-control-request-method', 'PUT'],
        ['access-control-request-headers', 'content-type,x-request-id'],
        ...origin,
      ] as const;
      const allowed = [
        ['access-control-allow-methods', 'GET, PUT, DELETE'],
        ['access-control-allow-headers', 'content-type, x-request-id'],
        ...passes,
      ] as const;
      const sent = [['content-type', 'application/json'], ['x-request-id', `r-${at}`], ...origin] as const;
      return [
        { ...cors, method: 'PUT', url: api, request: sent, answer: passes, takes: 80 },
        {
          ...cors,
          method: 'OPTIONS',
          type: 'preflight',
          url: api,
          request: asked,
          status: 204,
          answer: allowed,
          after: 1,
          takes: 20,
        },
      ];
    }
    case 15:
      return [
        {
          ...cors,
          type: 'font',
          url: `https://fonts.example.org/s/inter/${at}.woff2`,
          request: origin,
          answer: [['access-control-allow-origin', '*']],
        },
      ];
    case 0:
      return [{ url: `${PAGE}/c/${at}`, type: 'document', mode: 'navigate', site: 'none' }];
    case 2:
    case 10:
    case 17:
      return [
        { url: `https://img.example.org/p/${at}.webp`, type: 'image', mode: 'no-cors', site: 'cross-site' },
      ];
    case 7:
      return [
        {
          url: `https://tags.example.org/t.js?id=${at}`,
          type: 'script',
          mode: 'no-cors',
          site: 'cross-site',
        },
      ];
    case 6:
    case 14:
      return [{ url: `${PAGE}/assets/chunk-${at}.js`, type: 'script', mode: 'no-cors', site: 'same-origin' }];
    default:
      return [
        {
          ...own,
          method: step % 2 === 0 ? 'GET' : 'POST',
          url: `${PAGE}/api/cart/${at}?fields=id,price,stock`,
          request: step % 2 === 0 ? [] : origin,
        },
      ];
  }
}

function blocked(at: number, url: string): readonly Sketch[] {
  const cors = { type: 'fetch', mode: 'cors', site: 'cross-site', url } as const;
  const origin = [['origin', PAGE]] as const;
  switch (Math.floor(at / 19) % 4) {
    case 0:
      return [{ ...cors, request: origin, error: 'net::ERR_FAILED' }];
    case 1:
      return [
        {
          ...cors,
          request: origin,
          answer: [['access-control-allow-origin', `${PAGE}/`]],
          error: 'net::ERR_FAILED',
        },
      ];
    case 2:
      return [
        { ...cors, request: origin, status: 502, answer: [['server', 'nginx']], error: 'net::ERR_FAILED' },
      ];
    default:
      return [
        {
          ...cors,
          method: 'DELETE',
          request: [['authorization', 'Bearer 0123456789'], ...origin],
          status: 0,
          error: 'net::ERR_FAILED',
          takes: 60,
        },
        {
          ...cors,
          method: 'OPTIONS',
          type: 'preflight',
          request: [
            ['access-control-request-method', 'DELETE'],
            ['access-control-request-headers', 'authorization'],
            ...origin,
          ],
          status: 200,
          answer: [
            ['access-control-allow-origin', '*'],
            ['access-control-allow-methods', 'GET, POST'],
          ],
          after: 1,
          takes: 20,
        },
      ];
  }
}

function entryOf(sketch: Sketch, at: number): unknown {
  const {
    method = 'GET',
    url,
    type,
    mode,
    site,
    status = 200,
    error = null,
    after = 0,
    takes = 45.2,
  } = sketch;
  const { pathname, search, host } = new URL(url);
  const isSent = status !== 0;
  const request: Headers = [
    [':authority', host],
    [':method', method],
    [':path', pathname + search],
    [':scheme', 'https'],
    ['accept', type === 'image' ? 'image/avif,image/webp,image/apng,*/*;q=0.8' : '*/*'],
    ['accept-encoding', 'gzip, deflate, br, zstd'],
    ['accept-language', 'en-GB,en;q=0.9'],
    ['priority', 'u=1, i'],
    ['referer', `${PAGE}/`],
    ['sec-ch-ua', '"Chromium";v="156", "Not.A/Brand";v="24"'],
    ['sec-ch-ua-mobile', '?0'],
    ['sec-ch-ua-platform', '"Linux"'],
    ['sec-fetch-dest', type === 'fetch' || type === 'preflight' ? 'empty' : type],
    ['sec-fetch-mode', mode],
    ['sec-fetch-site', site],
    ['user-agent', AGENT],
    ...(sketch.request ?? []),
  ];
  const answer: Headers = [
    ['accept-ranges', 'bytes'],
    ['age', `${at % 3600}`],
    ['alt-svc', 'h3=":443"; ma=86400'],
    ['cache-control', 'public, max-age=0, must-revalidate'],
    ['content-encoding', 'br'],
    ['content-length', `${1000 + (at % 5000)}`],
    ['content-type', type === 'image' ? 'image/webp' : 'application/json; charset=utf-8'],
    ['date', 'Mon, 05 Jan 2026 09:00:00 GMT'],
    ['etag', `W/"${at.toString(16)}-abcdef"`],
    ['last-modified', 'Mon, 05 Jan 2026 08:00:00 GMT'],
    ['server-timing', 'cdn-cache; desc=HIT, edge; dur=1'],
    ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'SAMEORIGIN'],
    ...(sketch.answer ?? []),
  ];
  return {
    _connectionId: `${100 + (at % 40)}`,
    _initiator: {
      type: 'script',
      stack: {
        callFrames: [
          {
            functionName: 'load',
            scriptId: '12',
            url: `${PAGE}/assets/app.js`,
            lineNumber: 1,
            columnNumber: at,
          },
        ],
      },
    },
    _priority: 'High',
    _resourceType: type,
    cache: {},
    connection: '443',
    pageref: 'page_1',
    request: {
      method,
      url,
      httpVersion: 'h2',
      headers: rows(isSent ? request : request.filter(([name]) => !name.startsWith(':'))),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'h2',
      headers: isSent ? rows(answer) : [],
      cookies: [],
      content: { size: 1000 + (at % 5000), mimeType: 'application/json' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _transferSize: 700 + (at % 900),
      _error: error,
      _fetchedViaServiceWorker: false,
    },
    serverIPAddress: '192.0.2.10',
    startedDateTime: timeOf(at * 23 + after),
    time: takes,
    timings: {
      blocked: 1.7,
      dns: -1,
      ssl: -1,
      connect: -1,
      send: 0.12,
      wait: 40.1,
      receive: 2.3,
      _blocked_queueing: 1.1,
      _workerStart: -1,
    },
  };
}

function rows(headers: Headers): readonly unknown[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function timeOf(after: number): string {
  return new Date(START + after).toISOString();
}
